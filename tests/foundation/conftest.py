"""Chain, outbox and worker need real commits: their tests share the given database and sweep it after."""

import os
import time

import psycopg
import pytest
from django.db import connection

SWEEP = (
    "audit_entry",
    "audit_seal",
    "events_event",
    "events_cursor",
    "events_dead_letter",
    "progress_task",
    "progress_heartbeat",
)


@pytest.fixture(scope="session")
def django_db_setup():
    """The database stands already."""


@pytest.fixture
def owner():
    """A connection as the owner of the tables: the strongest attacker, and the broom."""
    with psycopg.connect(os.environ["ANJU_OWNER_URL"], autocommit=True) as line:
        yield line


def sweep(line):
    for table in SWEEP:
        line.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        line.execute(f"DELETE FROM {table}")
        line.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def commits(owner, django_db_blocker):
    """The test commits for real; its rows are swept before and after."""
    with django_db_blocker.unblock():
        sweep(owner)
        yield
        connection.close()
        sweep(owner)


@pytest.fixture
def settled(owner):
    """Call it to wait until everything committed so far lies below the horizon."""

    def wait():
        mark = owner.execute("SELECT anju_xid()").fetchone()[0]
        for _ in range(2400):
            if owner.execute("SELECT anju_horizon()").fetchone()[0] > mark:
                return
            time.sleep(0.05)
        pytest.fail("some other transaction has been open for two minutes")

    return wait
