"""Plans of mothers and children: opened at will, booked, recorded, referred, moved and left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.health.api import plans
from anju.domains.health.api.children import NewGuardian
from anju.domains.health.api.figures import FACTS
from anju.domains.health.api.plans import Birth, Dating, Stand, State, Urgency
from anju.domains.statistics.api import indicators as statistics
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.foundation.facts import Question, Span, counted
from anju.foundation.notices import api as notices
from tests.domains.health.clinic.town import Clinics, key, nurse, parent
from tests.domains.health.plans.town import (
    MOTHER,
    born,
    child,
    joined,
    midwife,
    opened,
    recorded,
    seen,
)
from tests.factories.register import ELSEWHERE, HERE, PLATFORM

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


@pytest.fixture
def phone(town):
    """A woman with an account that the register does not know."""
    with acting(PLATFORM):
        return parent(access.public_user(phone="13900008899", at=town.at).id)


def own(town, phone, weeks: int | None = 10, request: str = "", **more: object) -> int:
    dating = Dating(town.ago(7 * weeks)) if weeks is not None else Dating()
    with acting(phone):
        return plans.open_own(
            town.here,
            key=request or key(),
            actor=phone,
            at=town.at,
            dating=dating,
            name="王芳",
            born=date(1992, 3, 3),
            **more,
        )


def stands(plan: plans.Plan) -> dict[str, Stand]:
    return {d.contact.code: d.stand for d in plan.dues}


def refused(code: str, act, *args: object, **more: object) -> AnjuError:
    with pytest.raises(AnjuError) as caught:
        act(*args, **more)
    assert caught.value.code == code
    return caught.value


def test_from_the_first_check_to_day_42_and_closed(town):
    plan = opened(town, weeks=12)
    assert stands(seen(town, plan))["early"] is Stand.NOW
    assert seen(town, plan).line.weeks == 12
    recorded(town, plan, "early")
    after = seen(town, plan)
    assert stands(after)["early"] is Stand.DONE and after.line.next_contact == "mid_1"
    refused("visit_recorded", recorded, town, plan, "early")
    early = refused("visit_early", recorded, town, plan, "late_2")
    assert early.params["day"] == town.ago(84) + timedelta(weeks=37)
    refused("visit_birth_missing", recorded, town, plan, "day_42")


def test_a_birth_opens_what_follows_it_and_the_last_check_closes_the_plan(town):
    plan = opened(town, weeks=None)
    born(town, plan, days=50)
    found = seen(town, plan)
    assert found.anchors.birth == town.ago(50) and found.living == 1
    recorded(town, plan, "after_birth", town.ago(45), items={"temperature": 36.6})
    recorded(town, plan, "day_42", items={"systolic": 118, "diastolic": 76})
    assert seen(town, plan).line.state is State.DONE
    refused("plan_done", recorded, town, plan, "early", town.ago(60))


def test_the_same_woman_has_one_plan_at_whichever_desk(town):
    plan = opened(town, request="a")
    assert opened(town, request="a") == plan == opened(town)
    with acting(midwife(ELSEWHERE)), pytest.raises(Conflict) as caught:
        plans.open_plan(MOTHER, town.far, key=key(), actor=midwife(ELSEWHERE), at=town.at)
    assert caught.value.code == "plan_elsewhere"
    code = seen(town, plan).code
    with acting(midwife(ELSEWHERE)):
        assert (
            plans.admit_plan(f"MZ {code}", town.far, actor=midwife(ELSEWHERE), at=town.at) == plan
        )
    assert seen(town, plan, midwife(ELSEWHERE)).line.clinic_id == town.far
    refused("plan_unknown", seen, town, plan)


def test_she_opens_books_moves_and_calls_off_on_her_phone(town, phone):
    plan = own(town, phone, request="one")
    assert own(town, phone, request="one") == own(town, phone) == plan
    day = town.today + timedelta(days=3)
    with acting(phone):
        plans.book(plan, day, actor=phone, at=town.at)
        plans.book(plan, day, actor=phone, at=town.at)
        plans.book(plan, day + timedelta(days=1), actor=phone, at=town.at)
        assert plans.plan(plan, actor=phone, at=town.at).booking.day == day + timedelta(days=1)
        with pytest.raises(Refused, match="clinic_day"):
            plans.book(plan, town.ago(1), actor=phone, at=town.at)
        plans.cancel(plan, actor=phone, at=town.at)
        plans.cancel(plan, actor=phone, at=town.at)
        assert plans.plan(plan, actor=phone, at=town.at).booking is None
        plans.change_clinic(plan, town.far, actor=phone, at=town.at)
    refused("plan_unknown", seen, town, plan)
    assert seen(town, plan, midwife(ELSEWHERE)).line.name == "王芳"


def test_leaving_takes_one_step_hides_it_from_the_clinic_and_can_be_taken_back(town, phone):
    plan = own(town, phone)
    recorded(town, plan, "early")
    with acting(phone):
        plans.book(plan, town.today, actor=phone, at=town.at)
        plans.leave(plan, actor=phone, at=town.at)
        plans.leave(plan, actor=phone, at=town.at)
        left = plans.plan(plan, actor=phone, at=town.at)
    assert left.line.state is State.LEFT and left.booking is None and len(left.visits) == 1
    assert left.line.next_from is None
    refused("plan_unknown", seen, town, plan)
    with acting(midwife()):
        assert plans.plan_queue(town.here, actor=midwife(), at=town.at, show="mothers").total == 0
        assert plans.find_plans("王芳", actor=midwife(), at=town.at) == []
    with acting(phone):
        plans.come_back(plan, actor=phone, at=town.at)
    assert seen(town, plan).line.state is State.OPEN


def test_a_plan_of_the_desk_is_put_on_the_phone_by_its_code_and_her_birth_date(town, phone):
    plan = opened(town)
    code = seen(town, plan).code
    with acting(phone):
        with pytest.raises(Refused, match="plan_code_unknown"):
            plans.claim_plan(code, date(1992, 3, 4), actor=phone, at=town.at)
        assert plans.claim_plan(code, date(1992, 3, 3), actor=phone, at=town.at) == plan
        assert plans.claim_plan(code, date(1992, 3, 3), actor=phone, at=town.at) == plan
        assert [p.id for p in plans.own_plans(phone, at=town.at)] == [plan]
    other = parent(99)
    with acting(other), pytest.raises(Refused, match="plan_claimed"):
        plans.claim_plan(code, date(1992, 3, 3), actor=other, at=town.at)


def test_a_sign_of_danger_is_referred_in_the_standards_words_and_followed_until_answered(town):
    plan = opened(town)
    refused("visit_referral_missing", recorded, town, plan, "early", signs=("bleeding",))
    recorded(town, plan, "early", signs=("bleeding",), referred_to="市妇幼保健院", request="v")
    recorded(town, plan, "early", signs=("bleeding",), referred_to="市妇幼保健院", request="v")
    (referral,) = seen(town, plan).referrals
    assert referral.urgency is Urgency.NOW
    assert referral.follow_by == town.today + timedelta(days=14)
    with acting(midwife()):
        queue = plans.plan_queue(town.here, actor=midwife(), at=town.at, show="referred")
        assert [x.id for x in queue.lines] == [plan]
        for _ in range(2):
            plans.answer_referral(
                referral.id, town.here, "已住院，平稳", actor=midwife(), at=town.at
            )
        with pytest.raises(Refused, match="referral_answered"):
            plans.answer_referral(referral.id, town.here, "别的", actor=midwife(), at=town.at)
        assert plans.plan_queue(town.here, actor=midwife(), at=town.at).counts["referred"] == 0
    assert seen(town, plan).referrals[0].answer == "已住院，平稳"


def test_a_contact_recorded_by_mistake_is_withdrawn_and_recorded_anew(town):
    plan = opened(town)
    visit = recorded(town, plan, "early", items={"weight": 85.0})
    with acting(midwife()):
        for _ in range(2):
            plans.withdraw_visit(visit, town.here, "写错了", key="w", actor=midwife(), at=town.at)
    assert stands(seen(town, plan))["early"] is Stand.NOW
    recorded(town, plan, "early", items={"weight": 58.0})
    assert [bool(v.withdrawn) for v in seen(town, plan).visits] == [True, False]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("visit_future", {"day": 1}),
        ("visit_contact", {"contact": "month_3"}),
        ("visit_contact", {"contact": "x"}),
        ("visit_item", {"items": {"weight": 5_800.0}}),
        ("visit_item", {"items": {"length": 50.0}}),
        ("visit_sign", {"signs": ("newborn_fits",), "referred_to": "院"}),
        ("visit_referral_needless", {"referred_to": "院"}),
        ("visit_empty", {"items": {}}),
        ("identity_number_in_text", {"note": "她的号码430181199203039963"}),
    ],
)
def test_what_cannot_be_is_refused_by_name(town, code, change):
    plan = opened(town)
    day = town.today + timedelta(days=change.pop("day", 0))
    contact = change.pop("contact", "early")
    refused(code, recorded, town, plan, contact, day, **change)


@pytest.mark.parametrize(
    ("code", "dating"),
    [
        ("dating_future", lambda t: Dating(t.today + timedelta(days=1))),
        ("dating_old", lambda t: Dating(t.ago(400))),
        ("dating_scan", lambda t: Dating(scan=t.ago(1))),
        ("dating_scan", lambda t: Dating(scan=t.ago(1), scan_days=500)),
    ],
)
def test_a_pregnancy_that_cannot_be_is_refused(town, code, dating):
    plan = opened(town)
    with acting(midwife()), pytest.raises(Refused, match=code):
        plans.set_dating(plan, dating(town), actor=midwife(), at=town.at)


def test_an_ultrasound_moves_every_day_that_follows(town):
    plan = opened(town, weeks=10)
    with acting(midwife()):
        plans.set_dating(plan, Dating(town.ago(70), town.today, 56), actor=midwife(), at=town.at)
    found = seen(town, plan)
    assert found.line.weeks == 8 and found.anchors.lmp == town.ago(56)


def test_births_that_cannot_be_are_refused(town):
    plan = opened(town, weeks=39)
    recorded(town, plan, "late_2")
    for code, birth in (
        ("birth_day", Birth(town.today + timedelta(days=1), 1)),
        ("birth_day", Birth(town.ago(200), 1)),
        ("birth_living", Birth(town.today, 12)),
        ("discharge_day", Birth(town.today, 1, town.ago(1))),
        ("birth_after_visit", Birth(town.ago(1), 1)),
    ):
        with acting(midwife()), pytest.raises(Refused, match=code):
            plans.record_birth(plan, town.here, birth, actor=midwife(), at=town.at)
    for wrong in (town.today + timedelta(days=1), town.ago(365 * 5)):
        refused("mother_birth", opened, town, new=replace(MOTHER, born=wrong, number=""))


def test_a_childs_plan_is_joined_by_its_guardian_and_seen_by_nobody_else(town, phone):
    guardian = NewGuardian("mother", "王芳", "", "13900008899", None, phone.user_id)
    one = child(town, 20, guardian)
    plan = joined(town, one, phone)
    assert joined(town, one, phone) == joined(town, one) == plan
    assert stands(seen(town, plan))["newborn"] is Stand.BEFORE
    assert seen(town, plan, phone).line.name == "周小满"
    refused("plan_unknown", seen, town, plan, nurse())
    refused("plan_unknown", seen, town, plan, parent(77))
    refused("plan_unknown", seen, town, plan, midwife(ELSEWHERE))
    with acting(phone):
        assert plans.plans_of_children([one]) == {one: (plan, State.OPEN)}
        plans.leave(plan, actor=phone, at=town.at)
    refused("plan_unknown", seen, town, plan)


def test_a_child_is_measured_and_only_an_open_plan_of_this_clinic_takes_it(town):
    plan = joined(town, child(town, 95))
    recorded(town, plan, "month_3", items={"weight": 6.4, "length": 61.0, "head": 40.0})
    (visit,) = seen(town, plan).visits
    assert visit.items == {"weight": 6.4, "length": 61.0, "head": 40.0}
    assert seen(town, plan).line.next_contact == "month_6"
    refused("plan_unknown", recorded, town, plan, "full_month", actor=nurse())
    old = child(town, 365 * 8)
    refused("plan_child_age", joined, town, old)


ACTORS = {
    "midwife": (midwife(), True),
    "midwife of the district": (midwife(HERE[:6]), True),
    "midwife of another place": (midwife(ELSEWHERE), False),
    "nurse": (nurse(), False),
    "stranger": (parent(66), False),
}


@pytest.mark.parametrize("name", ACTORS)
def test_who_sees_and_writes_a_womans_plan(town, name):
    actor, may = ACTORS[name]
    plan = opened(town)
    acts = (
        lambda: plans.plan(plan, actor=actor, at=town.at),
        lambda: plans.book(plan, town.today, actor=actor, at=town.at),
        lambda: plans.set_dating(plan, Dating(town.ago(60)), actor=actor, at=town.at),
    )
    for act in acts:
        with acting(actor):
            if may:
                act()
            else:
                with pytest.raises((NotFound, NotAllowed)):
                    act()


def test_reminders_come_once_in_the_language_of_the_account_and_say_nothing(town, phone):
    with acting(PLATFORM):
        access.set_language(user_id=phone.user_id, language="en")
    own(town, phone, weeks=17)

    def told(at) -> int:
        with acting(PLATFORM):
            return plans.remind_of_contacts(actor=PLATFORM, at=at)

    assert (told(town.at), told(town.at)) == (1, 0)
    (text,) = [m.text for m in notices.recent(kind="health.plan_reminder")]
    assert "Sign in" in text and "王芳" not in text and "regnan" not in text
    assert told(town.at + timedelta(days=23)) == 1, "the days end"
    assert told(town.at + timedelta(days=30)) == 1, "the next contact has begun"


def test_rates_count_in_districts_and_lead_to_nobody(town):
    plan = opened(town, weeks=12)
    born_on = town.today
    with acting(midwife()):
        later = town.at + timedelta(days=200)
        plans.record_birth(
            plan,
            town.here,
            Birth(town.today + timedelta(days=195), 1),
            actor=midwife(),
            at=later,
        )
    baby = joined(town, child(town, 5))
    recorded(town, baby, "newborn", items={"weight": 3.4})
    facts = {f.code: f for f in FACTS}
    span = Span(born_on - timedelta(days=30), born_on + timedelta(days=300))

    def count(code: str, place: str, **where: tuple[str, ...]) -> int:
        with acting(PLATFORM):
            (found,) = counted([Question(facts[code], (place,), span, tuple(where.items()))])
        return sum(found.values())

    assert count("care_done", HERE[:6], what=("early",)) == 1
    assert count("care_done", HERE[:6], what=("newborn",)) == 1
    assert count("care_done", HERE[:6], what=("child",)) == 1
    assert count("care_birth", HERE[:6]) == count("care_child", HERE[:6]) == 1
    for code in facts:
        assert count(code, HERE[:9]) == 0, "no street is counted by itself"
    visit = seen(town, baby).visits[0].id
    with acting(midwife()):
        plans.withdraw_visit(visit, town.here, "写错了", key="w", actor=midwife(), at=town.at)
    assert count("care_done", HERE[:6], what=("newborn",)) == 0


def test_indicators_have_no_data_without_births_in_streets_and_below_ten(town):
    leader = Actor(
        "staff",
        9,
        "领导",
        (Grant("leader", frozenset({"stats.see"}), region=HERE[:4]),),
        purpose="statistics",
    )
    rates = [i for i in statistics.indicators().values() if i.topic == "health"]
    assert len(rates) == 4 and all(i.formula is statistics.Formula.RATE for i in rates)
    span = Span(town.ago(60), town.today)

    def shares(place: str) -> list[float | None]:
        with acting(leader):
            found = statistics.figures(rates, place, [span], actor=leader)
        return [found[i.code][0].value for i in rates]

    assert shares(HERE[:6]) == [None] * 4
    for n in range(9):
        child(town, 20 + n, NewGuardian("mother", f"王芳{n}", "", f"1390000880{n}"))
    plan = joined(town, child(town, 40))
    assert shares(HERE[:6])[2:] == [0.0, 0.0]
    recorded(town, plan, "full_month", town.ago(11), items={"weight": 4.2})
    assert shares(HERE[:6])[3] == 10.0 and shares(HERE[:9]) == [None] * 4
    with acting(leader):
        assert statistics.by_part(rates[3], HERE[:6], span, actor=leader) == {}
        with pytest.raises(NotAllowed):
            statistics.behind(rates[3], HERE[:6], span, actor=leader)
