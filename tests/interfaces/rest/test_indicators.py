"""Indicators over the API: the page's own figures, for who may see them, on days that there are."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from anju.domains.statistics.api import indicators as statistics
from tests.factories.register import HERE, STREET
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


def page_of(client: Client, code: str) -> str:
    cache.clear()
    page = client.get(f"/office/figures/{code}/?region={STREET}").content.decode()
    found = re.search(r'aj-hero-figure"[^>]*>([^<]+)<', page)
    assert found
    return found[1]


def test_every_indicator_is_the_one_of_its_page(street, office):
    clerk = signed_in(staff("api.figures", ("street", STREET)))
    listed = {one["code"]: one for one in office("get", "/indicators").json()["items"]}
    assert set(listed) == set(statistics.indicators())
    for code, one in listed.items():
        found = office("get", f"/indicators/{code}?region={STREET}").json()
        shown, value = page_of(clerk, code), found["figure"]["value"]
        assert (
            shown == "无数据"
            if value is None
            else float(shown.rstrip("%").replace(",", "")) == value
        )
        if one["adds_up"]:
            assert value == sum(part["value"] for part in found["parts"]), code
        for values in found["dimensions"].values():
            assert sum(v["count"] for v in values) == found["figure"]["numerator"], code


@pytest.mark.parametrize("region", ["", "43", "430182", "4301811"])
def test_another_area_is_refused(street, office, region):
    answer = office("get", f"/indicators/living?region={region}")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("until=2099-01-01", "figures_days"),
        ("since=2026-05-02&until=2026-05-01", "figures_days"),
        ("since=1999-12-31&until=2026-05-01", "figures_days"),
        ("known_at=2026-05-01T00:00:00Z", "figures_known"),
        ("until=x", "request_invalid"),
        ("region=abc", "request_invalid"),
    ],
)
def test_what_cannot_be_answered_says_why(street, office, query, code):
    answer = office("get", f"/indicators/homes?region={HERE}&{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_an_unknown_indicator_is_named_as_such(street, office):
    answer = office("get", f"/indicators/nothing?region={HERE}")
    assert (answer.status_code, answer.json()["code"]) == (404, "figures_unknown")


def test_as_known_before_anything_was_recorded_nobody_lived_here(street, office):
    found = office(
        "get", f"/indicators/living?region={STREET}&known_at=2020-01-01T00:00:00Z"
    ).json()
    assert found["figure"]["value"] == 0
    assert found["known_at"] is not None
