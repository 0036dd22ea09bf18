"""The order of the feed with many writers at once: nothing skipped, nothing repeated, always the same order."""

from __future__ import annotations

import random
import threading
import time

import pytest
from django.db import connection

from anju.domains.exchange.api import changes
from anju.domains.exchange.changes.data.changes import Asked, ChangeKind, Noted
from anju.domains.exchange.changes.operations.noting import note
from anju.domains.exchange.models import Change, ChangeAgreement
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.changes import BASE, agreed
from tests.factories.exchange import linked
from tests.factories.register import HERE, PLATFORM, Street

USER = 4711


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        linked()
        yield Street.built()


@pytest.fixture(autouse=True)
def _unblocked(street, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def partner() -> Actor:
    grant = Grant("client", frozenset({changes.FETCH}), "430181", frozenset({"service"}))
    return Actor(kind="client", user_id=USER, label="系统", grants=(grant,), purpose="service")


def fetched(number, after="", limit=100):
    from anju.domains.exchange.api.signing import HttpMessage

    request = HttpMessage(b"", {}, "POST", f"{BASE}/api/v1/changes")
    with acting(PLATFORM):
        found, _ = changes.fetch_as_department(
            request, Asked(number, after, limit), base=BASE, actor=partner(), at=now()
        )
    assert found.refusal is None, found.refusal
    return found.content


def one_change(person: int, region: str = HERE) -> Noted:
    return Noted(ChangeKind.MOVED_IN, person, region, local_date(now()))


def in_own_connection(call):
    here = connection.settings_dict

    def run():
        connection.settings_dict = here
        try:
            call()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_change_whose_transaction_ends_late_is_waited_for_and_none_is_skipped(street):
    agreed("LATE", user_id=USER, fields=())
    begun, finish = threading.Event(), threading.Event()

    def slow():
        with acting(PLATFORM):
            note([one_change(street.resident)], at=now())
            begun.set()
            finish.wait(60)

    thread = in_own_connection(slow)
    begun.wait(60)
    with acting(PLATFORM):
        note([one_change(street.worker)], at=now())
    first = fetched("LATE")
    assert first["changes"] == []
    finish.set()
    thread.join()
    then = fetched("LATE", first["cursor"])
    assert len(then["changes"]) == 2
    tokens = [e["subject"] for e in then["changes"]]
    assert len(set(tokens)) == 2
    assert [int(e["sequence"]) for e in then["changes"]] == [1, 2]
    assert fetched("LATE", then["cursor"])["changes"] == []


@pytest.mark.parametrize("seed", range(3))
def test_with_many_writers_at_once_everything_comes_once_and_in_one_order(street, seed):
    number = f"MANY-{seed}"
    agreement = agreed(number, user_id=USER, fields=())
    writers, each = 6, 25

    def writing(who: int):
        chance = random.Random(seed * 100 + who)

        def run():
            for _ in range(each):
                try:
                    with acting(PLATFORM):
                        note([one_change(street.resident)], at=now())
                        time.sleep(chance.random() / 200)
                        if chance.random() < 0.1:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    continue

        return run

    threads = [in_own_connection(writing(w)) for w in range(writers)]
    seen, cursor, quiet = [], "", 0
    chance = random.Random(seed)
    while quiet < 3:
        answer = fetched(number, cursor, limit=chance.choice((1, 3, 50)))
        seen += [e["id"] for e in answer["changes"]]
        if chance.random() < 0.2:  # the answer is lost: asked again, it is the same and goes on
            again = fetched(number, cursor, limit=500)
            assert [e["id"] for e in again["changes"]][: len(answer["changes"])] == [
                e["id"] for e in answer["changes"]
            ]
        cursor = answer["cursor"]
        alive = any(t.is_alive() for t in threads)
        quiet = 0 if alive or answer["changes"] else quiet + 1
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen))
    row = ChangeAgreement.objects.get(pk=agreement)
    with acting(PLATFORM):
        assert len(seen) == Change.objects.filter(at__gte=row.accepted_at).count() == row.given
        changes.replay_changes(agreement, since=row.accepted_at, actor=PLATFORM, at=now())
    again, cursor = [], ""
    while True:
        answer = fetched(number, cursor, limit=500)
        again += [e["id"] for e in answer["changes"]]
        cursor = answer["cursor"]
        if not answer["more"]:
            break
    assert again == seen


def test_two_requests_of_one_partner_at_once_never_divide_what_is_given(street):
    agreed("TWO", user_id=USER, fields=())
    with acting(PLATFORM):
        note([one_change(street.resident) for _ in range(20)], at=now())
    answers = []
    threads = [in_own_connection(lambda: answers.append(fetched("TWO"))) for _ in range(4)]
    for thread in threads:
        thread.join()
    assert {tuple(e["id"] for e in a["changes"]) for a in answers} == {
        tuple(e["id"] for e in answers[0]["changes"])
    }
    assert len(answers) == 4
    assert len(answers[0]["changes"]) == 20
