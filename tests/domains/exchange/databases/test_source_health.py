"""How the sources in use are doing: good, late by what is usual, failing, asking, not looked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.exchange.api import databases, deliveries
from anju.domains.exchange.api.databases import SourceState
from anju.domains.exchange.deliveries.models import Connector, Delivery
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.deliveries import SCHOOL, delivered
from tests.factories.register import PLATFORM, RESIDENT, Street


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def school(street):
    """The school source with deliveries every second day, the newest today."""
    number = delivered(RESIDENT)
    with acting(PLATFORM):
        row = Delivery.objects.get(pk=number)
        for n in range(1, 5):
            row.pk = None
            row.sha256, row.received_at = f"{n}" * 64, now() - timedelta(days=2 * n)
            row.save(force_insert=True)
    return Connector.objects.filter(source=SCHOOL)


def health(days=0):
    with acting(PLATFORM):
        (found,) = databases.source_health(now() + timedelta(days=days))
    return found


def test_a_source_is_good_and_late_once_nothing_came_for_twice_as_long_as_usual(school):
    with acting(PLATFORM):
        school.update(next_at=now() + timedelta(days=30))
    found = health()
    assert (found.state, found.usual_days, found.way) == (SourceState.GOOD, 2, "folder")
    assert found.refused_rows == 1
    assert health(4).state is SourceState.GOOD
    assert health(6).state is SourceState.LATE


def test_what_failed_and_what_waits_for_a_person_say_why_and_since_when(school):
    with acting(PLATFORM):
        deliveries.looked(SCHOOL, note="sftp_host_keys", at=now())
    assert (health().state, health().reason) == (SourceState.FAILING, "sftp_host_keys")
    with acting(PLATFORM):
        newest = Delivery.objects.order_by("-received_at").first()
        Delivery.objects.filter(pk=newest.pk).update(state="asking", reason="shrunk")
    found = health()
    assert (found.state, found.since) == (SourceState.ASKING, newest.received_at)
    assert found.last_good < newest.received_at


def test_what_nobody_looked_for_is_told_from_what_did_not_come(school):
    with acting(PLATFORM):
        school.update(next_at=now() - timedelta(hours=30), every_hours=24)
    assert health().state is SourceState.UNLOOKED
    with acting(PLATFORM):
        deliveries.stop(SCHOOL, actor=PLATFORM, at=now())
    assert health().state is SourceState.STOPPED


def test_the_number_of_queries_does_not_grow(school, django_assert_num_queries):
    with acting(PLATFORM), django_assert_num_queries(6):
        databases.source_health(now())
