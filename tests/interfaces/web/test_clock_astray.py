"""While the clock runs away, whoever writes is answered 503 with a sentence; readers go on, and all do
once it is right."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import ClockGuard, now, steady
from anju.foundation.db.separate_connection import separate_connection
from anju.foundation.db.statements import rows
from anju.foundation.errors import Unavailable
from anju.foundation.progress import clock
from anju.interfaces.jobs import schedule

pytestmark = pytest.mark.django_db
DAY = 86_400.0


class Wall:
    def __init__(self) -> None:
        self.wrong = 0.0

    def __call__(self) -> float:
        return time.time() + self.wrong


@pytest.fixture
def wall(monkeypatch):
    found = Wall()
    guard = ClockGuard(600, wall=found, counter=steady)
    monkeypatch.setattr(clock, "guard", lambda: guard)
    return found


def test_a_form_and_a_call_are_refused_and_pages_are_shown(wall):
    client = Client()
    wall.wrong = 3 * DAY
    page = client.post("/account/login/", {"login": "x", "password": "y"})
    assert page.status_code == 503
    assert page["X-Anju-Reason"] == "clock_ahead"
    assert page["Retry-After"]
    assert "时钟" in page.content.decode()
    call = client.post("/api/v1/declarations", {}, content_type="application/json")
    assert call.status_code == 503
    assert call.json()["code"] == "clock_ahead"
    assert client.get("/account/login/").status_code == 200
    wall.wrong = 0
    assert client.post("/account/login/", {"login": "x", "password": "y"}).status_code != 503


def test_whoever_writes_without_a_page_is_refused_in_the_trail_and_readings_are_recorded(wall):
    actor = system("tests")
    wall.wrong = 3 * DAY
    with pytest.raises(Unavailable, match="clock_ahead"), transaction.atomic():
        audit.record_write(actor, action="test", subject_kind="test", subject_id=1, at=now())
    audit.record_read(actor, person_ids=[1], fields=["name"], action="test.read", at=now())
    wall.wrong = 0
    audit.record_write(actor, action="test", subject_kind="test", subject_id=1, at=now())


def test_asking_costs_no_statement(wall, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _ in range(100):
            assert clock.fault() == ""


def test_a_look_records_the_moment_only_while_the_clock_may_be_believed(
    fresh_database, wall, monkeypatch
):
    assert settings.CLOCK_LIMIT == 600
    with separate_connection(application="tests") as line:
        assert clock.compare(line) == ""
        first = line.execute("SELECT seen FROM progress_heartbeat WHERE part = 'clock'").fetchone()[
            0
        ]
        wall.wrong = 3 * DAY
        assert clock.compare(line) == "clock_ahead"
        assert (
            line.execute("SELECT seen FROM progress_heartbeat WHERE part = 'clock'").fetchone()[0]
            == first
        )
        wall.wrong = -3 * DAY
        assert clock.compare(line) == "clock_behind"
        wall.wrong = 0
        assert clock.compare(line) == ""
        line.execute(
            "UPDATE progress_heartbeat SET seen = seen + interval '3 days' WHERE part = 'clock'"
        )
        assert clock.compare(line) == "clock_behind", "it was recorded by a clock that ran ahead"
        monkeypatch.setattr(clock, "guard", lambda: unlimited)
        unlimited = ClockGuard(0)
        assert clock.compare(line) == ""
        assert line.execute(
            "SELECT seen < now() + interval '1 minute' FROM progress_heartbeat WHERE part = 'clock'"
        ).fetchone()[0], "a start without a limit sets it right"


def test_a_turn_is_claimed_once_by_its_number_and_comes_by_the_counter_when_the_clock_stands():
    ran = []
    schedule.every(60, name="test.turn")(lambda: ran.append(1))
    try:
        moment, counted = now(), 1_000.0
        schedule.run_due(lambda: moment, lambda: counted)
        for passed in (1, 59, 60, 61, 119, 121):
            schedule.run_due(lambda: moment, lambda p=passed: counted + p)
        assert len(ran) == 1 + 2, "the clock stood still all the time"
        turn = rows("SELECT turn FROM progress_heartbeat WHERE part = 'every test.turn'")[0][0]
        assert turn == 3
        with connection.cursor() as cur:
            cur.execute(
                schedule._CLAIM, {"part": "every test.turn", "at": moment, "turn": turn - 1}
            )
            assert cur.fetchone() is None, "another worker had this turn"
    finally:
        schedule.unschedule("test.turn")
