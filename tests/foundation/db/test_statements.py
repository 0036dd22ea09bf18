"""What is asked often is planned once; what brings many values is planned for them."""

from __future__ import annotations

import pytest
from django.db import DataError, OperationalError, connection, transaction

from anju.foundation.db.statements import FEW, LONG, rows, run

pytestmark = pytest.mark.django_db
ONCE, ANEW = "force_generic_plan", "auto"
MODE = "SELECT current_setting('plan_cache_mode') WHERE %s::{} IS NOT NULL"


def mode() -> str:
    with connection.cursor() as cur:
        cur.execute("SHOW plan_cache_mode")
        return cur.fetchone()[0]


def test_what_is_asked_often_is_planned_once_whatever_it_asks_for():
    asked = (
        "SELECT count(*) FROM people_finding WHERE name >= %s AND name < %s AND region = %s AND 'planned"
        " once' <> ''"
    )
    for name in ("丁", "王", "李", "张", "赵", "周", "吴", "郑"):
        rows(asked, [name, name + "\U0010ffff", "430181"], often=True)
    known = rows(
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
        ["%planned once%"],
    )
    assert len(known) == 1
    assert known[0][0] > 0
    assert known[0][1] == 0


@pytest.mark.parametrize(
    ("kind", "values"), [("int[]", list(range(FEW + 1))), ("text", "x" * (LONG + 1))]
)
@pytest.mark.parametrize("often", [True, False])
def test_many_values_are_planned_for_and_only_they(kind: str, values: object, often: bool):
    assert rows(MODE.format(kind), [values], often=often) == [(ANEW,)]
    assert mode() == ONCE


def test_few_values_are_planned_once():
    assert rows(MODE.format("int[]"), [list(range(FEW))], often=True) == [(ONCE,)]


def test_after_an_error_the_plan_for_many_values_is_not_kept():
    with pytest.raises(DataError), transaction.atomic():
        run(
            "SELECT 1 / (cardinality(%s::int[]) - cardinality(%s::int[]))",
            [list(range(99)), list(range(99))],
        )
    assert mode() == ONCE


@pytest.mark.usefixtures("commits")
@pytest.mark.parametrize("how", ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"])
def test_a_connection_lost_under_many_values_is_reported_as_djangos_own_error(how: str):
    connection.ensure_connection()
    if how == "SELECT 1":
        connection.connection.close()  # lost before the statement
    try:
        with pytest.raises(OperationalError, match="connection"):
            rows(f"{how} WHERE cardinality(%s::int[]) > 0", [list(range(FEW + 1))])
    finally:
        connection.close()
