"""Duties of the law: against an oracle written from the rules, over random histories. Who may leave, over all cases."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Mark, StayState, Step, Way
from anju.domains.casework.rescue.data import Bounds, Condition, Happened
from anju.domains.casework.rescue.rules.counting import HIDDEN, disclosed
from anju.domains.casework.rescue.rules.duties import conditions, duties_of
from anju.domains.casework.rescue.rules.leaving import Leaving, require_may_leave
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import NotAllowed, Refused

AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
BOUNDS = Bounds(minor_below=18, alone_from=16, cash_most=20)
AT_ONCE = {
    "doctor": (Condition.ILL, {Step.HOSPITAL, Step.FIRST_AID}),
    "police": (Condition.TRAFFICKED, {Step.POLICE}),
    "missing": (Condition.MISSING, {Step.POLICE}),
    "guardian": (Condition.MINOR, {Step.GUARDIAN, Step.POLICE}),
    "care_minor": (Condition.MINOR, {Step.CARE}),
    "care_disabled": (Condition.DISABLED, {Step.CARE}),
    "care_unable": (Condition.UNABLE, {Step.CARE}),
    "kin": (Condition.KIN_AGREED, {Step.KIN}),
}
WRITTEN = (
    Step.HOSPITAL, Step.FIRST_AID, Step.POLICE, Step.GUARDIAN, Step.CARE, Step.KIN, Step.NOTICE,
    Step.DNA, Step.PLACEMENT, Step.NEED,
)  # fmt: skip


def history(chance: random.Random) -> tuple[list[Happened], datetime]:
    """Some days at a station, and the moment at which it is looked at."""
    now, steps = AT, [Happened(Step.ADMITTED, AT, {"marks": _marks(chance)})]
    for _ in range(chance.randrange(9)):
        now += timedelta(minutes=chance.choice((1, 50, 600, 3000, 9000)))
        step = chance.choice((*WRITTEN, Step.MARKED, Step.KIN_WISH, Step.EXTENDED, Step.MISSING))
        detail = {}
        if step is Step.MARKED:
            detail = {"marks": _marks(chance)}
        if step is Step.KIN_WISH:
            detail = {"kin_wish": chance.choice(("yes", "no"))}
        if step is Step.EXTENDED:
            until = local_date(now) + timedelta(days=chance.randrange(30))
            detail = {"until": until.isoformat()}
        steps.append(Happened(step, now, detail))
    return steps, now + timedelta(hours=chance.randrange(500))


def _marks(chance: random.Random) -> str:
    return " ".join(m.value for m in Mark if chance.random() < 0.3)


def owed(steps, at, *, minor: bool, unknown: bool, missing: bool) -> set[str]:
    """What is open at that moment: read from the rules, day by day."""
    since: dict[Condition, datetime] = {}
    if minor:
        since[Condition.MINOR] = steps[0].at
    held: set[str] = set()
    for one in steps:
        if "marks" in one.detail:
            new = set(one.detail["marks"].split())
            since.update({Condition(m): one.at for m in new - held})
            for gone in held - new:
                del since[Condition(gone)]
            held = new
        if one.step is Step.KIN_WISH:
            since.pop(Condition.KIN_AGREED, None)
            if one.detail["kin_wish"] == "yes":
                since[Condition.KIN_AGREED] = one.at
        if one.step is Step.MISSING and missing:
            since[Condition.MISSING] = one.at
    found = {"long_stay"}
    for code, (about, done) in AT_ONCE.items():
        begun = since.get(about)
        if begun and not any(s.step in done and s.at >= begun for s in steps):
            found.add(code)
    if unknown:
        for code, step in (
            ("notice", Step.NOTICE),
            ("dna", Step.DNA),
            ("placement", Step.PLACEMENT),
        ):
            if not any(s.step is step for s in steps):
                found.add(code)
    return found


def test_what_is_owed_agrees_with_the_rules_over_random_histories():
    law, calendar = rescue.duties("430181", local_date(AT)), calendar_of()
    seen: set[str] = set()
    for seed in range(3_000):
        chance = random.Random(seed)
        steps, at = history(chance)
        minor, unknown = chance.random() < 0.4, chance.random() < 0.4
        gone = any(s.step is Step.MISSING for s in steps) and chance.random() < 0.5
        state = StayState.MISSING if gone else StayState.PRESENT
        now = conditions(steps, minor=minor, unknown=unknown, state=state)
        found = duties_of(law, steps, now, now=at, calendar=calendar)
        got = {d.duty.code for d in found if d.open}
        assert got == owed(steps, at, minor=minor, unknown=unknown, missing=gone), seed
        long_stay = next(d for d in found if d.duty.code == "long_stay")
        limit = local_date(AT) + timedelta(days=10)
        days = [
            datetime.fromisoformat(s.detail["until"]).date()
            for s in steps
            if s.step is Step.EXTENDED
        ]
        last = max([limit, *days])
        assert long_stay.due.astimezone(CHINA).date() == last
        late = at.astimezone(CHINA).date() > last
        assert (long_stay.status.state.value == "late") is late, "over its term: always a task"
        for d in found:
            if d.duty.code == "notice":
                assert d.due == AT + timedelta(hours=24)
        seen |= got
    assert seen == {d.code for d in law}


def test_the_police_are_asked_for_dna_within_seven_working_days_over_a_holiday():
    law = {d.code: d for d in rescue.duties("430181", local_date(AT))}
    came = datetime(2026, 9, 29, 23, 0, tzinfo=CHINA)
    steps = [Happened(Step.ADMITTED, came, {"marks": ""})]
    now = conditions(steps, minor=False, unknown=True, state=StayState.PRESENT)
    (dna,) = duties_of([law["dna"]], steps, now, now=came, calendar=calendar_of())
    # 30 September; 1 to 7 October are free; 8, 9, the worked 10 October, 12, 13, 14
    assert dna.due.date().isoformat() == "2026-10-14"


@pytest.mark.parametrize("way", list(Way))
def test_nobody_below_the_age_goes_alone_and_no_able_adult_is_held(way):
    for age, marks, told_police, signed, agreed in itertools.product(
        (0, 15, 16, 17, 18, 70),
        [frozenset(c) for n in range(4) for c in itertools.combinations(Mark, n)],
        (False, True),
        (False, True),
        (False, True),
    ):
        leaving = Leaving(
            way, age, marks, receiver="某人", signed=signed, agreed=agreed,
            police_notified=told_police, words="说明",
        )  # fmt: skip
        try:
            require_may_leave(leaving, BOUNDS)
            may = True
        except (Refused, NotAllowed):
            may = False
        alone = way in (Way.WORD, Way.TICKET, Way.UNSEEN)
        if alone and (age < 16 or Mark.UNABLE in marks):
            assert not may
        if way is Way.WORD and signed and age >= 18 and Mark.UNABLE not in marks:
            assert may, "an adult who can judge their own acts is never held"
        if way is Way.KIN and Mark.TRAFFICKED in marks:
            assert may is told_police


def test_small_counts_cannot_be_had_from_the_total():
    chance = random.Random(5)
    for _ in range(2_000):
        counts = {p: chance.choice((0, 0, 1, 2, 3, 4, 9)) for p in "abcd"}
        found = disclosed(counts, {"g": tuple("abcd")})
        hidden = [p for p in "abcd" if found[p] == HIDDEN]
        assert all(found[p] == counts[p] for p in "abcd" if p not in hidden)
        assert not any(0 < found[p] < 3 for p in "abcd")
        if hidden and sum(counts[p] > 0 for p in "abcd") > 1:
            assert len(hidden) > 1
