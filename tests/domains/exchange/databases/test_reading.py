"""Reading a department's database on a real PostgreSQL and a real MariaDB: read only, in parts, from where the last
reading ended, nothing lost and nothing doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.exchange.api import databases, deliveries
from anju.domains.exchange.databases.operations import reading
from anju.domains.exchange.databases.operations.reaching import reached
from anju.domains.exchange.databases.queries.connections import connection
from anju.domains.exchange.databases.rules.selecting import whole_table
from anju.domains.exchange.deliveries.models import Delivery, Fact
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from tests.domains.exchange.databases.conftest import (
    SCHOOL,
    described,
    facts,
    kept,
    read,
    selection,
)
from tests.factories.department_databases import COLUMNS
from tests.factories.register import PLATFORM


def states():
    with acting(PLATFORM):
        return sorted(Delivery.objects.values_list("state", flat=True))


def test_a_table_is_read_in_parts_and_the_next_time_only_what_changed(bureau):
    bureau.enter(0, 450)
    described()
    first = read()
    assert first.fault == ""
    assert len(first.deliveries) > 3
    assert facts() == 450
    assert read().deliveries == []
    bureau.enter(450, 455)
    bureau.run("""UPDATE {t} SET "NJ" = '二年级', gxsj = '2026-11-02 08:00:00' WHERE xh = 3""")
    again = read()
    assert sum(d.counts.applied for d in again.deliveries) == 6
    assert facts() == 455


def test_a_reading_that_finds_nothing_new_leaves_no_trace(bureau):
    bureau.enter(0, 20)
    described()
    read()
    assert read().deliveries == []
    assert read().deliveries == []
    assert len(states()) == 1


def test_what_changes_and_changes_back_is_followed(bureau):
    bureau.enter(0, 20)
    described(overlap=3600 * 24)
    read()
    for grade in ("二年级", "一年级"):
        bureau.run('UPDATE {t} SET "NJ" = %s WHERE xh = 5', grade)
        assert sum(d.counts.applied for d in read().deliveries) == 1


def test_a_row_that_was_committed_late_lies_in_the_overlap(bureau):
    bureau.enter(10, 60)
    described(overlap=600)
    read()
    bureau.enter(0, 5)
    read()
    assert facts() == 55


def test_only_named_columns_are_asked_for(bureau):
    bureau.enter(0, 3)
    described()
    with reached(connection("bureau"), seconds=5) as link:
        rows = link.execute(whole_table(selection(), 10)).all()
    assert len(rows[0]) == len(COLUMNS) + 1
    assert all("secret" not in row for row in rows)


def test_nothing_can_be_written_over_the_connection(bureau):
    with pytest.raises(Refused), reached(connection("bureau"), seconds=5) as link:
        link.exec_driver_sql("DELETE FROM dept.pupils")
    with pytest.raises(Refused), reached(connection("bureau"), seconds=5) as link:
        link.exec_driver_sql("CREATE TABLE dept.nothing (a int)")


@pytest.mark.parametrize("column", ["gxsj", "xh", "RXRQ", "SFZH"])
def test_every_kind_of_change_column_orders_a_reading(bureau, column):
    bureau.enter(0, 250)
    described(change_column=column)
    read()
    read()
    bureau.enter(250, 260)
    if column == "SFZH":
        bureau.run("""UPDATE {t} SET "SFZH" = "SFZH" """)
    read()
    assert kept().fault == ""
    assert facts() >= 250


def test_more_rows_of_one_value_than_a_part_holds_stay_together(bureau):
    bureau.enter(0, 350)
    bureau.run("UPDATE {t} SET gxsj = '2026-11-01 08:00:00' WHERE xh < 300")
    described()
    sizes = [d.counts.received for d in read().deliveries]
    assert sizes[0] >= 300
    assert facts() == 350


def test_a_reading_ends_at_the_row_limit_and_the_next_goes_on(bureau):
    bureau.enter(0, 700)
    described(part_rows=100, row_limit=200, overlap=0)
    first = read()
    assert first.more
    assert first.again == timedelta(0)
    assert facts() <= 200
    for _ in range(6):
        read()
    assert facts() == 700
    assert not kept().more


def test_more_rows_of_one_value_than_the_limit_are_named_as_a_fault(bureau):
    bureau.enter(0, 300)
    bureau.run("UPDATE {t} SET xh = 7")
    described(change_column="xh", part_rows=100, row_limit=200)
    assert read().fault == "database_stuck"
    assert facts() == 0


def test_an_overlap_fuller_than_the_limit_never_moves_the_position_back(bureau):
    bureau.enter(0, 300)
    described(part_rows=100, row_limit=5_000)
    read()
    before = kept().position
    described(part_rows=100, row_limit=100, overlap=3600)
    assert read().fault == "database_stuck"
    assert kept().position == before


def test_a_row_of_the_year_9999_does_not_end_all_reading(bureau):
    bureau.enter(0, 10)
    bureau.run("UPDATE {t} SET gxsj = '9999-12-31 00:00:00' WHERE xh = 3")
    described()
    read()
    bureau.enter(10, 12, at="2027-01-01 08:00:00")
    read(at=datetime(2027, 1, 2, tzinfo=UTC))
    assert facts() == 12


def test_rows_without_a_change_value_are_counted_and_not_read(bureau):
    bureau.enter(0, 10)
    bureau.run("UPDATE {t} SET gxsj = NULL WHERE xh < 4")
    described()
    read()
    assert facts() == 6
    assert kept().without_change == 4


def test_an_emptied_or_restored_table_is_a_fault_and_deletes_nothing(bureau):
    bureau.enter(0, 30)
    described(overlap=0)
    read()
    bureau.run("DELETE FROM {t} WHERE xh > 10")
    assert read().fault == "database_went_back"
    assert facts() == 30
    with acting(PLATFORM):
        databases.read_again(SCHOOL, actor=PLATFORM, at=now())
    assert read().fault == ""
    assert facts() == 30


def test_rows_that_cannot_be_read_come_back_with_their_reasons(bureau):
    bureau.enter(0, 5)
    bureau.run("""UPDATE {t} SET "SFZH" = '430102199001011234' WHERE xh = 2""")
    bureau.run("""UPDATE {t} SET "XD" = 9 WHERE xh = 3""")
    described()
    (delivery,) = read().deliveries
    assert (delivery.counts.applied, delivery.counts.refused) == (3, 2)
    with acting(PLATFORM):
        ((_, lines),) = deliveries.refused_rows(delivery.id)
    assert {reason for _, faults, _ in lines for _, reason in faults} >= {"map_code"}


def test_a_table_without_change_column_is_read_whole_and_what_is_gone_is_absent(bureau):
    bureau.enter(0, 40)
    described(change_column="")
    read()
    bureau.run("DELETE FROM {t} WHERE xh = 7")
    (second,) = read().deliveries
    assert (second.counts.unchanged, second.counts.absent) == (39, 1)
    assert facts() == 40
    with acting(PLATFORM):
        assert Fact.objects.exclude(absent_since=None).count() == 1


def test_a_table_that_shrank_asks_and_is_read_once_somebody_has_said_so(bureau):
    bureau.enter(0, 40)
    described(change_column="")
    read()
    bureau.run("DELETE FROM {t} WHERE xh >= 4")
    asking = read()
    assert asking.fault == "delivery_shrank"
    read()
    assert states() == ["applied", "asking"]
    bureau.run("""UPDATE {t} SET "NJ" = '二年级' WHERE xh = 1""")
    with acting(PLATFORM):
        deliveries.decide(asking.deliveries[0].id, right=True, actor=PLATFORM, at=now())
    done = read()
    assert done.fault == ""
    assert done.deliveries[0].counts.absent == 36
    assert states() == ["applied", "applied"]


def test_a_confirmation_does_not_cover_a_table_that_shrank_further(bureau):
    bureau.enter(0, 40)
    described(change_column="")
    read()
    bureau.run("DELETE FROM {t} WHERE xh >= 20")
    asking = read()
    with acting(PLATFORM):
        deliveries.decide(asking.deliveries[0].id, right=True, actor=PLATFORM, at=now())
    bureau.run("DELETE FROM {t}")
    assert read().fault == "delivery_shrank"
    assert states() == ["applied", "asking"]


def test_the_whole_table_is_read_besides_after_its_days(bureau):
    bureau.enter(0, 40)
    described(complete_days=7)
    read()
    assert kept().whole_at is not None
    bureau.run("DELETE FROM {t} WHERE xh = 5")
    read()
    with acting(PLATFORM):
        assert Fact.objects.exclude(absent_since=None).count() == 0
    read(at=now() + timedelta(days=8))
    with acting(PLATFORM):
        assert Fact.objects.exclude(absent_since=None).count() == 1


def test_another_column_of_the_mapping_stops_the_reading_until_it_is_right(bureau):
    bureau.enter(0, 5)
    bureau.run('ALTER TABLE {t} ADD "XIN" int')
    described(columns=(*COLUMNS, "XIN"))
    assert read().fault == "map_schema"
    assert read().fault == "map_schema"
    assert (facts(), kept().position, states()) == (0, "", ["refused"])
    described()
    assert read().fault == ""
    assert facts() == 5


def test_a_renamed_column_and_a_dropped_table_are_named_and_what_was_taken_stays(bureau):
    bureau.enter(0, 5)
    described()
    read()
    bureau.run('ALTER TABLE {t} RENAME COLUMN "NJ" TO "NIANJI"')
    assert read().fault == "database_column"
    assert kept().fault_params["columns"] == "NJ"
    bureau.run("DROP TABLE {t}")
    assert read().fault == "database_table"
    assert facts() == 5


def test_a_view_is_read_as_a_table(bureau):
    bureau.enter(0, 12)
    bureau.run("CREATE VIEW dept.seen AS SELECT * FROM {t} WHERE xh < 8")
    described(table="seen")
    read()
    assert facts() == 8


@pytest.mark.parametrize("killed", range(4))
def test_who_is_killed_in_the_middle_loses_and_doubles_nothing(bureau, monkeypatch, killed):
    bureau.enter(0, 500)
    described(part_rows=100)
    real, calls = reading.take_rows, []

    def dies(*args, **more):
        if len(calls) == killed:
            raise KeyboardInterrupt
        calls.append(1)
        return real(*args, **more)

    monkeypatch.setattr(reading, "take_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        read()
    monkeypatch.setattr(reading, "take_rows", real)
    assert 100 * killed - 1 <= facts() <= 100 * killed
    read()
    with acting(PLATFORM):
        assert Fact.objects.count() == 500
    assert facts() == 500


def test_a_connection_cut_in_the_middle_keeps_what_was_taken(bureau, monkeypatch):
    bureau.enter(0, 500)
    described(part_rows=100)
    real, calls = reading.take_rows, []

    def cuts(*args, **more):
        found = real(*args, **more)
        calls.append(1)
        if len(calls) == 2:
            sever(bureau)
        return found

    monkeypatch.setattr(reading, "take_rows", cuts)
    found = read()
    monkeypatch.setattr(reading, "take_rows", real)
    assert found.fault in {"database_cut", "database_failed", ""}
    read()
    assert facts() == 500
    with acting(PLATFORM):
        assert Fact.objects.count() == 500


def sever(department):
    if department.kind == "postgresql":
        department.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anju'"
            " AND query LIKE '%%pupils%%' AND pid <> pg_backend_pid()"
        )
        return
    for row in department.run("SHOW PROCESSLIST"):
        if row[1] == "anju_reader":
            department.run(f"KILL {row[0]}")


def test_a_statement_that_takes_too_long_is_ended(bureau):
    slow = {"postgresql": "SELECT pg_sleep(5)", "mariadb": "SELECT SLEEP(5)"}[bureau.kind]
    with pytest.raises(Refused) as refused, reached(connection("bureau"), seconds=1) as link:
        found = link.exec_driver_sql(slow).scalar()
        if found:  # MariaDB ends a sleep without an error
            raise Refused("database_slow")
    assert refused.value.code == "database_slow"


def test_a_description_of_another_table_begins_anew(bureau):
    bureau.enter(0, 5)
    described()
    read()
    assert kept().position
    described(change_column="xh")
    assert kept().position == ""


def test_a_selection_out_of_bounds_is_refused(bureau):
    for wrong in (
        {"table": ""},
        {"columns": ()},
        {"columns": ("XM", "XM")},
        {"part_rows": 1},
        {"row_limit": 50},
        {"seconds": 0},
        {"overlap": -1},
        {"complete_days": 1000},
        {"table": "a\x00b"},
    ):
        with pytest.raises(Refused, match="database_selection"):
            described(**wrong)


def test_names_with_quotes_and_statements_in_them_stay_names(bureau):
    bureau.enter(0, 3)
    described(table='pupils"; DROP TABLE dept.pupils; --')
    assert read().fault == "database_table"
    described(columns=(*COLUMNS, "(SELECT 1)"))
    assert read().fault == "database_column"
    assert bureau.run("SELECT count(*) FROM {t}")[0][0] == 3
