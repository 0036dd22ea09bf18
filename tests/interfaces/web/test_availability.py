"""A database that is away, hangs or is busy is told in a sentence and in time."""

from __future__ import annotations

import json
import socket
import threading
import time

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from anju.foundation.db import deadlines
from anju.foundation.db import gate as gates
from anju.foundation.db.deadlines import AwayError, away, contended, limited_to, unreachable
from anju.foundation.db.gate import Gate
from anju.interfaces.rest import errors
from anju.interfaces.web.availability import Availability, answer_to


@pytest.fixture(autouse=True)
def gate(monkeypatch):
    fresh = Gate(0)
    monkeypatch.setattr(gates, "gate", fresh)
    monkeypatch.setattr(errors, "gate", fresh)
    return fresh


@pytest.fixture
def database_away(django_db_setup, django_db_blocker):
    """The address of a database nobody serves."""
    with django_db_blocker.unblock():
        connection.close()
        before = connection.settings_dict
        connection.settings_dict = {**before, "HOST": "127.0.0.1", "PORT": "1"}
        yield
        connection.close()
        connection.settings_dict = before


def of_django(kind: type[Exception], cause: Exception) -> Exception:
    try:
        raise kind("what the driver says") from cause
    except kind as error:
        return error


class TestWithoutTheDatabase:
    @pytest.mark.parametrize("path", ["/", "/office/", "/account/login/", "/landlord/"])
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_a_page_answers_503_with_a_sentence_and_when_to_come_back(
        self, database_away, path, language
    ):
        browser = Client(headers={"accept-language": language}, raise_request_exception=False)
        browser.cookies.load({"sessionid": "somebody"})
        answer = browser.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert ("database" if language == "en" else "数据库") in answer.content.decode()

    def test_an_api_client_gets_problem_details(self, database_away):
        answer = Client(raise_request_exception=False).get(
            "/api/v1/people?q=x",
            headers={"authorization": "Bearer anju_x", "accept-language": "en"},
        )
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["code"] == "database_away"

    def test_after_the_first_nobody_waits_for_a_moment_and_then_it_is_asked_again(
        self, database_away, gate, monkeypatch
    ):
        client = Client(raise_request_exception=False)
        assert not gate.closed
        client.get("/office/", headers={"cookie": "sessionid=somebody"})
        assert gate.closed
        monkeypatch.setattr(connection, "ensure_connection", lambda: pytest.fail("asked"))
        assert client.get("/office/").status_code == 503
        assert client.get("/healthz").status_code == 200
        gate._closed_until = time.monotonic() - 0.01
        assert not gate.closed


def test_a_deadlock_is_a_conflict_to_try_again_and_not_a_failure():
    request = RequestFactory().post("/api/v1/declarations")
    answer = answer_to(
        request, of_django(OperationalError, psycopg.errors.DeadlockDetected("deadlock detected"))
    )
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "changed_meanwhile")
    assert not gates.gate.closed


@pytest.mark.parametrize(
    ("kind", "cause", "expected"),
    [
        (
            OperationalError,
            psycopg.OperationalError("server closed the connection"),
            (True, True, False),
        ),
        (OperationalError, psycopg.errors.DiskFull("no room"), (True, True, False)),
        (OperationalError, psycopg.errors.CannotConnectNow("starting up"), (True, True, False)),
        (OperationalError, psycopg.errors.QueryCanceled("statement timeout"), (True, False, False)),
        (OperationalError, psycopg.errors.LockNotAvailable("lock timeout"), (True, False, False)),
        (OperationalError, psycopg.errors.SerializationFailure("x"), (False, False, True)),
        (IntegrityError, psycopg.errors.UniqueViolation("x"), (False, False, True)),
        (IntegrityError, psycopg.errors.CheckViolation("x"), (False, False, False)),
        (InterfaceError, psycopg.InterfaceError("connection is closed"), (True, True, False)),
        (DataError, psycopg.errors.DivisionByZero("x"), (False, False, False)),
    ],
)
def test_each_error_of_the_database_is_known_for_what_it_means(kind, cause, expected):
    error = of_django(kind, cause)
    assert (away(error), unreachable(error), contended(error)) == expected


class TestPlaces:
    def test_no_more_requests_than_places_are_at_work_and_the_others_hear_so_in_time(
        self, monkeypatch
    ):
        monkeypatch.setattr(gates, "gate", Gate(2, patience=0.05))
        inside, go = threading.Barrier(3), threading.Event()

        def view(request):
            inside.wait(5)
            go.wait(5)
            return HttpResponse("done")

        answers: list[HttpResponse] = []
        chain = Availability(view)
        busy = [
            threading.Thread(target=lambda: answers.append(chain(RequestFactory().get("/office/"))))
            for _ in range(2)
        ]
        for thread in busy:
            thread.start()
        inside.wait(5)
        late = Availability(lambda _: HttpResponse("done"))
        assert late(RequestFactory().get("/office/")).status_code == 503
        assert late(RequestFactory().get("/healthz")).status_code == 200
        go.set()
        for thread in busy:
            thread.join()
        assert [a.status_code for a in answers] == [200, 200]
        assert late(RequestFactory().get("/office/")).status_code == 503, (
            "a place is kept until the answer has left"
        )
        for answer in answers:
            answer.close()
        for _ in range(5):
            served = late(RequestFactory().get("/office/"))
            assert served.status_code == 200
            served.close()

    def test_an_answer_that_nobody_closes_gives_its_place_back_when_it_is_forgotten(
        self, monkeypatch
    ):
        monkeypatch.setattr(gates, "gate", Gate(1, patience=0.05))
        chain = Availability(lambda _: HttpResponse("done"))
        for _ in range(3):
            assert chain(RequestFactory().get("/office/")).status_code == 200


def test_a_server_that_holds_the_connection_and_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(deadlines, "GRACE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        kind = limited_to(0.1)
        begun = time.monotonic()
        with pytest.raises(psycopg.OperationalError):
            kind.connect(f"host=127.0.0.1 port={port} user=x dbname=x connect_timeout=2")
        assert time.monotonic() - begun < 10


@pytest.mark.django_db
def test_a_statement_longer_than_the_limit_is_given_up_and_the_connection_with_it(monkeypatch):
    parameters = {
        k: v
        for k, v in connection.get_connection_params().items()
        if k not in ("cursor_factory", "context", "prepare_threshold", "pool")
    }
    monkeypatch.setattr(deadlines, "GRACE", 0.0)
    with limited_to(0.3).connect(**parameters, autocommit=True) as line:
        assert line.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(AwayError):
            line.execute("SELECT pg_sleep(20)")
        assert line.closed
