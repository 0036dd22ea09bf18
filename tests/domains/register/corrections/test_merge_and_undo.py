"""Merge then unmerge, declare then undo: the register reads exactly as before."""

from __future__ import annotations

import uuid
from datetime import timedelta

import polars as pl
import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, Refused
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street, declared, family, moved_in

pytestmark = pytest.mark.django_db
TABLES = {
    "register_stay": "line, person_id, home_id, period, habitual, reason, dwelling, region, party",
    "register_job": "line, person_id, employer_id, period, position",
    "people_person": "id, name, birth_date, sex, education, marital, merged_into_id, withdrawn_at IS NULL",
    "people_scope": "person_id, scope, current",
    "people_finding": "person_id, region, slot, name, doc_tail6, phone_tail, current",
    "people_membership": "person_id, household_id, relation, until",
    "people_document": "id, person_id, kind, live",
    "people_guardianship": "ward_id, guardian_id, until",
    "people_contact": "person_id, kind, live, value_index",
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def reading():
    """The present reading of everything that a person is."""
    with acting(PLATFORM), as_intake_role():
        found = {}
        for table, columns in TABLES.items():
            live = " WHERE superseded_at IS NULL" if table.startswith("register") else ""
            live = (
                " WHERE person_id IN (SELECT person_id FROM people_scope)"
                if table == "people_contact"
                else live
            )
            found[table] = sorted(map(str, rows(f"SELECT {columns} FROM {table}{live}")))
        return found


def test_merge_then_unmerge_restores_everything(street):
    double = moved_in(
        somebody("单文静", 71, born=None), street.far[0], street.today - timedelta(days=30)
    )
    ward = moved_in(somebody("单又又", 72), street.far[0], street.today - timedelta(days=30))
    family(double, (ward, "20"), since=street.today)
    before = reading()
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, double, actor=PLATFORM, reason="同一人", at=now()
        )
    merged = reading()
    assert merged != before and not any(f"({double}," in r for r in merged["people_scope"])
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert reading() == before


def born(person):
    with acting(PLATFORM):
        return people.persons([person])[person].birth_date


def test_a_merge_fills_the_empty_birth_date_and_taking_it_back_empties_it(street):
    lacking = moved_in(somebody("单无期", 73, born=None), street.far[0], street.today)
    with acting(PLATFORM), as_intake_role():
        rows("UPDATE people_person SET birth_date = NULL WHERE id = %s RETURNING id", [lacking])
    assert born(lacking) is None
    before, known = reading(), born(street.resident)
    with acting(PLATFORM):
        entry = register.merge_people(
            lacking, street.resident, actor=PLATFORM, reason="同一人", at=now()
        )
    assert born(lacking) == known is not None
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert reading() == before
    with acting(PLATFORM):
        register.merge_people(street.resident, lacking, actor=PLATFORM, reason="同一人", at=now())
    assert born(street.resident) == known


def test_a_birth_date_corrected_after_the_merge_outlives_its_undoing(street):
    lacking = moved_in(somebody("单改期", 74, born=None), street.far[0], street.today)
    with acting(PLATFORM), as_intake_role():
        rows("UPDATE people_person SET birth_date = NULL WHERE id = %s RETURNING id", [lacking])
    with acting(PLATFORM):
        entry = register.merge_people(
            lacking, street.resident, actor=PLATFORM, reason="同一人", at=now()
        )
    corrected = street.today - timedelta(days=9000)
    with acting(PLATFORM), as_intake_role():
        rows(
            "UPDATE people_person SET birth_date = %s WHERE id = %s RETURNING id",
            [corrected, lacking],
        )
    with acting(PLATFORM):
        register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert born(lacking) == corrected


def test_a_merge_is_taken_back_only_once(street):
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=now()
        )
        register.unmerge_people(entry, actor=PLATFORM, at=now())
        with pytest.raises(Conflict):
            register.unmerge_people(entry, actor=PLATFORM, at=now())


def test_of_two_merges_that_cut_one_stay_the_later_is_taken_back_first(street):
    ages = zip((75, 76, 77), (30, 20, 10), street.rooms[2:5], strict=True)
    kept, second, third = (
        moved_in(somebody("单三份", n), home, street.today - timedelta(days=ago))
        for n, ago, home in ages
    )
    before = reading()
    with acting(PLATFORM):
        earlier, later = (
            register.merge_people(kept, other, actor=PLATFORM, reason="同一人", at=now())
            for other in (second, third)
        )
        with pytest.raises(Conflict) as refused:
            register.unmerge_people(earlier, actor=PLATFORM, at=now())
        assert refused.value.code == "merge_read_on"
        for entry in (later, earlier):
            register.unmerge_people(entry, actor=PLATFORM, at=now())
    assert reading() == before


def form(street):
    head, wife = somebody("牛大力", 81), RESIDENT
    key = str(uuid.uuid4())
    common = {
        "kind": "arrive",
        "home_code": street.rooms[4].code,
        "start": street.today,
        "head": head.doc_number,
    }
    items = [
        {**head.item, **common, "relation": "02"},
        {**wife.item, **common, "relation": "10", "phone": "13511112222"},
        {
            "name": "牛小小",
            "birth_date": street.today - timedelta(days=900),
            "sex": "1",
            **common,
            "relation": "20",
        },
    ]
    return key, pl.DataFrame(
        [{"key": f"{key}.{n}", "row": n, **i} for n, i in enumerate(items)],
        infer_schema_length=None,
    )


def sent(key, frame):
    with acting(PLATFORM):
        return register.declare_family(
            frame,
            sender=Sender("user:7", "counter", "窗口", region=HERE),
            actor=PLATFORM,
            at=now(),
            batch_key=key,
        )


def test_undo_of_a_family_restores_stays_phones_and_households(street):
    before = reading()
    receipt = sent(*form(street))
    assert receipt.counts == {"applied": 3}
    with acting(PLATFORM):
        register.undo(receipt.batch_id, actor=PLATFORM, at=now())
    after = reading()
    for table in (
        "register_stay",
        "register_job",
        "people_scope",
        "people_finding",
        "people_membership",
        "people_guardianship",
    ):
        stripped = [
            [r.split(",", 1)[1] if table == "register_stay" else r for r in t[table]]
            for t in (before, after)
        ]
        assert stripped[0] == stripped[1], table


def test_declaring_again_answers_the_same_and_changes_nothing(street):
    key, frame = form(street)
    first = sent(key, frame)
    before = reading()
    again = sent(key, frame)
    assert again.repeated and [o.declaration_id for o in again.outcomes] == [
        o.declaration_id for o in first.outcomes
    ]
    assert reading() == before


def test_undo_is_refused_where_others_moved_into_the_room_it_made(street):
    left = declared([{**RESIDENT.item, "kind": "leave", "end": street.today - timedelta(days=20)}])
    moved_in(RESIDENT, street.rooms[5], street.today - timedelta(days=5))
    with acting(PLATFORM), pytest.raises(Conflict) as refused:
        register.undo(left.batch_id, actor=PLATFORM, at=now())
    assert refused.value.code == "undo_changed_since"


def test_a_correction_never_overlaps_another_stay(street):
    moved_in(RESIDENT, street.rooms[5], street.today)
    with acting(PLATFORM):
        first, second = register.stays_of([street.resident])
        with pytest.raises(Refused) as refused:
            register.correct_stay(
                second.id,
                changes={"since": first.since + timedelta(days=3)},
                note="记错了",
                sender=Sender("user:7", "counter", "窗口"),
                key="c1",
                actor=PLATFORM,
                at=now(),
            )
    assert refused.value.code == "stay_overlaps"


def test_people_api_finds_nobody_for_a_foreign_number():
    with acting(PLATFORM):
        assert people.holder_of("414", "USA", "X1234567") is None
