"""The round over everybody: on connections of its own, chunk by chunk, never over a newer answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import OperationalError, connection

from anju.domains.permits.api import eligibility
from anju.domains.permits.eligibility import operations as recomputing
from anju.domains.permits.eligibility.operations import _LOCK
from anju.domains.permits.models import Entitlement
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from tests.factories import register as town

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
PLATFORM = system("tests")


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield town.Street.built(at=AT)
        connection.close()


class InTheSameDatabase(ThreadPoolExecutor):
    """Threads whose connections go where this module's goes."""

    def __init__(self, count: int) -> None:
        settings = connection.settings_dict
        super().__init__(count, initializer=lambda: setattr(connection, "settings_dict", settings))


def test_everybody_is_worked_out_and_told_how_far_it_is(street, monkeypatch):
    monkeypatch.setattr(recomputing, "ThreadPoolExecutor", InTheSameDatabase)
    told = []
    first = eligibility.recompute_all(
        actor=PLATFORM, at=AT, report=lambda done, of: told.append((done, of))
    )
    assert first.people == 4
    assert told[-1][0] == told[-1][1] > 0
    with acting(PLATFORM):
        found = {e.person_id: (e.entitled, e.entitled_from) for e in Entitlement.objects.all()}
        now = eligibility.assess(list(found), on=date(2026, 11, 20), at=AT)
    assert found[street.resident][0]
    assert {p: (a.entitled, a.entitled_from) for p, a in now.items()} == found
    assert eligibility.recompute_all(actor=PLATFORM, at=AT).changed == 0


def test_by_day_a_round_rests_longer_than_it_works_and_finds_the_same(street, monkeypatch):
    monkeypatch.setattr(recomputing, "ThreadPoolExecutor", InTheSameDatabase)
    rests = []
    monkeypatch.setattr(recomputing.time, "sleep", rests.append)
    begun = recomputing.time.monotonic()
    gentle = eligibility.recompute_all(
        actor=PLATFORM, at=AT, pace=replace(eligibility.GENTLE, people=2)
    )
    worked = recomputing.time.monotonic() - begun
    assert gentle.people == 4 and gentle.changed == 0
    assert len(rests) > 1 and 0 < sum(rests) <= eligibility.GENTLE.rest * worked


def test_who_computes_the_same_people_waits_for_the_other(street, fresh_database):
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, 0)", [_LOCK])
        with pytest.raises(OperationalError), acting(PLATFORM):
            with connection.cursor() as cur:
                cur.execute("SET LOCAL lock_timeout = '200ms'")
            eligibility.recompute([street.resident], actor=PLATFORM, at=AT)
    with acting(PLATFORM):
        assert eligibility.recompute([street.resident], actor=PLATFORM, at=AT).people == 1
