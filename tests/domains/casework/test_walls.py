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


def test_whoever_needs_shelter_is_named_nowhere_below_or_above_but_at_the_station():
    """No other domain reads the tables of rescue, by its api or in SQL; the exchange has a source of its own."""
    for path in (SRC / "domains").rglob("*.py"):
        if "casework" in path.parts:
            continue
        text = path.read_text("utf-8")
        assert not re.search(
            r"casework_rescue|casework\.rescue|api\.rescue|import rescue\b", text
        ), path


def test_cases_and_the_catalogue_do_not_read_rescue():
    for topic in ("cases", "catalogue"):
        for path in (SRC / "domains" / "casework" / topic).rglob("*.py"):
            assert "rescue" not in path.read_text("utf-8"), path


def test_nothing_of_rescue_holds_what_is_measured_of_a_body():
    for path in (SRC / "domains" / "casework" / "rescue").rglob("*.py"):
        text = path.read_text("utf-8").lower()
        assert not re.search(r"fingerprint|biometric|face_|iris|photo", text), path
