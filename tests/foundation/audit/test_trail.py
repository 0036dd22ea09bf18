import threading

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from anju.foundation.actor import Actor, Grant, system
from anju.foundation.audit import api
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed

COUNTER = Actor(
    kind="staff",
    user_id=501,
    label="窗口 01",
    purpose="登记",
    channel="web",
    request_id="r-1",
    grants=(Grant("counter", frozenset({"person.see"}), region="430181"),),
)
AUDITOR = Actor(
    kind="staff",
    user_id=502,
    label="审计员",
    grants=(Grant("auditor", frozenset({"audit.see"}), region=""),),
)

pytestmark = pytest.mark.usefixtures("commits")


def write(actor=COUNTER, subject=1, **more):
    with acting(actor):
        api.record_write(
            actor, action="stay.open", subject_kind="stay", subject_id=subject, at=now(), **more
        )


def test_a_line_says_who_did_what_why_and_how():
    write(subject=9, person_id=77, detail={"home": "H1", "原因": "务工"})
    (line,) = api.entries(AUDITOR)
    assert (line.kind, line.user_id, line.actor_label, line.role) == (
        "write",
        501,
        "窗口 01",
        "counter",
    )
    assert (line.action, line.subject_kind, line.subject_id, line.person_id) == (
        "stay.open",
        "stay",
        "9",
        77,
    )
    assert (line.purpose, line.channel, line.request_id) == ("登记", "web", "r-1")
    assert line.detail == {"home": "H1", "原因": "务工"}


def test_a_change_that_rolls_back_leaves_no_line():
    with pytest.raises(ZeroDivisionError), acting(COUNTER):
        api.record_write(COUNTER, action="a", subject_kind="s", subject_id=1, at=now())
        _ = 1 / 0
    assert api.entries(AUDITOR) == []


def test_reading_people_leaves_one_line_each_in_one_statement(django_assert_num_queries):
    with acting(COUNTER), django_assert_num_queries(1):
        api.record_read(
            COUNTER, person_ids=[7, 8, 7], fields=["name", "phone"], action="search", at=now()
        )
    assert {(e.person_id, e.fields) for e in api.entries(AUDITOR)} == {
        (7, ("name", "phone")),
        (8, ("name", "phone")),
    }


def test_a_person_sees_who_read_them_and_nobody_elses_lines():
    with acting(COUNTER):
        api.record_read(COUNTER, person_ids=[7, 8], fields=["name"], action="page", at=now())
        api.record_read(
            COUNTER, person_ids=[7], fields=["number"], action="page", at=now(), reveal=True
        )
    with acting(Actor(kind="public", person_id=7)):
        assert [e.kind for e in api.reads_of(7)] == ["reveal", "read"]
        assert api.reads_of(8) == []
        newest = api.reads_of(7)[0]
        assert [e.kind for e in api.reads_of(7, before=newest.id)] == ["read"]


def test_one_sees_what_one_did_oneself():
    write(person_id=7)
    with acting(COUNTER), connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM audit_entry")
        assert cur.fetchone() == (1,)
    with (
        acting(Actor(kind="staff", user_id=999, grants=COUNTER.grants)),
        connection.cursor() as cur,
    ):
        cur.execute("SELECT count(*) FROM audit_entry")
        assert cur.fetchone() == (0,)


def test_only_auditors_read_the_whole_trail():
    with pytest.raises(NotAllowed):
        api.entries(COUNTER)


def test_auditing_ends_with_its_block():
    write()
    with acting(AUDITOR):
        assert len(api.entries(AUDITOR)) == 1
        with connection.cursor() as cur:
            cur.execute("SELECT count(*) FROM audit_entry")
            assert cur.fetchone() == (0,)


def test_many_writes_are_one_statement(django_assert_num_queries):
    with acting(COUNTER), django_assert_num_queries(2):
        api.record_writes(
            COUNTER,
            action="i",
            subject_kind="stay",
            subject_ids=[1, 2, 3],
            person_ids=[7, None, 9],
            details=[None, {"row": 2}, None],
            at=now(),
        )
        api.record_writes_from(
            COUNTER,
            action="j",
            subject_kind="job",
            at=now(),
            parameters=[2],
            query="SELECT g::text, g::bigint, NULL::jsonb FROM generate_series(1, %s) g",
        )
    found = {
        (e.subject_kind, e.subject_id, e.person_id, bool(e.detail)) for e in api.entries(AUDITOR)
    }
    assert found == {
        ("stay", "1", 7, False),
        ("stay", "2", None, True),
        ("stay", "3", 9, False),
        ("job", "1", 1, False),
        ("job", "2", 2, False),
    }


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="unequal"), acting(COUNTER):
        api.record_writes(
            COUNTER, action="i", subject_kind="s", subject_ids=[1, 2], person_ids=[1], at=now()
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET entries = 0",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
        "UPDATE audit_epoch SET shift = 0",
        "INSERT INTO audit_epoch VALUES (1, 5)",
        "SELECT anju_rebase_epoch()",
    ],
)
@pytest.mark.parametrize("role", ["anju_app", "anju_door"])
def test_serving_roles_cannot_touch_what_is_written(statement, role):
    write()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting(system("attacker")),
        connection.cursor() as cur,
    ):
        cur.execute(f"SET LOCAL ROLE {role}")
        cur.execute("SET LOCAL anju.maintenance = 'because'")
        cur.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_seal",
    ],
)
def test_the_owner_must_say_why_and_the_trail_says_so(owner, statement):
    write()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(statement)
    with owner.transaction():
        owner.execute("SET LOCAL anju.maintenance = 'repair 17'")
        owner.execute(statement)
    assert [
        (e.action, e.purpose) for e in api.entries(AUDITOR) if e.action == "audit.maintenance"
    ] == [("audit.maintenance", "repair 17")]


def test_a_writer_cannot_name_its_own_transaction_or_hash():
    with acting(COUNTER), connection.cursor() as cur:
        cur.execute("SET LOCAL anju.maintenance = 'restore'")
        cur.execute(
            "INSERT INTO audit_entry (at, kind, actor_label, role, action, subject_kind, subject_id, "
            "fields, purpose, channel, request_id, detail, xid, row_hash) "
            "VALUES (now(), 'write', '', '', 'forged', '', "
            "'', '{}', '', '', '', '{}', 3, 'x')"
        )
    with acting(system("t")), connection.cursor() as cur:
        cur.execute("SELECT xid > 3, row_hash = anju_entry_hash(e) FROM audit_entry e")
        assert cur.fetchone() == (True, True)


def test_lines_of_concurrent_and_late_writers_are_all_sealed(settled):
    late_began, may_commit = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            write(subject="late")
            late_began.set()
            may_commit.wait(20)
        connections.close_all()

    def busy():
        for number in range(20):
            write(subject=number)
        connections.close_all()

    threads = [threading.Thread(target=late), *(threading.Thread(target=busy) for _ in range(3))]
    threads[0].start()
    assert late_began.wait(10)
    for thread in threads[1:]:
        thread.start()
    sealed = 0
    while any(thread.is_alive() for thread in threads[1:]):
        sealed += api.seal(now())
    assert sealed == 0, "nothing may be sealed above a transaction that still runs"
    may_commit.set()
    threads[0].join()
    settled()
    sealed += api.seal(now())
    result = api.verify()
    assert sealed == 61
    assert (result.ok, result.entries, result.unsealed) == (True, 61, 0)
