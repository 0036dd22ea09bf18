"""A sample is drawn once and can be drawn again by anybody; who checked does not check again; figures follow."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from anju.domains.assessment import api as samples
from anju.domains.assessment.api import AuditKind, AuditState, FindingGiven, Outcome
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.people import somebody
from tests.factories.register import HERE, STREET, Street, moved_in
from tests.factories.samples import (
    CITY,
    LIVES,
    MOVED,
    check,
    check_all,
    closed,
    drawn,
    listed,
    plan,
    second_round,
)
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    built = once(Street.built)
    for n, room in enumerate(built.rooms):
        once(
            moved_in,
            somebody(f"常住{'一二三四五六七八九'[n % 9]}", 720 + n, born=None),
            room,
            built.today,
        )
    return built


@pytest.fixture
def office():
    return actor(staff("sample.office", ("district", CITY)))


@pytest.fixture
def checkers():
    return [actor(staff(f"sample.{n}", ("checker", CITY))) for n in ("first", "second")]


@pytest.fixture
def own_street():
    return actor(staff("sample.street", ("street", STREET)))


def whole_way(office, checkers, street, given=LIVES):
    view = drawn(office, plan())
    check_all(view, checkers[0], given)
    second_round(view, office)
    check_all(view, checkers[1], given)
    return closed(view, office)


def test_the_same_request_draws_once_and_each_part_gives_what_it_has(street, office):
    view = drawn(office, plan())
    assert drawn(office, plan()).id == view.id
    assert view.units == sum(min(5, n) for n in view.frames.values())
    assert view.seed == "" and view.state is AuditState.CHECKING


def test_whoever_has_seed_and_frame_draws_the_same_sample(street, office, checkers):
    view = whole_way(office, checkers, street)
    with acting(office):
        frame = samples.published_frame(view)
        units = {u.code for u in samples.units(view, office)}
    assert hashlib.sha256(view.seed.encode()).hexdigest() == view.commitment
    codes = sorted(code for _part, code in frame)
    assert (
        hashlib.sha256("".join(f"{c}\n" for c in codes).encode()).hexdigest() == view.frame_digest
    )
    again = set()
    for part in view.frames:
        mine = [code for p, code in frame if p == part]
        mine.sort(key=lambda c: hashlib.sha256(f"{view.seed}:{c}".encode()).digest())
        again |= set(mine[:5])
    assert again == units


def test_seed_frame_and_figures_stay_hidden_until_it_is_closed(
    street, office, checkers, own_street
):
    view = drawn(office, plan())
    with acting(own_street):
        seen = samples.audit(view.id, own_street)
        assert seen.seed == ""
        for reading in (
            lambda: samples.published_frame(seen),
            lambda: samples.audit_result(seen, own_street),
        ):
            with pytest.raises(Conflict, match="sample_not_closed"):
                reading()


def test_the_office_that_is_checked_does_not_see_the_sample(street, office, own_street, checkers):
    view = drawn(office, plan())
    unit = listed(view, checkers[0])[0]
    with acting(own_street):
        with pytest.raises(NotFound, match="sample_unit_unknown"):
            samples.unit(unit.id, own_street)
        with pytest.raises(NotAllowed):
            samples.units(samples.audit(view.id, own_street), own_street)
        with pytest.raises(NotFound, match="sample_unit_unknown"):
            samples.record_finding(unit.id, LIVES, key="x", actor=own_street, at=now())


def test_somebody_elsewhere_knows_nothing_of_it(street, office):
    view = drawn(office, plan(region=STREET))
    far = actor(staff("sample.far", ("district", "440306")))
    with acting(far):
        assert samples.audits(far) == []
        with pytest.raises(NotFound, match="sample_unknown"):
            samples.audit(view.id, far)
    with acting(far), pytest.raises(NotAllowed):
        samples.draw_sample(plan(), key="far", actor=far, at=now())


def test_who_checked_first_does_not_check_again(street, office, checkers):
    view = drawn(office, plan(again=100))
    check_all(view, checkers[0])
    assert second_round(view, office).again == view.units
    assert listed(view, checkers[0]) == [] and len(listed(view, checkers[1])) == view.units
    with pytest.raises(NotAllowed, match="sample_own"):
        check(checkers[0], listed(view, checkers[1])[0], LIVES, key="again")


def test_a_checker_mends_an_own_finding_and_nobody_elses(street, office, checkers):
    view = drawn(office, plan())
    unit = listed(view, checkers[0])[0]
    check(checkers[0], unit, LIVES)
    assert check(checkers[0], unit, MOVED, key="other").valid == MOVED
    with pytest.raises(Conflict, match="sample_found"):
        check(checkers[1], unit, LIVES)


def test_nothing_goes_on_while_something_is_left(street, office, checkers):
    view = drawn(office, plan())
    with pytest.raises(Conflict, match="sample_unchecked"):
        second_round(view, office)
    with pytest.raises(Conflict, match="sample_first_round"):
        closed(view, office)
    check_all(view, checkers[0])
    second_round(view, office)
    with pytest.raises(Conflict, match="sample_unchecked"):
        closed(view, office)


def test_two_findings_that_differ_are_settled_by_a_third_person(street, office, checkers):
    view = drawn(office, plan(again=100))
    check_all(view, checkers[0])
    second_round(view, office)
    check_all(view, checkers[1], MOVED)
    with pytest.raises(Conflict, match="sample_differing"):
        closed(view, office)
    with acting(office):
        left = samples.differing(samples.audit(view.id, office))
        assert len(left) == view.units
        for unit in left:
            samples.decide_finding(
                unit.id, LIVES, reason="房东作证", key=f"s{unit.id}", actor=office, at=now()
            )
    done = closed(view, office)
    with acting(office):
        found = samples.audit_result(done, office)
    assert (found.pairs, found.agreeing, found.whole.main.value) == (view.units, 0, 1.0)


def test_a_wrong_finding_is_refused(street, office, checkers):
    unit = listed(drawn(office, plan()), checkers[0])[0]
    for given, code in (
        (FindingGiven(Outcome.LIVED_IN, 2, 1), "sample_outcome"),
        (FindingGiven(Outcome.MOVED, wrong=("phone",)), "sample_items"),
        (FindingGiven(Outcome.LIVES, wrong=("shoe",)), "sample_items"),
        (FindingGiven(Outcome.LIVES, 3, 1), "sample_people_uncalled"),
    ):
        with pytest.raises(Refused, match=code):
            check(checkers[0], unit, given)
    home = listed(drawn(office, plan(kind=AuditKind.DOORS), "d"), checkers[0])[0]
    for given, code in (
        (FindingGiven(Outcome.LIVED_IN), "sample_people_missing"),
        (FindingGiven(Outcome.LIVED_IN, 1, 2), "sample_people"),
        (FindingGiven(Outcome.LIVED_IN, 999, 2), "sample_people"),
        (FindingGiven(Outcome.LIVES), "sample_outcome"),
    ):
        with pytest.raises(Refused, match=code):
            check(checkers[0], home, given)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "sample_name"),
        ({"digits": 6}, "sample_parts"),
        ({"digits": 13}, "sample_parts"),
        ({"size": 0}, "sample_size"),
        ({"again": 0}, "sample_again_share"),
        ({"region": "430181124999"}, "sample_frame_empty"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(street, office, change, code):
    if "region" in change:
        change["digits"] = 0
    with pytest.raises(Refused, match=code):
        drawn(office, plan(**change))
    with pytest.raises(Refused, match="sample_day"):
        drawn(office, plan(day=street.today + timedelta(days=1)))


def test_an_appeal_is_decided_by_others_and_the_figures_follow(
    street, office, checkers, own_street
):
    done = whole_way(office, checkers, street, MOVED)
    with acting(own_street):
        unit = next(u for u in samples.units(done, own_street) if u.region.startswith(HERE))
        samples.appeal(unit.id, "本人当天上夜班，已补核", actor=own_street, at=now())
        with pytest.raises(NotFound):
            samples.decide_appeal(unit.id, LIVES, reason="x", key="a", actor=own_street, at=now())
    with acting(office):
        before = samples.audit_result(done, office).whole.main.hits
        assert [u.id for u in samples.appeals(done)] == [unit.id]
        for _time in range(2):
            samples.decide_appeal(
                unit.id, LIVES, reason="再次上门见到本人", key="a", actor=office, at=now()
            )
        assert samples.appeals(done) == []
        assert samples.audit_result(done, office).whole.main.hits == before + 1
        assert samples.unit(unit.id, office)[0].findings[-1].reason == "再次上门见到本人"


def test_an_appeal_after_its_term_is_refused(street, office, checkers, own_street):
    done = whole_way(office, checkers, street)
    with acting(own_street):
        unit = samples.units(done, own_street)[0]
        with pytest.raises(Conflict, match="sample_appeal_late"):
            samples.appeal(unit.id, "晚了", actor=own_street, at=now() + timedelta(days=30))
        with pytest.raises(Refused, match="sample_reason_missing"):
            samples.appeal(unit.id, " ", actor=own_street, at=now())
