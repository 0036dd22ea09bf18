"""Doses at the desk: recorded with their source, evaluated, refused with a sentence, decided about, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.exchange.messages.rules.schemas import pointers
from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.clinics import Move
from anju.domains.health.api.doses import DoseState, NewDose, Source
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.health.clinic.town import (
    NO,
    Clinics,
    born,
    disease_control,
    key,
    nurse,
    opened,
    parent,
    record,
    recorded,
    seen,
    stocked,
)
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE

pytestmark = pytest.mark.django_db
FAR = nurse(ELSEWHERE, 62)
HERE = Source.HERE


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


@pytest.fixture
def child(town):
    """A girl of a year with an old booklet: hepatitis B at birth and too early a second dose."""
    found = opened(born(400, town), town.here, nurse(), town)
    recorded(found, "HepB", town.ago(400), town)
    recorded(found, "HepB", town.ago(390), town)
    return found


def given_here(child, vaccine, lot, town, **more):
    more = {"asked": NO, "lot_id": lot, "site": "left_arm", **more}
    return recorded(child, vaccine, town.today, town, HERE, **more)


def code_of(call, error=Refused) -> str:
    with pytest.raises(error) as raised:
        call()
    return raised.value.code


def test_an_old_booklet_is_evaluated_as_it_is(child, town):
    picture = seen(child, town)
    (first, second) = [picture.evaluations[d.id][0] for d in picture.doses]
    assert first.status == "valid"
    assert second.status == "not_valid" and second.reason in ("too_young", "too_soon")
    assert second.clause.startswith("hepb")
    line = record(child, town).line
    assert line.next_from <= town.today and line.late_from <= town.today


def test_a_dose_given_here_leaves_the_stock_and_catches_up(child, town):
    lot = stocked(town)
    request = key()
    dose = given_here(child, "MMR", lot, town, request=request)
    assert given_here(child, "MMR", lot, town, request=request) == dose
    picture = seen(child, town)
    assert picture.evaluations[dose][0].status == "valid"
    (held,) = [x for x in lots(town) if x.id == lot]
    assert (held.came, held.went, held.on_hand) == (10, 1, 9)
    with acting(nurse()):
        doses.withdraw_dose(dose, town.here, "扫错了人", key="w", actor=nurse(), at=town.at)
        doses.withdraw_dose(dose, town.here, "扫错了人", key="w", actor=nurse(), at=town.at)
    (held,) = [x for x in lots(town) if x.id == lot]
    assert (held.came, held.went, held.on_hand) == (11, 1, 10)
    (gone,) = [d for d in seen(child, town).doses if d.id == dose]
    assert gone.state is DoseState.WITHDRAWN and gone.reason == "扫错了人"
    assert dose not in seen(child, town).evaluations


def lots(town):
    with acting(nurse()):
        return clinics.lots(town.here, actor=nurse())


@pytest.mark.parametrize(
    ("vaccine", "days", "code"),
    [
        ("HepB", 401, "dose_before_birth"),
        ("HepB", -1, "dose_in_future"),
        ("XYZ", 10, "dose_vaccine_unknown"),
    ],
)
def test_what_cannot_have_been_given_is_refused(child, town, vaccine, days, code):
    assert code_of(lambda: recorded(child, vaccine, town.ago(days), town)) == code


def test_the_same_dose_by_two_clinics_at_once_is_one(child, town):
    with acting(FAR):
        children.admit(record(child, town).booklet, town.far, actor=FAR, at=town.at)
    recorded(child, "BCG", town.ago(399), town)
    again = lambda: recorded(child, "BCG", town.ago(399), town, clinic=town.far, actor=FAR)  # noqa: E731
    with pytest.raises(Conflict) as error:
        again()
    assert error.value.code == "dose_recorded_already"
    assert error.value.params["clinic"] == "洞阳预防接种门诊"


def test_a_lot_that_is_expired_empty_of_another_vaccine_or_clinic_is_refused(child, town):
    lot = stocked(town, amount=1)
    other = stocked(town, "JE-L")
    assert code_of(lambda: given_here(child, "MMR", other, town)) == "lot_other_vaccine"
    assert code_of(lambda: given_here(child, "MMR", None, town)) == "lot_unknown"
    later = replace(town, at=town.at + timedelta(days=201))
    assert code_of(lambda: given_here(child, "MMR", lot, later)) == "lot_expired"
    with acting(nurse()):
        clinics.take_out(lot, Move.WASTED, 1, note="打破", key="b", actor=nurse(), at=town.at)
    assert code_of(lambda: given_here(child, "MMR", lot, town)) == "stock_short"
    early = lambda: stocked(town, "HepB", days=-1)  # noqa: E731
    assert code_of(early) == "lot_expired"


def test_contraindications_are_asked_and_one_that_holds_refuses_the_dose(child, town):
    lot = stocked(town)
    assert code_of(lambda: given_here(child, "MMR", lot, town, asked={})) == "dose_asked_missing"
    fever = {**NO, "fever": True}
    assert code_of(lambda: given_here(child, "MMR", lot, town, asked=fever)) == "dose_deferred"
    with acting(nurse()):
        for _ in range(2):
            children.observe(child, town.here, "immunodeficiency", actor=nurse(), at=town.at)
    assert len(record(child, town).observations) == 1
    assert code_of(lambda: given_here(child, "MMR", lot, town)) == "dose_contraindicated"
    with acting(nurse()):
        children.observe(
            child, town.here, "immunodeficiency", holds=False, actor=nurse(), at=town.at
        )
    assert given_here(child, "MMR", lot, town)


def test_a_dose_that_would_not_count_is_given_only_when_that_was_confirmed(child, town):
    lot = stocked(town, "MPSV-A", number="A1")
    first = given_here(child, "MPSV-A", lot, town)
    tomorrow = replace(town, at=town.at + timedelta(days=1))
    call = lambda **more: given_here(child, "MPSV-A", lot, tomorrow, **more)  # noqa: E731
    assert code_of(call) == "dose_would_not_count"
    assert call(despite=True) != first


def test_sources_that_contradict_are_shown_and_decided_by_the_nurse(child, town):
    booklet = recorded(child, "MMR", town.ago(120), town)
    registry = recorded(child, "MMR", town.ago(117), town, Source.REGISTRY)
    picture = seen(child, town)
    (pair,) = picture.undecided
    assert (pair.counts.id, pair.doubtful.id) == (registry, booklet)
    assert booklet not in picture.evaluations
    with acting(nurse()):
        doses.decide(booklet, registry, town.here, same=True, key="d", actor=nurse(), at=town.at)
        doses.decide(booklet, registry, town.here, same=True, key="d", actor=nurse(), at=town.at)
    picture = seen(child, town)
    assert not picture.undecided and booklet in picture.evaluations
    assert {d.id: d.state for d in picture.doses}[registry] is DoseState.SAME


def test_two_doses_told_by_two_sources_stay_two_when_the_nurse_says_so(child, town):
    one = recorded(child, "JE-I", town.ago(100), town)
    two = recorded(child, "JE-I", town.ago(92), town, Source.REPORTED)
    assert len(seen(child, town).undecided) == 1
    with acting(nurse()):
        doses.decide(one, two, town.here, same=False, key="d", actor=nurse(), at=town.at)
    picture = seen(child, town)
    assert not picture.undecided and {one, two} <= set(picture.evaluations)


def test_a_correction_keeps_what_was_entered_first(child, town):
    wrong = recorded(child, "MMR", town.ago(20), town)
    with acting(nurse()):
        for _ in range(2):
            right = doses.correct_dose(
                wrong,
                town.here,
                NewDose("MMR", town.ago(50), Source.REPORTED),
                "看错一行",
                key="c",
                actor=nurse(),
                at=town.at,
            )
        call = lambda: doses.withdraw_dose(  # noqa: E731
            wrong, town.here, "重复", key="x", actor=nurse(), at=town.at
        )
        assert code_of(call) == "dose_decided"
    by_id = {d.id: d for d in seen(child, town).doses}
    assert by_id[wrong].state is DoseState.CORRECTED and by_id[wrong].other == right
    assert by_id[right].source is Source.BOOKLET and by_id[right].day == town.ago(50)


def test_only_a_desk_that_sees_the_child_records(child, town):
    for actor, error in ((FAR, NotFound), (parent(), NotFound), (disease_control(), NotFound)):
        with pytest.raises(error):
            recorded(child, "MMR", town.ago(9), town, actor=actor, clinic=town.far)
    with pytest.raises(NotAllowed):
        recorded(child, "MMR", town.ago(9), town, clinic=town.far)


def test_identity_numbers_do_not_stand_in_notes(child, town):
    call = lambda: recorded(child, "MMR", town.ago(9), town, note="430181199203039968")  # noqa: E731
    assert code_of(call) == "identity_number_in_text"


def moved(lot, how, amount, town):
    clinics.take_out(lot, how, amount, note="盘点", key=key(), actor=nurse(), at=town.at)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([Move.IN, Move.OUT, Move.WASTED]), st.integers(-1, 12)),
        max_size=14,
    )
)
def test_stock_is_what_came_less_what_went_and_never_below_nothing(town, moves):
    lot = stocked(town, amount=5, number=key())
    on_hand, came, went = 5, 5, 0
    for how, amount in moves:
        with acting(nurse()):
            if amount < 1 or (how is not Move.IN and amount > on_hand):
                with pytest.raises(Refused):
                    moved(lot, how, amount, town)
                continue
            moved(lot, how, amount, town)
        on_hand += amount if how is Move.IN else -amount
        came, went = (came + amount, went) if how is Move.IN else (came, went + amount)
    (held,) = [x for x in lots(town) if x.id == lot]
    assert (held.on_hand, held.came, held.went) == (on_hand, came, went) and on_hand >= 0


def test_a_family_books_a_day_on_which_the_clinic_is_open(child, town):
    me = parent()
    code = record(child, town).booklet
    with acting(me):
        children.claim_booklet(code, town.ago(400), actor=me, at=town.at)
        doses.appoint(child, town.today, actor=me, at=town.at)
        doses.appoint(child, town.today + timedelta(days=2), actor=me, at=town.at)
        doses.appoint(child, town.today, actor=me, at=town.at)
        assert (
            code_of(lambda: doses.appoint(child, town.ago(1), actor=me, at=town.at)) == "clinic_day"
        )
    with acting(nurse()):
        queue = doses.queue(town.here, actor=nurse(), at=town.at)
        assert [c.id for c in queue.lines] == [child] and queue.counts["late"] == 1
        assert queue.days == {child: town.today}
    given_here(child, "MMR", stocked(town), town)
    with acting(nurse()):
        assert doses.queue(town.here, actor=nurse(), at=town.at).total == 0


def test_a_record_goes_to_another_city_and_comes_back_without_doubles(child, town):
    with acting(nurse()), pytest.raises(Refused):
        doses.export_record(child, actor=nurse(), at=town.at)
    who = somebody("某", 96, born=town.ago(400))
    number, sex = who.doc_number, "1" if int(who.doc_number[16]) % 2 else "2"
    with acting(nurse()):
        children.correct_child(child, town.here, number=number, sex=sex, actor=nurse(), at=town.at)
        body = doses.export_record(child, actor=nurse(), at=town.at)
    assert [d["vaccine"] for d in body["doses"]] == ["乙肝疫苗", "乙肝疫苗"]
    more = {"vaccine": "麻腮风", "dose": 1, "day": town.ago(100).isoformat(), "clinic": "某门诊"}
    odd = {"vaccine": "不知名", "dose": 1, "day": town.ago(100).isoformat()}
    body = {**body, "doses": [*body["doses"], more, odd]}
    for _ in range(2):
        with acting(nurse()):
            found = doses.import_record(child, town.here, body, key="t1", actor=nurse(), at=town.at)
    assert found.known == 3 and found.unread == ((3, "dose_vaccine_unknown"),)
    assert [d.source for d in seen(child, town).doses][-1] is Source.REGISTRY


def test_the_body_of_a_transfer_is_what_the_exchange_carries(child, town):
    who = somebody("某", 97, born=town.ago(400))
    sex = "1" if int(who.doc_number[16]) % 2 else "2"
    with acting(nurse()):
        children.correct_child(
            child, town.here, number=who.doc_number, sex=sex, actor=nurse(), at=town.at
        )
        body = doses.export_record(child, actor=nurse(), at=town.at)
    assert list(pointers("1.0", "record_transfer", body)) == []
