"""A national rule marks the lines of older city schemes that a basic service may no longer require."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.domains.permits.api import points
from anju.domains.permits.points.queries import BARRED
from anju.domains.permits.points.rules.checking import barred_items

ISSUED = date(2026, 5, 22)


@pytest.mark.parametrize(
    ("day", "items"),
    [
        (ISSUED - timedelta(days=1), set()),
        (ISSUED, {"education", "title", "tax"}),
        (date(2026, 11, 29), {"education", "title", "tax"}),
    ],
)
def test_education_title_and_tax_are_marked_from_the_day_of_the_rule(day, items):
    assert set(points.barred(points.scheme("shanghai", today=day), day)) == items


def test_settlement_is_no_basic_service_and_a_rule_that_has_ended_marks_nothing():
    assert points.barred(points.scheme("beijing", today=ISSUED), ISSUED) == {}
    ended = [replace(BARRED.entries()[0], until=ISSUED + timedelta(days=9))]
    scheme = points.scheme("shanghai", today=ISSUED)
    assert barred_items(scheme, ISSUED + timedelta(days=8), rules=ended)
    assert barred_items(scheme, ISSUED + timedelta(days=9), rules=ended) == {}


def test_the_page_of_the_scheme_says_which_lines_and_by_which_rule(client, db):
    page = client.get("/points/shanghai/?on=2026-11-29").content.decode()
    assert len(re.findall(r"不得再作为条件\s*</span>", page)) == 3
    assert "国发〔2026〕11号" in page
    assert "国发〔2026〕11号" not in client.get("/points/shanghai/?on=2026-05-21").content.decode()
