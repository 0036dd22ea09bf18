"""Children's records: opened once, found again, seen by those who care for the child and by nobody else."""

from __future__ import annotations

import pytest

from anju.domains.health.api import children
from anju.domains.health.api.children import NewGuardian
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.clinic.town import Clinics, born, mother, nurse, opened, parent, record
from tests.factories import register as street_of
from tests.factories.register import ELSEWHERE, HERE

pytestmark = pytest.mark.django_db
FAR = nurse(ELSEWHERE, 62)


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


def test_a_record_is_opened_once_and_a_repeated_request_changes_nothing(town):
    child = opened(born(40, town), town.here, nurse(), town, request="one")
    assert opened(born(40, town), town.here, nurse(), town, request="one") == child
    assert opened(born(40, town), town.here, nurse(), town) == child
    found = record(child, town)
    assert found.line.name == "周小满" and found.guardians[0].phone_masked.startswith("139")
    assert len(found.booklet) == 12


def test_a_newborn_without_name_and_number_is_found_again_at_another_clinic(town):
    child = opened(born(5, town, name="王芳之女"), town.here, nurse(), town)
    again = opened(born(5, town, name="周沐晴", guardians=(mother(phone=""),)), town.far, FAR, town)
    assert again == child
    assert record(child, town, FAR).line.name == "周沐晴"


def test_twins_are_two_children(town):
    first = opened(born(7, town, name="王芳之女", order=1), town.here, nurse(), town)
    second = opened(born(7, town, name="王芳之女", order=2), town.here, nurse(), town)
    assert first != second


def test_a_child_that_may_be_on_file_is_asked_about_and_not_entered_twice(town):
    known = opened(born(60, town), town.here, nurse(), town)
    renamed = born(60, town, name="李安然")
    with pytest.raises(Conflict) as error:
        opened(renamed, town.far, FAR, town)
    assert error.value.code == "child_alike" and error.value.params["ids"] == [known]
    other = opened(renamed, town.far, FAR, town, different_from=[known])
    assert other != known


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "child_name"),
        ({"number": street_of.somebody("某", 4).doc_number}, "child_number_differs"),
        ({"number": "123"}, "child_number"),
        ({"guardians": (NewGuardian("aunt", "王芳"),)}, "guardian_incomplete"),
        ({"guardians": (mother(phone="12"),)}, "guardian_phone"),
    ],
)
def test_what_cannot_be_is_refused(town, change, code):
    with pytest.raises(Refused) as error:
        opened(born(40, town, **change), town.here, nurse(), town)
    assert error.value.code == code


def test_a_child_of_tomorrow_is_refused(town):
    for days, code in ((-1, "child_birth"), (19 * 366, "child_age")):
        with pytest.raises(Refused) as error:
            opened(born(days, town), town.here, nurse(), town)
        assert error.value.code == code


def test_a_clinic_sees_its_own_children_and_those_whose_booklet_it_was_shown(town):
    child = opened(born(90, town), town.here, nurse(), town)
    with pytest.raises(NotFound):
        record(child, town, FAR)
    code = record(child, town).booklet
    with acting(FAR):
        assert children.admit(f"jz {code.lower()}", town.far, actor=FAR, at=town.at) == child
        with pytest.raises(NotFound):
            children.admit("JZ" + "2" * 12, town.far, actor=FAR, at=town.at)
    assert record(child, town, FAR).visiting == (town.far,)
    with acting(FAR):
        children.hand_over(child, town.far, actor=FAR, at=town.at)
        children.hand_over(child, town.far, actor=FAR, at=town.at)
    assert record(child, town, FAR).line.clinic_id == town.far
    with pytest.raises(NotFound):
        record(child, town)


def test_a_family_that_moved_away_is_seen_thirty_days_more_and_reminded_of_nothing(town):
    child = opened(born(90, town), town.here, nurse(), town)
    with acting(nurse()):
        children.move_away(child, actor=nurse(), at=town.at)
        children.move_away(child, actor=nurse(), at=town.at)
    found = record(child, town)
    assert found.line.state == "away" and found.line.next_from is None
    with acting(nurse()):
        children.hand_over(child, town.here, actor=nurse(), at=town.at)
    assert record(child, town).line.state == "active"


def test_nobody_else_sees_a_child(town):
    child = opened(born(90, town), town.here, nurse(), town)
    everything = frozenset({"person.see", "permit.decide", "case.handle", "stats.see"})
    for actor in (
        Actor("staff", 90, "街道", (Grant("street", everything, region=HERE[:9]),)),
        Actor("staff", 91, "区", (Grant("district", everything, region=HERE[:4]),)),
        at_clinic.disease_control(),
        parent(99),
        FAR,
    ):
        with pytest.raises(NotFound):
            record(child, town, actor)
        with acting(actor):
            assert children.find("周小满", actor=actor) == []
    with pytest.raises(NotAllowed):
        opened(born(1, town), town.here, FAR, town)


def test_a_child_is_found_by_what_is_typed_at_the_desk(town):
    child = opened(born(91, town, name="单于霏"), town.here, nurse(), town)
    code = record(child, town).booklet
    for typed in (code, "单于霏", "单于菲", "13900008801", f"{town.ago(91):%Y%m%d}"):
        with acting(nurse()):
            assert child in {c.id for c in children.find(typed, actor=nurse())}, typed


def test_a_guardian_puts_the_booklet_on_the_phone_by_code_and_birthday(town):
    child = opened(born(92, town), town.here, nurse(), town)
    code, me = record(child, town).booklet, parent()
    with acting(me):
        with pytest.raises(Refused):
            children.claim_booklet(code, town.ago(93), actor=me, at=town.at)
        assert children.claim_booklet(code, town.ago(92), actor=me, at=town.at) == child
        assert [c.id for c in children.children_of(me)] == [child]
        children.leave_booklet(child, actor=me, at=town.at)
        assert children.children_of(me) == []


def test_a_record_is_offered_to_the_guardian_of_a_registered_child_and_never_required(town):
    street = street_of.Street.built()
    me = parent(82, street.resident)
    with acting(me):
        offered = children.offers(me, at=town.at)
        if not offered:
            pytest.skip("the child of the street is of age")
        child = children.accept_offer(
            offered[0].person_id, town.here, key="o1", actor=me, at=town.at
        ).child_id
        assert children.offers(me, at=town.at) == offered[1:]
        assert [c.id for c in children.children_of(me)] == [child]
    assert record(child, town).line.person_id == offered[0].person_id


def test_two_records_of_one_child_are_joined_and_nothing_is_lost(town):
    one = opened(born(93, town, name="王芳之子", sex="1"), town.here, nurse(), town)
    two = opened(
        born(93, town, name="赵明", sex="1", guardians=(NewGuardian("father", "赵强"),)),
        town.here,
        nurse(),
        town,
        different_from=[one],
    )
    assert two != one
    at_clinic.recorded(two, "HepB", town.ago(93), town)
    with acting(nurse()):
        children.join_records(one, two, town.here, actor=nurse(), at=town.at)
    found = record(two, town)
    assert found.line.id == one and found.line.name == "赵明" and len(found.guardians) == 2
    assert [d.vaccine for d in at_clinic.seen(one, town).doses] == ["HepB"]
    with acting(nurse()), pytest.raises(NotFound):
        children.join_records(one, two, town.here, actor=nurse(), at=town.at)


def test_a_number_given_later_is_entered_and_stays_with_one_record(town):
    number = street_of.somebody("某", 41, born=town.ago(94)).doc_number
    sex = "1" if int(number[16]) % 2 else "2"
    child = opened(born(94, town, sex=sex), town.here, nurse(), town)
    other = opened(born(94, town, sex=sex, name="别人", guardians=()), town.here, nurse(), town)
    with acting(nurse()):
        children.correct_child(child, town.here, number=number, actor=nurse(), at=town.at)
        with pytest.raises(Conflict) as error:
            children.correct_child(other, town.here, number=number, actor=nurse(), at=town.at)
    assert error.value.params["id"] == child
