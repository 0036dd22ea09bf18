"""Two landlords' dispute: both consent, a mediator takes it up, both sign, the court may confirm it, a breach is
a case."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from anju.domains.casework.api import cases
from anju.domains.groups import models as tables
from anju.domains.groups.api import mediation, membership
from anju.domains.groups.api.mediation import MediationSide, MediationState, MediationStep
from anju.domains.groups.api.membership import Role
from anju.domains.groups.mediation.data import STEPS
from anju.domains.groups.mediation.rules import after
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.groups.town import (
    LEADER,
    OFFICE,
    STRANGER,
    Street,
    founded,
    joined,
    key,
    resident,
    seated,
)

CHAIR, SECOND, BUSY = (resident(n) for n in (401, 402, 403))


class Home:
    """A residents' home with two mediators; two people in a dispute, one of whom is on record."""

    def __init__(self) -> None:
        street = Street.built()
        self.one, self.two = resident(411, street.resident), resident(412)
        self.group = founded(CHAIR, name="调解之家")
        for who, member in zip((SECOND, BUSY), joined(self.group, SECOND, BUSY), strict=True):
            seated(self.group, CHAIR, member, who, Role.MEDIATOR)


@pytest.fixture(scope="module")
def home(once):
    return once(Home)


def asked(home, request: str = "") -> tuple[int, str]:
    with acting(home.one):
        return mediation.ask_mediation(
            home.group,
            "两家共用的院子",
            "隔壁把车停在门口，出不来。",
            own_name="周先生",
            other_name="吴先生",
            key=request or key(),
            actor=home.one,
            at=now(),
        )


def did(step, actor, *args, at=None, **more):
    with acting(actor):
        return step(
            *args, key=more.pop("request", "") or key(), actor=actor, at=at or now(), **more
        )


def seen(mediation_id: int, actor) -> mediation.Mediation:
    with acting(actor):
        return mediation.mediation(mediation_id, actor)


def agreed(home, *, at=None) -> int:
    made, code = asked(home)
    did(mediation.consent, home.two, code)
    did(mediation.take_up, SECOND, made)
    did(mediation.draft, SECOND, made, "晚八点后不停车。")
    for who in (home.one, home.two):
        did(mediation.step, who, made, MediationStep.SIGNED, at=at)
    return made


def test_both_consent_before_anybody_mediates(home):
    made, code = asked(home, "same")
    assert asked(home, "same") == (made, "")
    assert seen(made, home.one).state is MediationState.ASKED
    with pytest.raises(NotFound, match="mediation_unknown"):
        seen(made, home.two)
    with pytest.raises(Conflict, match="mediation_state"):
        did(mediation.take_up, SECOND, made)
    with pytest.raises(Conflict, match="mediation_own"):
        did(mediation.consent, home.one, code)
    with pytest.raises(NotFound, match="mediation_code"):
        did(mediation.consent, home.two, "AAAAAAAAAA")
    for _turn in range(2):
        assert did(mediation.consent, home.two, f" {code.lower()} ") == made
    with pytest.raises(NotFound, match="mediation_code"):
        did(mediation.consent, STRANGER, code)
    assert seen(made, home.two).state is MediationState.WAITING
    for who in (CHAIR, STRANGER, OFFICE, home.one):
        with pytest.raises(NotAllowed, match="mediation_mediators_only"):
            did(mediation.take_up, who, made)


def test_what_is_said_is_seen_by_the_three_and_by_nobody_else(home):
    made, code = asked(home)
    did(mediation.consent, home.two, code)
    assert seen(made, BUSY).subject, "while it waits, mediators of the group see it"
    did(mediation.take_up, SECOND, made)
    did(mediation.write, home.two, made, "那是公共的地方。")
    assert [e.text for e in seen(made, SECOND).events][-1] == "那是公共的地方。"
    for who in (CHAIR, BUSY, STRANGER, OFFICE, LEADER):
        with pytest.raises(NotFound, match="mediation_unknown"):
            seen(made, who)
        with acting(who):
            assert tables.MediationStepRow.objects.filter(mediation_id=made).count() == 0
        with pytest.raises(NotFound, match="mediation_unknown"):
            did(mediation.write, who, made, "插一句")


def test_either_side_withdraws_at_any_time_before_they_agree(home):
    for who in ("one", "two"):
        made, code = asked(home)
        did(mediation.consent, home.two, code)
        did(mediation.step, getattr(home, who), made, MediationStep.WITHDRAWN)
        assert seen(made, home.one).state is MediationState.ENDED
        with pytest.raises(Conflict, match="mediation_state"):
            did(mediation.take_up, SECOND, made)


def test_an_agreement_is_what_both_signed(home):
    made, code = asked(home)
    did(mediation.consent, home.two, code)
    did(mediation.take_up, SECOND, made)
    with pytest.raises(NotAllowed, match="mediation_side"):
        did(mediation.draft, home.one, made, "都听我的。")
    did(mediation.draft, SECOND, made, "晚八点后不停车。")
    did(mediation.step, home.one, made, MediationStep.SIGNED)
    did(mediation.draft, SECOND, made, "晚九点后不停车。")
    did(mediation.step, home.two, made, MediationStep.SIGNED)
    found = seen(made, home.one)
    assert found.state is MediationState.DRAFTED, "what was signed of another text counts no more"
    with pytest.raises(NotAllowed, match="mediation_side"):
        did(mediation.step, SECOND, made, MediationStep.SIGNED)
    did(mediation.step, home.one, made, MediationStep.SIGNED)
    found = seen(made, home.two)
    assert found.state is MediationState.AGREED and found.agreement == "晚九点后不停车。"
    did(mediation.step, home.one, made, MediationStep.KEPT)
    assert seen(made, home.two).state is MediationState.KEPT


def test_the_court_is_asked_within_thirty_days_on_the_statutory_clock(home):
    for day, last in {
        "2026-03-02": date(2026, 4, 1),
        "2026-09-04": date(2026, 10, 8),  # the thirtieth day is a holiday
        "2026-10-16": date(2026, 11, 16),  # a Sunday
    }.items():
        moment = datetime.fromisoformat(day).replace(tzinfo=CHINA)
        assert mediation.confirm_until("430181124205", moment) == last, day
    made = agreed(home)
    until = seen(made, home.one).confirm_until
    late = datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)
    with pytest.raises(Refused, match="mediation_late"):
        did(mediation.step, home.one, made, MediationStep.CONFIRMED, at=late)
    did(mediation.step, home.one, made, MediationStep.CONFIRMED, at=late - timedelta(hours=1))
    assert seen(made, home.two).confirmed_at is not None


def test_a_breach_becomes_a_case_of_who_says_so(home):
    made = agreed(home)
    with pytest.raises(Refused, match="mediation_unlinked"):
        did(mediation.report_breach, home.two, made, "又停了")
    with pytest.raises(Refused, match="mediation_text"):
        did(mediation.report_breach, home.one, made, " ")
    case = did(mediation.report_breach, home.one, made, "第二天又停了。")
    assert did(mediation.report_breach, home.one, made, "再说一次") == case
    with acting(home.one):
        record = cases.case(case, actor=home.one, at=now())
    assert record.line.matter == "agreement_breach"
    assert record.answers["counterpart"] == "吴先生"
    assert record.answers["agreement"] == "晚八点后不停车。"
    found = seen(made, home.two)
    assert found.state is MediationState.BREACHED and found.case_id is None
    assert seen(made, home.one).case_id == case


def test_messages_tell_the_other_sides_and_say_nothing_of_it(home):
    from tests.factories.staff import public

    home_two = resident(public("13900050002"))
    made, code = asked(home)
    did(mediation.consent, home_two, code)
    assert mediation.tell_sides(made, MediationSide.APPLICANT, at=now()) == 1
    (sent,) = notices.recent(limit=1)
    assert "院子" not in sent.text and str(made) in sent.text


def test_a_committee_that_does_not_mediate_is_not_asked(home):
    team = founded(CHAIR, "volunteers", name="志愿队")
    with acting(home.one), pytest.raises(Refused, match="mediation_not_here"):
        mediation.ask_mediation(
            team, "事", "话", own_name="甲", other_name="乙", key=key(), actor=home.one, at=now()
        )
    assert membership.group(team).kind == "volunteers"


def test_no_walk_of_steps_reaches_an_agreement_without_both_signatures():
    chance = random.Random(3)
    reached = set()
    ends = (MediationStep.WITHDRAWN, MediationStep.FAILED)
    for _ in range(2_000):
        state, signed = MediationState.ASKED, set()
        for _turn in range(60):
            step, side = chance.choice(list(STEPS)), chance.choice(list(MediationSide))
            if step in ends and chance.random() < 0.9:
                continue
            try:
                following = after(step, state, side, signed)
            except (Conflict, NotAllowed):
                continue
            if step is MediationStep.DRAFTED:
                signed = set()
            if step is MediationStep.SIGNED:
                signed |= {side}
            if following is MediationState.AGREED and state is not MediationState.AGREED:
                assert signed == {MediationSide.APPLICANT, MediationSide.OTHER}
            state = following
            reached.add(state)
    assert reached >= set(MediationState) - {MediationState.ASKED}
