"""Children's records: opened once, found again, seen by those who care for the child and by nobody else."""

from __future__ import annotations

import pytest

from anju.domains.health.api import children, doses
from anju.domains.health.api.children import NewGuardian
from anju.domains.health.api.doses import DoseState, NewDose, Source
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.clinic.town import Clinics, born, mother, nurse, opened, parent, record
from tests.factories import register as street_of
from tests.factories.register import ELSEWHERE, HERE

pytestmark = pytest.mark.django_db
FAR = nurse(ELSEWHERE, 62)
FATHER = "13900008871"


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


class TestRecordsJoinedByMistake:
    """Twins without names, whose records were taken for one child's."""

    @pytest.fixture
    def twins(self, town):
        one = opened(born(71, town, name="王芳之女"), town.here, nurse(), town)
        two = opened(
            born(71, town, name="赵晓", guardians=(NewGuardian("father", "赵强", "", FATHER),)),
            town.here,
            nurse(),
            town,
            different_from=[one],
        )
        return one, two

    def test_are_separated_and_each_has_what_it_had(self, town, twins):
        one, two = twins
        at_clinic.recorded(one, "HepB", town.ago(71), town)
        at_clinic.recorded(two, "BCG", town.ago(70), town)
        observed(two, "immunodeficiency", town)
        before = [stated(child, town) for child in twins]
        joined(*twins, town)
        assert record(one, town).line.name == "赵晓"
        assert [o.code for o in record(one, town).observations] == ["immunodeficiency"]
        separated(*twins, town)
        assert [stated(child, town) for child in twins] == before

    def test_keep_what_was_entered_while_they_were_one(self, town, twins):
        one, two = twins
        wrong = at_clinic.recorded(two, "BCG", town.ago(70), town)
        joined(*twins, town)
        at_clinic.recorded(one, "HepB", town.ago(40), town)
        with acting(nurse()):
            doses.correct_dose(
                wrong,
                town.here,
                NewDose("BCG", town.ago(69), Source.BOOKLET),
                "日期抄错",
                key=at_clinic.key(),
                actor=nurse(),
                at=town.at,
            )
        separated(*twins, town)
        assert given(one, town) == [("HepB", town.ago(40))]
        assert given(two, town) == [("BCG", town.ago(69))]

    def test_have_two_doses_again_that_were_taken_for_one(self, town, twins):
        ids = [at_clinic.recorded(child, "HepB", town.ago(70), town) for child in twins]
        joined(*twins, town)
        with acting(nurse()):
            doses.decide(*ids, town.here, same=True, key=at_clinic.key(), actor=nurse(), at=town.at)
        assert given(twins[0], town) == [("HepB", town.ago(70))]
        separated(*twins, town)
        assert [given(child, town) for child in twins] == [[("HepB", town.ago(70))]] * 2

    def test_take_along_who_claimed_their_booklet_meanwhile(self, town, twins):
        one, two = twins
        code = record(two, town).booklet
        joined(*twins, town)
        father = parent(87)
        with acting(father):
            children.claim_booklet(code, town.ago(71), actor=father, at=town.at)
            assert [c.id for c in children.children_of(father)] == [one]
        separated(*twins, town)
        with acting(father):
            assert [c.id for c in children.children_of(father)] == [two]

    def test_do_not_give_back_who_left_meanwhile(self, town, twins):
        one, two = twins
        father = parent(88)
        code = record(two, town).booklet
        with acting(father):
            children.claim_booklet(code, town.ago(71), actor=father, at=town.at)
        joined(*twins, town)
        with acting(father):
            children.leave_booklet(one, actor=father, at=town.at)
        separated(*twins, town)
        with acting(father):
            assert children.children_of(father) == []

    def test_come_apart_in_the_order_in_which_they_were_joined(self, town, twins):
        one, two = twins
        third = opened(
            born(71, town, name="赵晨", guardians=()),
            town.here,
            nurse(),
            town,
            different_from=twins,
        )
        joined(two, third, town)
        joined(one, two, town)
        with pytest.raises(Refused, match="children_separate_first"):
            separated(one, third, town)
        separated(one, two, town)
        assert record(third, town).line.id == two
        separated(two, third, town)
        assert [record(child, town).line.id for child in (one, two, third)] == [one, two, third]

    def test_are_separated_once_and_only_where_the_child_is_cared_for(self, town, twins):
        joined(*twins, town)
        with pytest.raises(NotFound):
            separated(*twins, town, by=FAR, clinic=town.far)
        separated(*twins, town)
        for pair in (twins, (twins[0], 10**9)):
            with pytest.raises(Refused, match="children_not_joined"):
                separated(*pair, town)


def joined(kept, other, town):
    with acting(nurse()):
        children.join_records(kept, other, town.here, actor=nurse(), at=town.at)


def separated(kept, other, town, *, by=None, clinic=None):
    by = by or nurse()
    with acting(by):
        children.separate_records(kept, other, clinic or town.here, actor=by, at=town.at)


def observed(child, code, town):
    with acting(nurse()):
        children.observe(child, town.here, code, actor=nurse(), at=town.at)


def given(child, town):
    found = at_clinic.seen(child, town).doses
    return [(d.vaccine, d.day) for d in found if d.state is DoseState.STANDS]


def stated(child, town):
    found = record(child, town)
    return (
        (found.line.id, found.line.name, found.masked, found.line.person_id),
        [(g.name, g.phone_masked) for g in found.guardians],
        [o.code for o in found.observations],
        given(child, town),
    )


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
