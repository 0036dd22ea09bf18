"""Records that contradict each other are merged by two independent persons; all others by one.
Unmerging asks for the right where each of the two lives or works then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.people.data import MergeFacts
from anju.domains.people.rules.merging import contradictions, numbering
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, moved_in
from tests.factories.staff import actor, staff

BORN = st.frozensets(st.dates(date(1990, 1, 1), date(1990, 1, 3)), max_size=2)
NATIONS = st.frozensets(st.sampled_from(["CHN", "VNM", "MMR"]), max_size=2)
KINDS = st.frozensets(st.sampled_from(["111", "112", "113", "HMT", "414", "516"]), max_size=3)


@given(BORN, BORN, NATIONS, NATIONS, KINDS, KINDS)
def test_two_records_contradict_each_other_in_what_both_say_and_say_otherwise(
    b1, b2, n1, n2, k1, k2
):
    found = contradictions(
        MergeFacts(b1, n1, frozenset(map(numbering, k1))),
        MergeFacts(b2, n2, frozenset(map(numbering, k2))),
    )
    assert ("birth_date" in found) == bool(b1 and b2 and b1.isdisjoint(b2))
    assert ("nationality" in found) == bool(n1 and n2 and n1.isdisjoint(n2))
    citizen = {"111", "112", "113", "HMT"}
    same = bool(k1 & k2) or bool(k1 & citizen and k2 & citizen)
    assert ("document" in found) == same


@pytest.fixture(scope="module")
def street(once):
    return once(town.Street.built)


@pytest.fixture
def one(db):
    return actor(staff("chief.one", ("street", town.STREET)), purpose="correction")


@pytest.fixture
def two(db):
    return actor(staff("chief.two", ("street", town.STREET)), purpose="correction")


def merge(who, kept, other):
    with acting(who):
        return register.merge_people(kept, other, actor=who, reason="同一人", at=now())


def ask(who, kept, other):
    with acting(who):
        return register.ask_merge(kept, other, actor=who, reason="核对过两张证件", at=now())


def decide(who, request, *, approve, note=""):
    with acting(who):
        return register.decide_merge(request.id, approve=approve, note=note, actor=who, at=now())


def waiting(who):
    with acting(who):
        return [w.id for w in people.waiting_merges()]


def without_number(street, n, birth_date):
    """Somebody known by name and birth date alone."""
    made = moved_in(
        somebody("单文静", n),
        street.rooms[1],
        street.today - timedelta(days=30),
        doc_number=None,
        doc_type=None,
        birth_date=date(1960, 1, n % 28 + 1),
    )
    with acting(PLATFORM), as_intake_role():
        run("UPDATE people_person SET birth_date = %s WHERE id = %s", [birth_date, made])
    return made


class TestContradicting:
    def test_one_person_alone_never_merges_records_with_two_numbers_of_one_kind(
        self, street, one, two
    ):
        with pytest.raises(NotAllowed, match="merge_needs_second"):
            merge(one, street.resident, street.worker)
        asked = ask(one, street.resident, street.worker)
        assert {"birth_date", "document"} <= set(asked.contradictions)
        with pytest.raises(NotAllowed, match="approver_same_person"):
            decide(one, asked, approve=True)
        with acting(PLATFORM):
            assert people.merges() == []
        entry = decide(two, asked, approve=True)
        with acting(PLATFORM):
            (made,) = people.merges()
            assert (made.id, made.kept_id, made.other_id, made.by_user) == (
                entry,
                street.resident,
                street.worker,
                two.user_id,
            )
            lines = rows(
                "SELECT action, detail->>'asked_by' FROM audit_entry WHERE subject_kind = 'merge_request' ORDER BY id"
            )
        assert lines == [("register.merge_ask", None), ("register.merge_approve", str(one.user_id))]

    def test_a_birth_date_or_a_nationality_alone_is_a_contradiction(self, street, one):
        born = without_number(street, 71, date(1990, 1, 1))
        with pytest.raises(NotAllowed, match="merge_needs_second"):
            merge(one, street.resident, born)
        same = without_number(street, 72, date(1991, 4, 12))
        with acting(PLATFORM), as_intake_role():
            run("UPDATE people_person SET nationality = 'VNM' WHERE id = %s", [same])
        with pytest.raises(NotAllowed, match="merge_needs_second"):
            merge(one, street.resident, same)

    def test_what_an_earlier_merge_brought_contradicts_like_the_records_own(self, street, one):
        first = without_number(street, 71, date(1990, 1, 1))
        with acting(PLATFORM), as_intake_role():
            run("UPDATE people_person SET birth_date = NULL WHERE id = %s", [street.resident])
        merge(one, street.resident, first)
        second = without_number(street, 72, date(1989, 1, 1))
        with pytest.raises(NotAllowed, match="merge_needs_second"):
            merge(one, street.resident, second)

    def test_records_that_do_not_contradict_stay_one_step(self, street, one):
        same = without_number(street, 71, date(1991, 4, 12))
        with pytest.raises(Refused, match="merge_needs_no_second"):
            ask(one, street.resident, same)
        assert merge(one, street.resident, same)

    def test_nobody_approves_with_an_account_of_their_own_making(self, street, one):
        puppet = access.create_user(
            one, kind="staff", username="puppet", display_name="puppet", at=now()
        )
        access.grant(PLATFORM, user_id=puppet.id, role="street", region=town.STREET, at=now())
        asked = ask(one, street.resident, street.worker)
        with pytest.raises(NotAllowed, match="approver_made"):
            decide(actor(puppet.id, purpose="correction"), asked, approve=True)

    def test_a_request_is_asked_once_taken_back_by_the_asker_and_refused_with_a_note(
        self, street, one, two
    ):
        asked = ask(one, street.resident, street.worker)
        with pytest.raises(Conflict, match="merge_asked_already"):
            ask(two, street.worker, street.resident)
        assert decide(one, asked, approve=False) is None
        with pytest.raises(Conflict, match="merge_request_decided"):
            decide(two, asked, approve=True)
        again = ask(one, street.resident, street.worker)
        with pytest.raises(Refused, match="reason_missing"):
            decide(two, again, approve=False)
        assert waiting(two) == [again.id]
        decide(two, again, approve=False, note="不是同一人")
        assert waiting(two) == []
        with acting(two):
            assert (
                people.merge_request(again.id).decision,
                people.merge_request(again.id).note,
            ) == (
                "refuse",
                "不是同一人",
            )

    def test_only_who_could_merge_the_two_decides_or_sees_the_request(self, street, one):
        asked = ask(one, street.resident, street.worker)
        far = actor(staff("chief.far", ("street", town.OTHER_STREET)), purpose="correction")
        counter = actor(staff("counter.here", ("counter", town.STREET)), purpose="correction")
        for approve in (True, False):
            with pytest.raises(NotFound, match="merge_request_unknown"):
                decide(far, asked, approve=approve, note="x")
            with pytest.raises(NotAllowed):
                decide(counter, asked, approve=approve, note="x")
        assert waiting(far) == []

    def test_a_request_about_a_record_merged_meanwhile_leads_nowhere(self, street, one, two):
        asked = ask(one, street.resident, street.worker)
        other = without_number(street, 71, date(1998, 11, 30))
        merge(one, other, street.worker)
        with pytest.raises(NotFound, match="merge_request_unknown"):
            decide(two, asked, approve=True)
        assert waiting(two) == []

    def test_a_request_lapses_when_one_of_the_two_is_merged_otherwise_and_may_be_asked_anew(
        self, street, one, two
    ):
        asked = ask(one, street.resident, street.worker)
        other = without_number(street, 71, date(1998, 11, 30))
        entry = merge(two, other, street.worker)
        with acting(PLATFORM), as_intake_role():
            assert rows(
                "SELECT decision, decided_label FROM people_mergerequest WHERE id = %s", [asked.id]
            ) == [("lapsed", two.label)]
        with acting(two):
            register.unmerge_people(entry, actor=two, at=now())
        assert waiting(two) == []
        again = ask(two, street.resident, street.worker)
        assert decide(one, again, approve=True) is not None
        assert waiting(two) == []

    def test_the_database_itself_wants_two_persons_and_changes_no_question(self, street, one):
        asked = ask(one, street.resident, street.worker)
        by_one = f"decision = 'approve', decided_by = {one.user_id}, decided_at = now()"
        denied = "permission denied"
        for change, why in (
            (by_one, "people_merge_request"),
            ("reason = 'x'", denied),
            ("asked_by = 1", denied),
        ):
            with (
                acting(PLATFORM),
                as_intake_role(),
                pytest.raises(DatabaseError, match=why),
                transaction.atomic(),
            ):
                run(f"UPDATE people_mergerequest SET {change} WHERE id = %s", [asked.id])


class TestUnmerging:
    def test_the_right_must_hold_where_each_of_the_two_lives_or_works_once_parted(self, street):
        here = actor(staff("chief.here", ("street", town.STREET)), purpose="correction")
        there = actor(staff("chief.there", ("street", town.OTHER_STREET)), purpose="correction")
        above = actor(staff("chief.city", ("city", "4301")), purpose="correction")
        with acting(PLATFORM):
            entry = register.merge_people(
                street.resident, street.stranger, actor=PLATFORM, reason="同一人", at=now()
            )
        for who in (here, there):  # each of them sees the person who stands for both
            with acting(who):
                assert street.resident in people.persons([street.resident])
                with pytest.raises(NotAllowed, match="unmerge_elsewhere"):
                    register.unmerge_people(entry, actor=who, at=now())
        with acting(PLATFORM):
            assert people.canonical(street.stranger) == street.resident, (
                "what was refused left nothing behind"
            )
        with acting(above):
            assert register.unmerge_people(entry, actor=above, at=now()) == (
                street.resident,
                street.stranger,
            )
        with acting(there):
            assert set(people.persons([street.resident, street.stranger])) == {street.stranger}

    def test_who_moved_away_since_is_parted_by_an_office_above(self, street, one):
        double = without_number(street, 71, date(1991, 4, 12))
        entry = merge(one, street.resident, double)
        moved_in(town.RESIDENT, street.far[0], street.today)
        with acting(one), pytest.raises((NotAllowed, NotFound)):
            register.unmerge_people(entry, actor=one, at=now())
