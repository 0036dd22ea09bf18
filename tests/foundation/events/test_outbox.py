import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events import api, delivery

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture
def listen():
    """Register a handler for this test only."""
    keys = []

    def add(handler, *names, batch=0):
        key = f"test {len(keys)}"
        keys.append(key)
        (api.on_batch(*names, size=batch, key=key) if batch else api.on(*names, key=key))(handler)
        return key

    yield add
    for key in keys:
        api.forget(key)


def emit(name, *numbers):
    with transaction.atomic():
        api.emit_many(name, [{"n": n} for n in numbers], at=now())


def test_an_event_is_delivered_once_in_order_to_each_who_listens(listen, settled):
    one, two = [], []
    listen(lambda e: one.append((e.name, e.payload["n"])), "a", "b")
    listen(lambda e: two.append(e.payload["n"]), "b")
    emit("a", 1, 2)
    emit("b", 3)
    emit("c", 4)
    settled()
    assert api.pump() == 4
    assert api.pump() == 0
    assert one == [("a", 1), ("a", 2), ("b", 3)]
    assert two == [3]


def test_an_event_of_a_transaction_that_rolled_back_is_never_delivered(listen, settled):
    heard = []
    listen(heard.append, "a")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.emit("a", {"n": 1}, at=now())
        _ = 1 / 0
    settled()
    assert api.pump() == 0
    assert heard == []


def test_a_late_commit_is_neither_missed_nor_overtaken(listen, settled):
    heard, began, go = [], threading.Event(), threading.Event()
    listen(lambda e: heard.append(e.payload["n"]), "a")

    def late():
        with transaction.atomic():
            api.emit("a", {"n": "late"}, at=now())
            began.set()
            go.wait(20)
        connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    assert began.wait(10)
    emit("a", "early")
    assert api.pump() == 0
    go.set()
    thread.join()
    settled()
    api.pump()
    assert heard == ["late", "early"]


def test_a_batch_handler_takes_many_in_one_transaction(listen, settled):
    sizes = []
    listen(lambda events: sizes.append(len(events)), "a", batch=40)
    emit("a", *range(100))
    settled()
    assert api.pump() == 100
    assert sizes == [40, 40, 20]


def test_a_failing_handler_holds_up_nobody_else_and_is_tried_again_later(listen, settled):
    heard, moment = [], now()

    def fails(event):
        raise ValueError("not today")

    bad = listen(fails, "a")
    listen(lambda e: heard.append(e.payload["n"]), "a")
    emit("a", 1)
    settled()
    assert api.pump(clock=lambda: moment) == 1
    assert heard == [1]
    (state,) = [h for h in api.health() if h.listener == bad]
    assert (state.pending, state.failures, state.dead) == (1, 1, 0)
    assert "not today" in state.error
    assert state.retry_at == moment + timedelta(seconds=1)
    assert api.pump(clock=lambda: moment) == 0


def test_what_fails_too_often_becomes_a_dead_letter_and_the_rest_goes_on(listen, settled):
    heard, moment = [], now()

    def picky(events):
        if any(e.payload["n"] == 2 for e in events):
            raise ValueError("two")
        heard.extend(e.payload["n"] for e in events)

    key = listen(picky, "a", batch=10)
    emit("a", 1, 2, 3)
    settled()
    for _ in range(delivery.ATTEMPTS * 3):
        moment += timedelta(hours=1)
        api.pump(clock=lambda at=moment: at)
    assert heard == [1, 3]
    (state,) = [h for h in api.health() if h.listener == key]
    assert (state.pending, state.failures, state.dead) == (0, 0, 1)


def test_what_a_failing_handler_wrote_is_undone(listen, settled, owner):
    def half(event):
        api.emit("b", {"n": 0}, at=now())
        raise ValueError

    listen(half, "a")
    emit("a", 1)
    settled()
    api.pump()
    assert owner.execute("SELECT count(*) FROM events_event WHERE name = 'b'").fetchone() == (0,)


def test_two_pumps_at_once_deliver_once(listen, settled):
    heard = []
    listen(lambda e: heard.append(e.payload["n"]), "a")
    emit("a", *range(50))
    settled()

    def pump():
        for _ in range(20):
            api.pump(5)
        connections.close_all()

    threads = [threading.Thread(target=pump) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    api.pump()
    assert heard == list(range(50))


def test_delivered_events_are_cleared_and_others_kept(listen, settled, owner):
    listen(lambda e: None, "a")
    emit("a", 1)
    settled()
    api.pump()
    emit("a", 2)
    settled()
    assert api.forget_delivered(now() + timedelta(hours=1)) == 1
    assert api.pump() == 1


CRASH = """
import os, django
django.setup()
from django.db import connection
from anju.foundation.events import api
from anju.foundation.clock import now
@api.on("a", key="crash")
def handler(event):
    api.emit("effect", dict(event.payload), at=now())
    if os.environ["DIE"] == "1":
        os.kill(os.getpid(), 9)
api.pump()
"""


@pytest.mark.long
def test_a_process_killed_between_handler_and_commit_leaves_one_effect(settled, owner):
    emit("a", 7)
    settled()
    codes = []
    for die in ("1", "1", "0", "0"):
        done = subprocess.run(
            [sys.executable, "-c", CRASH],
            env=os.environ
            | {
                "DIE": die,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            },
            check=False,
        )
        codes.append(done.returncode)
        settled()
    assert codes == [-9, -9, 0, 0]
    assert owner.execute("SELECT payload FROM events_event WHERE name = 'effect'").fetchall() == [
        ({"n": 7},)
    ]


def test_serving_without_a_scope_sees_no_event():
    emit("a", 1)
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM events_event")
        assert cur.fetchone() == (0,)
    with acting(system("t")), connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM events_event")
        assert cur.fetchone() == (1,)


def test_a_retry_noted_by_a_clock_that_ran_ahead_does_not_wait_for_it(listen, settled):
    heard, broken = [], [True]

    def handle(event):
        if broken:
            raise RuntimeError(broken.pop())
        heard.append(event.payload["n"])

    listen(handle, "a")
    emit("a", 1)
    settled()
    api.pump(clock=lambda: now() + timedelta(days=3))
    assert heard == []
    api.pump()
    assert heard == [1]
