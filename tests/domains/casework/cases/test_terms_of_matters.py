"""Every matter's terms by its law, each date reckoned by hand on the published calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anju.domains.casework.api import cases
from anju.domains.casework.cases.data import Happened, Step
from anju.domains.casework.cases.queries.matters import VARIANTS, stage_duty
from anju.domains.casework.cases.rules.clocks import clocks, limits
from anju.foundation.calendar.statutory import State
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import CHINA
from anju.foundation.law.validity import holds

DAY = date(2026, 3, 2)
"""A Monday."""
HERE, QINGDAO, HANGZHOU = "430181124205", "370202001001", "330102001001"
KASHI, SHANGLUO, JINAN, NINGBO = "653101001001", "611002100100", "370102001001", "330203001001"


def steps(*taken: tuple[str, ...]) -> list[Happened]:
    """(step, day) or (step, day, stage or outcome) at nine in the morning."""
    return [
        Happened(
            Step(one[0]),
            datetime.fromisoformat(f"{one[1]} 09:00").replace(tzinfo=CHINA),
            dict(zip(("stage" if one[0] == "staged" else "outcome",), one[2:], strict=False)),
        )
        for one in taken
    ]


def found(code: str, *taken: tuple[str, ...], place: str = HERE, urgent: bool = False):
    happened = steps(*taken)
    matter = cases.matter(code, place, DAY)
    now = happened[-1].at
    return {
        c.rule.code: c
        for c in clocks(matter, happened, urgent=urgent, now=now, calendar=calendar_of())
    }


def due(code: str, term: str, *taken: tuple[str, ...], **more) -> date:
    return found(code, *taken, **more)[term].status.due.date()


FILED = ("filed", "2026-03-02")


@pytest.mark.parametrize(
    ("code", "term", "place", "taken", "last"),
    [
        ("wage_claim", "accept", HERE, [FILED], "2026-03-09"),
        ("wage_claim", "accept", HANGZHOU, [FILED], "2026-03-09"),
        ("wage_claim", "mediate", HERE, [FILED, ("staged", "2026-03-02", "mediation")], "2026-03-17"),
        ("wage_claim", "arb_accept", HERE, [FILED, ("staged", "2026-03-02", "arbitration")], "2026-03-09"),
        ("wage_claim", "arb_copy", HERE, [FILED, ("staged", "2026-03-03", "tribunal")], "2026-03-09"),
        ("wage_claim", "award", HERE, [FILED, ("staged", "2026-03-02", "tribunal")], "2026-04-16"),
        ("wage_claim", "decide", QINGDAO, [FILED, ("staged", "2026-03-02", "deciding")], "2026-03-23"),
        ("legal_aid", "decide", HERE, [FILED], "2026-03-09"),
        ("legal_aid", "assign", HERE, [FILED, ("accepted", "2026-03-03")], "2026-03-06"),
        ("aid_objection", "answer", HERE, [FILED], "2026-03-09"),
        ("mediation", "settle", HERE, [FILED], "2026-04-02"),
        ("mediation", "settle", NINGBO, [FILED], "2026-04-02"),
        ("agreement_breach", "press", HERE, [FILED], "2026-04-02"),
        ("temporary_relief", "decide", HERE, [FILED], "2026-03-23"),
        ("temporary_relief", "decide", KASHI, [FILED], "2026-03-23"),
        ("temporary_relief", "decide", SHANGLUO, [FILED], "2026-05-28"),
        ("temporary_relief", "publish", HANGZHOU, [FILED, ("staged", "2026-03-03", "published")], "2026-03-10"),
        ("public_housing", "decide", HERE, [FILED], "2026-04-14"),
        ("question", "answer", HERE, [FILED], "2026-03-09"),
        ("question", "answer", JINAN, [FILED], "2026-03-09"),
        ("data_request", "answer", HERE, [FILED], "2026-04-01"),
        ("employment", "contact", HERE, [FILED], "2026-03-09"),
        ("complaint", "accept", HERE, [FILED], "2026-03-17"),
        ("complaint", "decide", HERE, [FILED], "2026-05-06"),
    ],
)  # fmt: skip
def test_each_term_ends_on_the_day_its_rule_says(code, term, place, taken, last):
    assert due(code, term, *taken, place=place) == date.fromisoformat(last)


def test_inspection_shows_sixty_working_days_and_the_thirty_more_it_may_have():
    term = found("wage_claim", FILED, ("accepted", "2026-03-02"))["investigate"]
    calendar = calendar_of()
    assert term.status.due.date() == calendar.after(DAY, 60) == date(2026, 5, 28)
    assert term.longest.date() == calendar.after(DAY, 90)
    extended = steps(FILED, ("accepted", "2026-03-02"), ("extended", "2026-03-05"))
    extended[-1] = Happened(Step.EXTENDED, extended[-1].at, {"term": "investigate"})
    (again,) = [
        c
        for c in clocks(
            cases.matter("wage_claim", HERE, DAY),
            extended,
            urgent=False,
            now=extended[-1].at,
            calendar=calendar,
        )
        if c.rule.code == "investigate"
    ]
    assert again.status.due.date() == calendar.after(DAY, 90)
    assert again.longest is None, "it may be extended once"


def test_arbitration_has_forty_five_days_and_fifteen_more_carried_over_a_holiday():
    term = found("wage_claim", FILED, ("staged", "2026-03-02", "tribunal"))["award"]
    assert term.status.due.date() == date(2026, 4, 16)
    assert term.longest.date() == date(2026, 5, 6), (
        "60 days end on Labour Day, a holiday until the 5th"
    )


def test_an_award_meets_the_term_and_a_partial_one_does_not():
    taken = (FILED, ("staged", "2026-03-02", "tribunal"), ("staged", "2026-03-20", "partial"))
    assert found("wage_claim", *taken)["award"].status.state is State.RUNNING
    awarded = found("wage_claim", *taken, ("staged", "2026-04-10", "awarded"))
    assert awarded["award"].status.state is State.MET
    assert awarded["arb_copy"].status.state is State.MET_LATE, "no copy was served in five days"
    served = found("wage_claim", *taken[:2], ("notified", "2026-03-05"))
    assert served["arb_copy"].status.state is State.MET


def test_naming_a_lawyer_ends_the_three_days():
    taken = (FILED, ("accepted", "2026-03-03"), ("staged", "2026-03-05", "assigned"))
    assert found("legal_aid", *taken)["assign"].status.state is State.MET
    other = found("legal_aid", *taken[:2], ("message", "2026-03-05"))
    assert other["assign"].status.state is State.RUNNING


@pytest.mark.parametrize(
    ("code", "outcome", "limit", "until"),
    [
        ("mediation", "agreed", "confirmation", "2026-04-01"),
        ("wage_claim", "award", "court", "2026-03-17"),
        ("complaint", "refused", "review", "2026-04-01"),
    ],
)
def test_an_outcome_opens_the_way_that_the_law_gives_and_another_does_not(
    code, outcome, limit, until
):
    matter = cases.matter(code, HERE, DAY)
    named = {
        x.code: x for x in limits(matter, {}, steps(FILED, ("proposed", "2026-03-02", outcome)))
    }
    assert named[limit].until == date.fromisoformat(until) and "{until}" in named[limit].words[0]
    other = next(o for o, _words in matter.outcomes if o != outcome)
    assert limit not in {
        x.code for x in limits(matter, {}, steps(("proposed", "2026-03-02", other)))
    }
    gone = steps(("proposed", "2026-03-02", outcome), ("contested", "2026-03-03"))
    assert limit not in {x.code for x in limits(matter, {}, gone)}
    closed = steps(("proposed", "2026-03-02", outcome), ("confirmed", "2026-03-03", outcome))
    assert limit in {x.code for x in limits(matter, {}, closed)}, "it runs on after closing"


def test_inspection_looks_back_two_years_from_the_end_of_the_arrears():
    matter = cases.matter("wage_claim", HERE, DAY)
    by_code = {x.code: x for x in limits(matter, {"owed_to": "2025-06-30"})}
    assert by_code["inspection"].until == date(2027, 6, 30)
    assert {x.code: x.until for x in limits(matter, {})} == {
        "arbitration": None,
        "inspection": None,
    }


def test_a_place_s_own_rules_are_dated_and_shown_before_one_files():
    assert all(v.valid_from and v.source[0] and v.confidence for v in VARIANTS.entries())
    shanghai = cases.matter("temporary_relief", "310101001001", DAY)
    assert "居住地" in shanghai.notes[0][0]
    before = cases.matter("temporary_relief", "310101001001", date(2023, 12, 31))
    assert before.notes == (), "the rule of 2024 does not hold the year before"
    assert "满 6 个月" in cases.matter("temporary_relief", "340281001001", DAY).notes[0][0]
    for variant in VARIANTS.entries():
        region = variant.region.ljust(12, "0")
        kept = {t.code: t for t in cases.matter(variant.matter, region, DAY).terms}
        assert not holds(variant, DAY) or all(kept[t.code] == t for t in variant.terms)


def test_arbitration_goes_to_the_commission_and_other_stages_stay():
    duty = stage_duty("wage_claim", "arbitration", HERE, DAY)
    assert duty.department == "arbitration" and "第二十一条" in duty.source[0]
    assert stage_duty("wage_claim", "tribunal", HERE, DAY) is None
    assert cases.duty("wage_claim", HERE, DAY).department == "labour"


def test_who_must_answer_has_ten_days_in_arbitration_and_must_produce_what_the_law_makes_it_keep():
    rule = cases.matter("wage_claim", HERE, DAY).respondent
    assert {d.code for d in rule.documents} >= {"contract", "worker_list", "pay_ledger", "pay_list"}
    assert all("第" in d.source[0] for d in rule.documents)
    assert "第五十条" in rule.silence[0] and "不利后果" in rule.silence[0]
    in_arbitration = rule.answer_in("tribunal")
    assert (in_arbitration.term.amount, in_arbitration.term.unit.value) == (10, "days")
    assert "第三十条" in in_arbitration.source[0]
    assert rule.answer_in("inspection") == rule.answer_in("anything else")
    told = set(rule.facts)
    assert not told & {"debtor_contact", "aid_wanted", "what"}, "no more than what is claimed"
