"""Slow statements are written down without what they were asked about."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.utils import DataError

from anju.foundation.db.statements import rows
from anju.foundation.logs.slow import statement, timed, watch

pytestmark = pytest.mark.django_db
SECRET = "43018119900307996X"


@pytest.fixture
def told(caplog, settings):
    settings.SLOW_QUERY_MS = 50
    connection.ensure_connection()
    watch(
        sender=None, connection=connection
    )  # a connection opened under the threshold would be watched already
    caplog.set_level("WARNING", "anju.slow")
    yield lambda: [r.fields for r in caplog.records if r.name == "anju.slow"]
    connection.execute_wrappers.remove(timed)


def test_a_slow_statement_is_told_with_its_time_and_without_its_parameters(told):
    rows("SELECT pg_sleep(0.06), %s::text", [SECRET])
    (line,) = told()
    assert line["sql"] == "SELECT pg_sleep(0.06), %s::text"
    assert line["ms"] >= 50


def test_so_is_one_that_was_bound_on_the_server(told):
    rows("SELECT pg_sleep(0.06), %s::text", [SECRET], often=True)
    (line,) = told()
    assert SECRET not in str(line)


def test_a_slow_one_that_fails_is_told_too(told):
    with pytest.raises(DataError), connection.cursor() as cur:
        cur.execute("SELECT pg_sleep(0.06), (random()::text || %s)::int", [SECRET])
    assert len(told()) == 1


def test_a_quick_one_is_not(told):
    rows("SELECT 1")
    assert told() == []


def test_texts_within_a_statement_are_left_out():
    assert statement("SELECT  'it''s\n me'\n  FROM t") == "SELECT '?' FROM t"
