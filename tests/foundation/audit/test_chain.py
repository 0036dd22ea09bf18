"""Whatever is altered behind the application's back is found."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation.actor import Actor
from anju.foundation.audit import api
from anju.foundation.clock import now
from anju.foundation.db.scope import acting

ACTOR = Actor(
    kind="staff", user_id=501, label="窗口 01", purpose="登记", channel="web", request_id="r"
)
ENTRIES = ("audit_entry", "audit_seal")
BOLD = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

FIELDS = {
    "at": "at + interval '1 microsecond'",
    "kind": "CASE kind WHEN 'read' THEN 'write' ELSE 'read' END",
    "user_id": "coalesce(user_id, 0) + 1",
    "actor_label": "actor_label || ' '",
    "role": "role || 'x'",
    "action": "'x' || action",
    "subject_kind": "subject_kind || 'x'",
    "subject_id": "subject_id || '0'",
    "person_id": "CASE WHEN person_id IS NULL THEN 1 END",
    "fields": "fields || 'phone'::text",
    "purpose": "CASE purpose WHEN '' THEN 'x' ELSE '' END",
    "channel": "'rest'",
    "request_id": "request_id || '1'",
    "detail": "detail || '{\"z\": 1}'",
    "xid": "xid - 1",
    "row_hash": "sha256(row_hash)",
    "id": "id + 1000000",
}
SEAL_FIELDS = {
    "number": "number + 100",
    "at": "at + interval '1 microsecond'",
    "from_xid": "from_xid - 1",
    "to_xid": "to_xid + 1",
    "entries": "entries + 1",
    "digest": "sha256(digest)",
    "previous": "sha256(previous)",
    "hash": "sha256(hash)",
}


class Attacker:
    """Commands the database: switches the guards off, changes things, and (for the test) puts them back."""

    def __init__(self, owner):
        self.owner = owner
        for table in ENTRIES:
            owner.execute(f"CREATE TEMP TABLE was_{table} AS TABLE {table}")
        self.ids = [row[0] for row in owner.execute("SELECT id FROM audit_entry ORDER BY id")]
        self.seals = [
            row[0] for row in owner.execute("SELECT number FROM audit_seal ORDER BY number")
        ]

    def guards(self, word):
        identity = "BY DEFAULT" if word == "DISABLE" else "ALWAYS"
        self.owner.execute(f"ALTER TABLE audit_entry ALTER id SET GENERATED {identity}")
        for table in ENTRIES:
            self.owner.execute(f"ALTER TABLE {table} {word} TRIGGER USER")

    def strike(self, *statements):
        with self.owner.transaction():
            self.guards("DISABLE")
            for statement in statements:
                assert self.owner.execute(statement).rowcount, statement
            self.guards("ENABLE")
        try:
            return api.verify()
        finally:
            self.heal()

    def heal(self):
        with self.owner.transaction():
            self.guards("DISABLE")
            for table in ENTRIES:
                self.owner.execute(f"DELETE FROM {table}")
                self.owner.execute(f"INSERT INTO {table} SELECT * FROM was_{table}")
            self.guards("ENABLE")


@pytest.fixture
def attacker(commits, owner, settled):
    """A trail of four seals and twelve lines, and somebody who wants it otherwise."""
    for batch in range(4):
        with acting(ACTOR):
            api.record_write(
                ACTOR, action="a", subject_kind="s", subject_id=batch, at=now(), detail={"n": batch}
            )
            api.record_read(
                ACTOR, person_ids=[7 + batch, 70 + batch], fields=["name"], action="page", at=now()
            )
        settled()
        assert api.seal(now()) == 3
    found = api.verify()
    assert (found.ok, found.entries, found.seals, found.unsealed) == (True, 12, 4, 0)
    return Attacker(owner)


@given(data=st.data())
@BOLD
def test_any_altered_field_of_any_line_is_found(attacker, data):
    row, field = (
        data.draw(st.sampled_from(attacker.ids)),
        data.draw(st.sampled_from(sorted(FIELDS))),
    )
    assert not attacker.strike(
        f"UPDATE audit_entry SET {field} = {FIELDS[field]} WHERE id = {row}"
    ).ok, field


@given(data=st.data())
@BOLD
def test_an_altered_line_with_its_hash_made_to_fit_is_found(attacker, data):
    row = data.draw(st.sampled_from(attacker.ids))
    field = data.draw(st.sampled_from(sorted(set(FIELDS) - {"row_hash"})))
    where = row + 1000000 if field == "id" else row
    found = attacker.strike(
        f"UPDATE audit_entry SET {field} = {FIELDS[field]} WHERE id = {row}",
        f"UPDATE audit_entry e SET row_hash = anju_entry_hash(e) WHERE id = {where}",
    )
    assert not found.ok, field


@given(data=st.data())
@BOLD
def test_any_altered_field_of_any_seal_is_found(attacker, data):
    number, field = (
        data.draw(st.sampled_from(attacker.seals)),
        data.draw(st.sampled_from(sorted(SEAL_FIELDS))),
    )
    blow = f"UPDATE audit_seal SET {field} = {SEAL_FIELDS[field]} WHERE number = {number}"
    assert not attacker.strike(blow).ok, field


@given(data=st.data())
@BOLD
def test_deleted_lines_are_found(attacker, data):
    rows = data.draw(st.sets(st.sampled_from(attacker.ids), min_size=1))
    found = attacker.strike(f"DELETE FROM audit_entry WHERE id IN ({','.join(map(str, rows))})")
    assert found.problem.code == "audit_entries_missing"


def test_an_altered_line_is_named(attacker):
    row = attacker.ids[4]
    found = attacker.strike(f"UPDATE audit_entry SET purpose = 'nothing' WHERE id = {row}")
    assert (found.problem.code, found.problem.params) == (
        "audit_entry_altered",
        {"entry": row, "seal": 2},
    )


def test_two_lines_that_changed_places_are_found(attacker):
    one, other = attacker.ids[0], attacker.ids[1]
    assert not attacker.strike(
        *(
            f"UPDATE audit_entry SET id = {new} WHERE id = {old}"
            for old, new in ((one, -1), (other, one), (-1, other))
        )
    ).ok


def test_a_line_slipped_in_is_found(attacker):
    found = attacker.strike(
        "INSERT INTO audit_entry SELECT (jsonb_populate_record(e, '{\"id\": 900000000}')).* "
        f"FROM audit_entry e WHERE id = {attacker.ids[0]}",
        "UPDATE audit_entry e SET row_hash = anju_entry_hash(e) WHERE id = 900000000",
    )
    assert found.problem.code == "audit_entries_added"


def test_a_removed_seal_is_found_even_with_its_lines(attacker):
    found = attacker.strike(
        "DELETE FROM audit_entry USING audit_seal s WHERE s.number = 2 AND xid >= from_xid "
        "AND xid < to_xid",
        "DELETE FROM audit_seal WHERE number = 2",
    )
    assert found.problem.code == "audit_seal_unlinked"


def test_a_chain_cut_off_at_its_end_is_found_by_a_head_noted_elsewhere(attacker):
    noted = api.verify().head
    cut = (
        "DELETE FROM audit_entry USING audit_seal s WHERE s.number = 4 AND xid >= from_xid",
        "DELETE FROM audit_seal WHERE number = 4",
    )
    assert attacker.strike(*cut).ok, "without an anchor the end cannot be missed"
    with attacker.owner.transaction():
        attacker.guards("DISABLE")
        for statement in cut:
            attacker.owner.execute(statement)
        attacker.guards("ENABLE")
    assert api.verify(anchors=(noted,)).problem.code == "audit_chain_cut"


def test_a_head_noted_elsewhere_betrays_a_rewritten_chain(attacker):
    head = api.verify().head
    assert api.verify(anchors=(head,)).ok
    assert (
        api.verify(anchors=(api.Anchor(head.number, "00" * 32),)).problem.code
        == "audit_anchor_differs"
    )


def test_after_a_restore_elsewhere_numbers_go_on_rising(attacker, settled):
    """A new cluster counts transactions from the start: as if all stored numbers lay far above the present."""
    line = attacker.owner
    before = line.execute("SELECT shift FROM audit_epoch").fetchone()[0]
    try:
        line.execute("UPDATE audit_epoch SET shift = shift - 1000000")
        line.execute("SELECT anju_set_shift(shift) FROM audit_epoch")
        shift = line.execute("SELECT anju_rebase_epoch()").fetchone()[0]
        highest = line.execute("SELECT max(to_xid) FROM audit_seal").fetchone()[0]
        assert line.execute("SELECT anju_xid()").fetchone()[0] > highest
        assert shift >= before - 1000000
        with acting(ACTOR):
            api.record_write(ACTOR, action="after", subject_kind="s", subject_id=1, at=now())
        settled()
        assert api.seal(now()) == 1
        assert api.verify().ok
    finally:
        line.execute("UPDATE audit_epoch SET shift = %s", [before])
        line.execute("SELECT anju_set_shift(shift) FROM audit_epoch")
