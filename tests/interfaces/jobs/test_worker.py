"""The worker as a process: it works, is killed, loses its database, and stops when told."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django import app

from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from anju.interfaces.jobs import schedule

pytestmark = pytest.mark.usefixtures("commits")

PROGRAM = """
import os, sys, time
from anju.interfaces.jobs import worker
import django
django.setup()
from anju.foundation.clock import now
from anju.foundation.events import api as events
from anju.interfaces.jobs.app import app
worker.STALLED = float(os.environ["STALLED"])

@events.on("ping", key="worker test")
def pong(event):
    events.emit("pong", dict(event.payload), at=now())

@app.task(name="test.job")
def job(number):
    events.emit("began", {"n": number}, at=now())
    time.sleep(float(os.environ.get("NAP", "0")))
    events.emit("job", {"n": number}, at=now())

sys.exit(worker.main())
"""


@pytest.fixture
def worker(owner):
    running = []

    def start(**env):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "STALLED": "12", **env},
        )
        running.append(process)
        return process

    owner.execute("DELETE FROM procrastinate_jobs")
    yield start
    for process in running:
        process.kill()
        process.wait()
    owner.execute("DELETE FROM procrastinate_jobs")


def until(check, seconds=120.0):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if check():
            return
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s")


def count(owner, name):
    return owner.execute("SELECT count(*) FROM events_event WHERE name = %s", [name]).fetchone()[0]


def ping(number):
    with transaction.atomic():
        events.emit("ping", {"n": number}, at=now())


def put_in(number):
    app.configure_task("test.job").defer(number=number)


def test_it_delivers_seals_works_and_stops_when_told(worker, owner):
    process = worker()
    until(
        lambda: owner.execute(
            "SELECT count(*) FROM progress_heartbeat WHERE part = 'worker'"
        ).fetchone()[0]
    )
    with acting(system("t")):
        audit.record_write(system("t"), action="a", subject_kind="s", subject_id=1, at=now())
    ping(0)
    until(lambda: count(owner, "pong") == 1)
    ping(1)
    until(lambda: count(owner, "pong") == 2)
    put_in(5)
    until(lambda: count(owner, "job") == 1)
    until(lambda: owner.execute("SELECT count(*) FROM audit_seal").fetchone()[0])
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_job_put_in_by_a_transaction_that_rolled_back_never_runs(worker, owner):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put_in(6)
        _ = 1 / 0
    assert owner.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


def test_it_outlives_the_loss_of_all_its_connections(worker, owner):
    process = worker()
    ping(1)
    until(lambda: count(owner, "pong") == 1)
    owner.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename = 'anju_app' AND pid <> pg_backend_pid()"
    )
    from django.db import connection

    connection.close()
    ping(2)
    put_in(7)
    until(lambda: count(owner, "pong") == 2 and count(owner, "job") == 1)
    assert process.poll() is None


@pytest.mark.long
def test_a_job_whose_worker_was_killed_is_taken_up_by_another(worker, owner):
    process = worker(NAP="60")
    put_in(8)
    until(lambda: count(owner, "began") == 1)
    process.kill()
    process.wait()
    worker(NAP="0")
    until(lambda: count(owner, "job") == 1)


def test_a_clock_that_ran_days_ahead_and_was_put_back_holds_no_schedule_up():
    ran = []
    schedule.every(3600, name="test.skewed")(lambda: ran.append(1))
    try:
        moment = now()
        schedule.run_due(lambda: moment + timedelta(days=3))
        schedule.run_due(lambda: moment)
        assert ran == [1, 1]
        schedule.run_due(lambda: moment + timedelta(seconds=3599))
        assert ran == [1, 1], "from then on it is dated in the present again"
    finally:
        schedule.unschedule("test.skewed")


def test_what_is_due_runs_once_and_again_after_its_time():
    ran = []
    schedule.every(60, name="test.due")(lambda: ran.append(1))
    schedule.every(60, name="test.bad")(lambda: 1 / 0)
    try:
        moment = now()
        schedule.run_due(lambda: moment)
        schedule.run_due(lambda: moment + timedelta(seconds=59))
        assert ran == [1]
        schedule.run_due(lambda: moment + timedelta(seconds=61))
        assert ran == [1, 1]
    finally:
        schedule.unschedule("test.due")
        schedule.unschedule("test.bad")
