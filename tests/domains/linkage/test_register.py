"""Records of the register that may be one person are proposed to people, and nothing is merged by itself."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.linkage import handlers
from anju.domains.linkage.api import records as linkage
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events.api import Event
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, STREET, Street, family, moved_in
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
BORN = date(1988, 4, 12)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def office():
    return actor(staff("office", ("street", STREET), name="刘审核"))


def without_papers(name, seed, home, *, born=BORN, phone="", sex="1"):
    """Somebody whose card nobody noted."""
    who = somebody(name, seed, born=born, phone=phone, sex=sex, birth_date=born)
    return moved_in(who, home, doc_number=None, doc_type=None)


def same(street, *, phone="13900001111"):
    """One person entered twice: her name was misheard the second time, and her card not noted."""
    one = moved_in(somebody("黄晓红", 301, born=BORN, phone=phone), street.rooms[0])
    return one, without_papers("房晓红", 302, street.rooms[4], phone=phone)


def trained():
    return linkage.train_parameters(actor=PLATFORM, at=now())


def rounds():
    linkage.note_everybody(actor=PLATFORM)
    return linkage.run_round(actor=PLATFORM, at=now())


def pairs(who=PLATFORM):
    with acting(who):
        return [(p.one_id, p.other_id) for p in linkage.doubtful_pairs(who)]


def test_a_training_is_kept_with_who_when_and_from_what_and_an_earlier_one_can_be_used_again(
    street,
):
    first, second = trained(), trained()
    assert first.figures["records"] >= 4 and first.trained_label == PLATFORM.label
    kept = linkage.parameter_sets()
    assert [(s.number, s.in_use) for s in kept] == [(second.number, True), (first.number, False)]
    linkage.use_parameters(first.number, actor=PLATFORM, at=now())
    assert linkage.set_in_use().number == first.number
    with pytest.raises(NotFound):
        linkage.use_parameters(10**9, actor=PLATFORM, at=now())


def test_nothing_is_proposed_before_a_training(street):
    with pytest.raises(Conflict, match="linkage_untrained"):
        rounds()


def test_a_person_entered_twice_is_proposed_with_the_reasons(street, office):
    expected = same(street)
    trained()
    found = rounds()
    assert found.proposed >= 1 and expected in pairs(office)
    with acting(office):
        pair = linkage.pair_of(*expected)
        assert people.merges() == []
    said = {r.fact: r.level for r in pair.reasons}
    assert said["phone"] == said["birth_date"] == "same"
    assert said["name"] == "sounds_alike_in_dialect"
    bits = [abs(r.bits) for r in pair.reasons]
    assert bits == sorted(bits, reverse=True) and pair.household <= 0


def test_a_pair_is_seen_by_nobody_whose_area_does_not_cover_both(street, office):
    one, other = same(street)
    far = moved_in(
        somebody("黄晓宏", 303, born=BORN, phone="13900001111"),
        street.far[0],
    )
    trained(), rounds()
    assert all(far not in pair for pair in pairs(office))
    stranger = actor(staff("stranger", ("street", "430181100")))
    assert pairs(stranger) == []
    with acting(stranger), pytest.raises((NotFound, NotAllowed)):
        linkage.find_different(one, other, actor=stranger, note="不是", at=now())


def test_not_the_same_survives_retraining_and_forbids_the_merge_until_it_is_taken_back(
    street, office
):
    pair = same(street)
    trained(), rounds()
    with acting(office), pytest.raises(Refused, match="reason_missing"):
        linkage.find_different(*pair, actor=office, note=" ", at=now())
    with acting(office):
        linkage.find_different(*pair, actor=office, note="两人同时到场", at=now())
    trained(), rounds()
    assert pair not in pairs(office)
    with acting(office):
        assert linkage.pair_of(*pair).state == "different"
    with acting(office), pytest.raises(Conflict, match="linkage_found_different"):
        register.merge_people(*pair, actor=office, reason="同一人", at=now())
    with acting(office):
        linkage.take_back_different(*pair, actor=office, at=now())
    assert pair in pairs(office)
    with acting(office):
        register.merge_people(*pair, actor=office, reason="同一人", at=now())


def test_a_finding_holds_for_records_that_were_merged_into_one_of_the_two(street, office):
    one, other = same(street)
    third = without_papers("黄晓虹", 304, street.rooms[1])
    with acting(office):
        linkage.find_different(other, third, actor=office, note="两人", at=now())
        register.merge_people(one, other, actor=office, reason="同一人", at=now())
    trained(), rounds()
    assert (one, third) not in pairs(office)
    with acting(office), pytest.raises(Conflict, match="linkage_found_different"):
        register.merge_people(one, third, actor=office, reason="同一人", at=now())


def test_people_ever_recorded_in_one_household_never_come_together_through_a_third(street, office):
    first = moved_in(
        somebody("黄晓红", 311, born=BORN, phone="13900001111"),
        street.rooms[0],
    )
    sister = without_papers("黄晓宏", 312, street.rooms[0], phone="13900001111")
    again = without_papers("房小红", 313, street.rooms[4], phone="13900001111")
    family(first, (sister, "70"), since=street.today)
    trained(), rounds()
    found = pairs(office)
    assert (first, sister) not in found
    assert ((first, again) in found) + ((sister, again) in found) == 1


def test_a_merge_closes_the_pair_and_its_undo_opens_it_again(street, office):
    pair = same(street)
    trained(), rounds()
    with acting(office):
        entry = register.merge_people(*pair, actor=office, reason="同一人", at=now())
    assert pairs(office) == []
    with acting(office):
        register.unmerge_people(entry, actor=office, at=now())
    assert pairs(office) == [pair]


def test_only_what_changed_is_compared_in_the_next_round(street, office):
    trained(), rounds()
    pair = same(street)
    heard = [Event(1, now(), "register.applied", {"persons": list(pair), "kinds": ["arrive"] * 2})]
    handlers.note(heard)
    handlers.note(heard)
    found = linkage.run_round(actor=PLATFORM, at=now())
    assert found.records == 2 and pair in pairs(office)
    assert linkage.run_round(actor=PLATFORM, at=now()).records == 0


def test_a_pair_that_is_no_longer_probable_is_closed(street, office):
    pair = same(street)
    trained(), rounds()
    with acting(office):
        register.correct_person(
            pair[1],
            changes={"name": "欧阳建国", "birth_date": date(1951, 1, 30)},
            actor=office,
            reason="登记有误",
            at=now(),
        )
    rounds()
    assert pair not in pairs(office)
