"""Alive, ready, metrics: what they answer, whom, and with the database away."""

from __future__ import annotations

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from anju.foundation.clock import now
from anju.foundation.db.separate_connection import separate_connection
from anju.foundation.progress import api as progress
from anju.interfaces.web.health import readiness, views
from anju.interfaces.web.health.readiness import Lookout, ask

COOKIE = {"sessionid": "somebody"}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(views, "lookout", Lookout())
    made = Client()
    made.cookies.load(COOKIE)
    return made


@pytest.fixture
def database_away(django_db_setup, django_db_blocker):
    """The address of a database nobody serves."""
    with django_db_blocker.unblock():
        connection.close()
        before = connection.settings_dict
        connection.settings_dict = {
            **before,
            "HOST": "127.0.0.1",
            "PORT": "1",
            "PASSWORD": "geheim",
        }
        yield
        connection.close()
        connection.settings_dict = before


def beat(at):
    with separate_connection(application="test") as line:
        progress.beat(line, "worker", started=at, at=at)


class TestAlive:
    def test_asks_nothing_of_the_database_even_for_somebody_with_a_session(self, client):
        """Without the mark of pytest-django any query would fail."""
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"alive": True})
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_changes_nothing(self, client):
        assert client.post("/healthz").status_code == 405


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.django_db(transaction=False)
class TestReady:
    def test_with_database_tables_and_worker(self, client):
        beat(now())
        answer = client.get("/readyz")
        assert answer.json() == {
            "ready": True,
            "checks": {
                "database": "answers",
                "tables": "as this version wants them",
                "worker": "at work",
            },
        }
        assert answer.status_code == 200

    def test_not_when_the_worker_was_not_seen_for_a_while(self, client):
        beat(now() - timedelta(seconds=90))
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["checks"]["worker"].startswith("not seen for 9")
        assert answer.json()["checks"]["database"] == "answers"

    def test_not_when_no_worker_was_ever_seen(self, owner):
        owner.execute("DELETE FROM progress_heartbeat")
        assert ask(now()).checks["worker"] == "has never been seen"

    def test_not_when_the_tables_are_behind(self, client, owner):
        beat(now())
        gone = owner.execute(
            "DELETE FROM django_migrations WHERE app = 'progress' RETURNING app, name, applied"
        ).fetchall()
        try:
            answer = client.get("/readyz")
        finally:
            owner.cursor().executemany(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", gone
            )
        assert answer.status_code == 503
        assert answer.json()["checks"]["tables"] == "1 step(s) behind this version"

    def test_takes_no_session_and_no_transaction(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/readyz")

    def test_is_asked_of_the_database_once_a_second_however_many_ask(self, monkeypatch):
        asked = []
        monkeypatch.setattr(readiness, "ask", lambda at: asked.append(at) or at)
        lookout = Lookout()
        assert lookout.answer(1) == lookout.answer(2)
        assert asked == [1]


class TestWithoutTheDatabase:
    def test_it_is_alive_and_not_ready_and_says_no_address(self, client, database_away):
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "checks": {"database": "does not answer"}}

    def test_metrics_still_tell_the_requests(self, client, database_away):
        client.get("/healthz")
        text = client.get("/metrics").content.decode()
        assert "anju_database_up 0" in text
        assert "\nanju_database_up 1" not in text
        assert [
            sample
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "anju_request_seconds_count"
            and sample.labels["route"] == "health:alive"
        ]
        assert "geheim" not in text


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.django_db(transaction=False)
class TestMetrics:
    def test_tell_how_far_the_work_is(self, client):
        beat(now() - timedelta(seconds=7))
        text = client.get("/metrics").content.decode()
        for name in (
            "anju_declarations_total 0",
            "anju_audit_unsealed_seconds",
            "anju_migrations_missing 0",
            "anju_events_lag_seconds{listener=",
            "# TYPE anju_jobs gauge",
            "# TYPE anju_questions_open gauge",
        ):
            assert name in text
        (age,) = [
            line.split()[1]
            for line in text.splitlines()
            if line.startswith("anju_worker_heartbeat_age_seconds ")
        ]
        assert 7 <= float(age) < 60

    def test_the_reader_of_prometheus_takes_every_line_and_finds_each_family_once(self, client):
        answer = client.get("/metrics")
        assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        text = answer.content.decode()
        names = [family.name for family in text_string_to_metric_families(text)]
        assert len(names) == len(set(names)) == text.count("# TYPE") > 8


class TestWhoMayMeasure:
    @pytest.mark.parametrize(
        ("token", "given", "status"),
        [
            ("", {}, 200),
            ("", {"REMOTE_ADDR": "::1"}, 200),
            ("", {"REMOTE_ADDR": "192.0.2.7"}, 403),
            ("", {"REMOTE_ADDR": ""}, 403),
            ("", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
            ("", {"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
            ("abc", {}, 403),
            ("abc", {"HTTP_AUTHORIZATION": "Bearer abd"}, 403),
            ("abc", {"HTTP_AUTHORIZATION": "Bearer abc"}, 200),
            ("abc", {"HTTP_AUTHORIZATION": "Bearer 密"}, 403),
            ("abc", {"HTTP_AUTHORIZATION": "Bearer abc", "REMOTE_ADDR": "192.0.2.7"}, 200),
        ],
    )
    def test_only_this_machine_or_whoever_holds_the_token(
        self, monkeypatch, settings, token, given, status
    ):
        monkeypatch.setattr(views, "exposed", lambda counters, at: "x 1\n")
        settings.METRICS_TOKEN = token
        assert Client().get("/metrics", **given).status_code == status


def test_the_answer_of_readiness_is_json_without_what_the_driver_said(monkeypatch, client):
    def refuse():
        raise psycopg.OperationalError("connection to 10.0.0.7 as anju_app failed: password")

    monkeypatch.setattr(progress, "look", refuse)
    text = client.get("/readyz").content.decode()
    assert json.loads(text)["ready"] is False
    assert "10.0.0.7" not in text
    assert "anju_app" not in text
