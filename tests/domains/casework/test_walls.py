"""Whoever asks for help is not judged by it: permits, points and assessment read nothing of casework."""

from __future__ import annotations

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[3] / "src" / "anju"


def test_permits_points_and_assessment_name_nothing_of_casework():
    for domain in ("permits", "assessment", "register", "people"):
        for path in (SRC / "domains" / domain).rglob("*.py"):
            text = path.read_text("utf-8")
            assert not re.search(r"\bcasework", text), path


def test_the_domain_order_puts_casework_above_them():
    order = (SRC.parents[1] / ".importlinter").read_text("utf-8").split("domain-order]", 1)[1]
    layers = order.split("layers =", 1)[1].split("exhaustive", 1)[0]
    assert layers.index("casework") < layers.index("permits")
