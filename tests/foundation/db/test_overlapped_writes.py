"""Writes while the work goes on: the order of statements, what goes wrong, and that nothing is left under way."""

from __future__ import annotations

import threading

import pytest
from django.db import DataError, connection, transaction

from anju.foundation.db import overlapped_writes
from anju.foundation.db.overlapped_writes import overlapping_writes
from anju.foundation.db.statements import insert, rows, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    with connection.cursor() as cur:
        cur.execute("CREATE TEMPORARY TABLE told (n int)")
    yield "told"
    with connection.cursor() as cur:
        cur.execute("DROP TABLE told")


def test_whoever_asks_next_sees_what_was_written(table):
    with transaction.atomic(), overlapping_writes():
        for n in range(50):
            insert(table, {"n": ("int", [n])})
            assert rows("SELECT count(*) FROM told") == [(n + 1,)]
        write("UPDATE told SET n = n + 1")
        with connection.cursor() as cur:  # Django's own statements keep the order too
            cur.execute("SELECT max(n) FROM told")
            assert cur.fetchone() == (50,)
    assert rows("SELECT count(*) FROM told") == [(50,)]


def test_work_goes_on_while_the_database_writes(table):
    with transaction.atomic(), overlapping_writes():
        write("INSERT INTO told SELECT 1 FROM pg_sleep(0.3)")
        assert connection.anju_beside._write.done() is False
        assert rows("SELECT n FROM told") == [(1,)]


def test_what_a_write_raises_is_raised_by_the_next_statement_and_rolled_back(table):
    with (
        pytest.raises(DataError, match="division by zero"),
        transaction.atomic(),
        overlapping_writes(),
    ):
        insert(table, {"n": ("int", [1])})
        write("SELECT 1/0")
        rows("SELECT 1")
    assert rows("SELECT n FROM told") == []


def test_what_the_last_write_raises_is_not_lost(table):
    with pytest.raises(DataError), transaction.atomic(), overlapping_writes():
        insert(table, {"n": ("int", [1])})
        write("SELECT 1/0")
    assert rows("SELECT n FROM told") == []


def test_a_savepoint_inside_waits_and_can_be_rolled_back(table):
    with transaction.atomic(), overlapping_writes():
        with pytest.raises(RuntimeError), transaction.atomic():
            insert(table, {"n": ("int", [1])})
            raise RuntimeError
        insert(table, {"n": ("int", [2])})
    assert rows("SELECT n FROM told") == [(2,)]


def test_an_error_of_the_work_leaves_no_write_behind(table):
    with pytest.raises(RuntimeError), transaction.atomic(), overlapping_writes():
        write("INSERT INTO told SELECT 1 FROM pg_sleep(0.2)")
        raise RuntimeError
    assert rows("SELECT n FROM told") == []
    assert not [t for t in threading.enumerate() if t.name.startswith("beside")]
    assert overlapped_writes.wait_for_writes() is None


def test_outside_a_write_is_done_when_it_returns(table):
    write("INSERT INTO told SELECT 1 FROM pg_sleep(0.1)")
    assert rows("SELECT n FROM told") == [(1,)]
