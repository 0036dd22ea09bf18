"""Service stations for everybody: address, hours and phone, found as one types; closed ones are not there."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from django.utils import translation

from anju.domains.fieldwork.api import staffing
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.interfaces.web.published.views_stations import hours_text
from tests.factories.register import HERE, PLATFORM, STREET, Street
from tests.factories.staffing import plan

pytestmark = pytest.mark.django_db
NINE, FIVE = time(9), time(17)


@pytest.fixture(scope="module")
def street(once) -> Street:
    return once(Street.built)


def test_hours_are_said_in_as_few_lines_as_they_need():
    week = (*[(NINE, FIVE)] * 5, (time(10), time(12)), None)
    with translation.override("zh-hans"):
        assert hours_text(week) == ["周一至周五 09:00–17:00", "周六 10:00–12:00"]
    with translation.override("en"):
        assert hours_text(week) == ["Monday–Friday 09:00–17:00", "Saturday 10:00–12:00"]
    assert hours_text([None] * 7) == []


def test_anybody_finds_a_station_by_name_place_or_phone(street, django_assert_max_num_queries):
    client = Client()
    with acting(PLATFORM):
        kept = staffing.open_station(plan(), actor=PLATFORM, at=now())
    page = client.get("/stations/")
    assert page.status_code == 200
    for said in (kept.plan.name, kept.plan.address, f'href="tel:{kept.plan.phone}"'):
        assert said in page.text
    for query in ({"q": kept.plan.name[:2]}, {"q": kept.plan.phone}, {"region": HERE}):
        assert kept.plan.name in client.get("/stations/", query).text, query
    for query in ({"q": "没有这个站"}, {"region": "430181001004"}, {"q": "%"}):
        assert kept.plan.name not in client.get("/stations/", query).text, query
    with django_assert_max_num_queries(10):
        client.get("/stations/", {"region": STREET.ljust(12, "0")})


def test_a_station_that_was_closed_is_not_there(street):
    with acting(PLATFORM):
        kept = staffing.open_station(plan(), actor=PLATFORM, at=now())
        staffing.close_station(kept.id, day=local_date(now()), actor=PLATFORM, at=now())
    assert kept.plan.name not in Client().get("/stations/").text
