"""Matters as data: every term runs, nothing is asked that is proved or asked twice, each finds an office."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anju.domains.casework.api import cases, catalogue
from anju.domains.casework.cases.data import LIVE, STEPS, CaseState, Duty, Happened, Side, Step
from anju.domains.casework.cases.rules.answering import read_answers
from anju.domains.casework.cases.rules.clocks import clocks, due, limits
from anju.domains.casework.cases.rules.routing import level_above, route
from anju.domains.casework.cases.rules.stepping import after
from anju.foundation.calendar.statutory import State
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import CHINA
from anju.foundation.errors import Conflict, NotAllowed, Refused

DAY = date(2026, 11, 30)
PLACE = "430181124205"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def happened(*steps: tuple[str, str] | tuple[str, str, dict[str, str]]) -> list[Happened]:
    return [Happened(Step(s[0]), at(s[1]), s[2] if len(s) > 2 else {}) for s in steps]


def running(code: str, *steps, now: str, urgent: bool = False):
    found = clocks(
        cases.matter(code, PLACE, DAY),
        happened(*steps),
        urgent=urgent,
        now=at(now),
        calendar=calendar_of(),
    )
    return {(c.rule.code, c.round): c.status for c in found}


def test_no_form_asks_what_is_proved_nor_anything_twice():
    asked = {m.code: [q.fact for q in m.questions] for m in cases.every_matter()}
    assert catalogue.asked_twice(asked, catalogue.facts()) == []
    assert len(asked) >= 9


def test_every_matter_has_its_words_a_term_of_the_office_an_outcome_an_appeal_and_an_office():
    for m in cases.every_matter():
        for pair in (m.words, m.about, m.appeal, m.source, *(q.words for q in m.questions)):
            assert all(pair), m.code
        assert any(t.who is Side.OFFICE for t in m.terms) and all(t.source[0] for t in m.terms)
        assert m.outcomes
        assert cases.duty(m.code, PLACE, DAY).source[0]
        if m.subject:
            assert m.asked(m.subject).required or m.asked(m.subject).kind == "choice"


def test_services_point_to_matters_that_exist():
    codes = {m.code for m in cases.every_matter()}
    assert {s.matter for s in catalogue.services("", DAY)} - {""} <= codes


def test_the_wage_claim_runs_by_the_inspection_regulations():
    # 60 working days from acceptance on 2026-01-05: reckoned by hand with the published calendar of 2026
    history = (("filed", "2026-01-04 10:00"), ("accepted", "2026-01-05 10:00"))
    found = running("wage_claim", *history, now="2026-01-06 09:00")
    assert found["accept", 1].state is State.MET
    calendar = calendar_of()
    assert found["investigate", 1].due.date() == calendar.after(date(2026, 1, 5), 60)
    extended = running(
        "wage_claim",
        *history,
        ("extended", "2026-02-02 09:00", {"term": "investigate"}),
        now="2026-02-03 09:00",
    )
    assert extended["investigate", 1].due.date() == calendar.after(date(2026, 1, 5), 90)
    late = running("wage_claim", *history, now="2026-08-01 09:00")
    assert late["investigate", 1].state is State.LATE


def test_papers_stop_the_office_s_term_and_the_person_s_own_term_runs():
    found = running(
        "legal_aid",
        ("filed", "2026-03-02 09:00"),
        ("asked", "2026-03-04 09:00"),
        now="2026-03-05 09:00",
    )
    assert found["decide", 1].state is State.STOPPED
    assert found["papers", 1].due.date() == date(2026, 3, 19)
    again = running(
        "legal_aid",
        ("filed", "2026-03-02 09:00"),
        ("asked", "2026-03-04 09:00"),
        ("answered", "2026-03-10 09:00"),
        now="2026-03-11 09:00",
    )
    assert again["decide", 1].due.date() == date(2026, 3, 16), (
        "seven days, six of them stood still; a Sunday carried"
    )
    assert again["papers", 1].state is State.MET


def test_an_outcome_that_is_contested_lets_the_term_go_on_where_it_stood():
    history = (("filed", "2026-03-02 09:00"), ("proposed", "2026-03-03 09:00"))
    assert running("question", *history, now="2026-03-04 09:00")["answer", 1].state is State.MET
    contested = running(
        "question", *history, ("contested", "2026-03-05 09:00"), now="2026-03-06 09:00"
    )["answer", 1]
    assert contested.state is State.RUNNING and contested.due.date() == date(2026, 3, 11)
    closed = running(
        "question",
        *history,
        ("contested", "2026-03-05 09:00"),
        ("proposed", "2026-03-06 09:00"),
        ("confirmed", "2026-03-07 09:00"),
        ("reopened", "2026-04-07 09:00"),
        now="2026-04-08 09:00",
    )
    assert closed["answer", 1].state is State.MET and closed["answer", 2].state is State.RUNNING


def test_urgent_relief_is_paid_first_and_the_papers_follow_within_ten_working_days():
    history = (("filed", "2026-03-02 09:00"), ("paid_first", "2026-03-02 11:00"))
    assert ("urgent_papers", 1) not in running("temporary_relief", *history, now="2026-03-03 09:00")
    found = running("temporary_relief", *history, now="2026-03-03 09:00", urgent=True)
    assert found["urgent_papers", 1].due.date() == date(2026, 3, 16)


def test_the_limit_of_arbitration_does_not_run_while_employed_and_ends_a_year_after_leaving():
    wages = cases.matter("wage_claim", PLACE, DAY)
    employed, _going_on = limits(wages, {})
    left, _going_on = limits(wages, {"left_on": "2024-02-29"})
    assert employed.until is None and "不受一年时效限制" in employed.words[0]
    assert left.until == date(2025, 2, 28)
    assert "二十七" in employed.source[0]
    assert limits(cases.matter("legal_aid", PLACE, DAY), {"left_on": "2024-02-29"}) == ()


def test_the_next_moment_is_the_nearest_of_what_runs():
    matter = cases.matter("legal_aid", PLACE, DAY)
    found = clocks(
        matter,
        happened(("filed", "2026-03-02 09:00"), ("accepted", "2026-03-04 09:00")),
        urgent=False,
        now=at("2026-03-05 09:00"),
        calendar=calendar_of(),
    )
    assert due(found, Side.OFFICE).date() == date(2026, 3, 9), (
        "Saturday the 7th is carried to Monday"
    )
    assert due(found, Side.PERSON) is None


def test_the_duty_of_the_narrowest_place_counts_and_a_matter_s_own_before_that_for_all():
    words = ("甲", "A")
    since = date(2020, 1, 1)
    general = Duty("*", "4301", 9, "x", words, words, since)
    own = Duty("m", "", 6, "y", words, words, since)
    local = Duty("m", "430181", 12, "z", words, words, since)
    assert route([general, own], "m", PLACE, DAY) is own
    assert route([general, own, local], "m", PLACE, DAY) is local
    assert route([general, own, local], "m", "430102001001", DAY) is own
    with pytest.raises(Refused, match="case_no_duty"):
        route([general], "m", "110101001001", DAY)
    assert [level_above(o) for o in (PLACE, PLACE[:9], PLACE[:6], PLACE[:4])] == [
        PLACE[:9],
        PLACE[:6],
        PLACE[:4],
        PLACE[:4],
    ]


def test_nothing_but_confirming_and_withdrawing_closes_and_no_other_side_can():
    closing = {s for s, rule in STEPS.items() if rule.to is CaseState.CLOSED}
    assert closing == {Step.CONFIRMED, Step.WITHDRAWN}
    assert STEPS[Step.WITHDRAWN].by == (Side.PERSON,)
    assert STEPS[Step.CONFIRMED].after == (CaseState.PROPOSED,)
    for step in closing | {Step.PROPOSED, Step.TAKEN}:
        with pytest.raises(NotAllowed):
            after(step, CaseState.OPEN, Side.RESPONDENT, text="x")
    with pytest.raises(Conflict):
        after(Step.CONFIRMED, CaseState.OPEN, Side.PERSON)
    for state in LIVE:
        assert after(Step.MESSAGE, state, Side.PERSON, text="x") is state


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("debtor", "", "answer_missing"),
        ("debtor", "长" * 101, "answer_long"),
        ("amount_owed", "很多", "answer_money"),
        ("amount_owed", "-5", "answer_money"),
        ("amount_owed", "1.234", "answer_money"),
        ("amount_owed", "NaN", "answer_money"),
        ("owed_from", "1960-01-01", "answer_before_birth"),
        ("owed_from", "2027-01-01", "answer_ahead"),
        ("owed_from", "昨天", "answer_day"),
        ("left_on", "2020-01-01", "answer_order"),
        ("nobody_asks", "x", "answer_unknown"),
    ],
)
def test_each_wrong_answer_is_named_at_its_field(field, typed, fault):
    matter = cases.matter("wage_claim", PLACE, DAY)
    good = {"debtor": "甲", "amount_owed": "1,000元", "owed_from": "2026-01-01"}
    born = date(1990, 5, 5)
    assert read_answers(matter, good, born=born, today=DAY)["amount_owed"] == "1000"
    with pytest.raises(Refused) as refused:
        read_answers(matter, {**good, field: typed}, born=born, today=DAY)
    assert refused.value.params["faults"] == {field: fault}
