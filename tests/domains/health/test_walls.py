"""What is known of a child's health is no condition of anything: nobody but the clinics and the family reads it."""

from __future__ import annotations

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[3] / "src" / "anju"
READERS = ("health", "exchange")
"""Who may name the domain among the domains: itself, and the exchange that carries a record at a guardian's wish."""

COUNTS = SRC / "domains" / "statistics" / "indicators" / "queries" / "facts.py"
"""The one file beside them that may ask for what is counted in districts."""


def test_permits_points_assessment_and_the_rest_name_nothing_of_health():
    for domain in sorted((SRC / "domains").iterdir()):
        if domain.name in READERS:
            continue
        for path in domain.rglob("*.py"):
            text = path.read_text("utf-8")
            if path == COUNTS:
                text = text.replace("from anju.domains.health.api import figures as health", "")
            assert not re.search(r"domains\.health\b|\bhealth_[a-z]+\b", text), path


def test_the_domain_order_puts_health_beside_permits_and_above_the_register():
    order = (SRC.parents[1] / ".importlinter").read_text("utf-8").split("domain-order]", 1)[1]
    layers = order.split("layers =", 1)[1].split("exhaustive", 1)[0]
    assert re.search(r"\(permits\) \| \(health\)", layers)
    assert layers.index("health") < layers.index("register")


def test_only_those_who_work_for_vaccination_hold_its_permissions():
    from anju.domains.access.api import ROLES

    holders = {r.code for r in ROLES.values() if any("vaccination" in p for p in r.permissions)}
    assert holders == {"clinic", "cdc", "maternal"}
    assert ROLES["maternal"].permissions == {"care.see", "care.give", "vaccination.see"}
    care = {r.code for r in ROLES.values() if any(p.startswith("care.") for p in r.permissions)}
    assert care == {"maternal"}
    assert "vaccination.see" not in ROLES["cdc"].permissions
    assert ROLES["clinic"].permissions == {"vaccination.see", "vaccination.give"}
