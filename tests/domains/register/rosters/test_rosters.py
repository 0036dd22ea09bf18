"""The weekly roster: who owes it, when it came, who is reminded; turnover by week; contracts that end."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.employers import api as employers
from anju.domains.register import api as register
from anju.domains.register.api import rosters
from anju.domains.register.rosters.rules import monday_of, standing, turnover
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.notices import api as notices
from tests.domains.employers.offices import (
    clerk_of,
    officer,
    other_firm,
    resident,
    stranger,
)
from tests.factories.law import put
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Sender, Street, declared
from tests.factories.spreadsheets import delimited, person

WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=CHINA)
PHONE = "13500000001"
EVERYBODY = """
region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-30
employers:
  - key: roster
    zh: 每周花名册
    en: Weekly roster
    least: 1
    due: 4
    valid_from: 2026-01-01
    confidence: L
    source: {zh: 测试, en: Test}
"""


@pytest.fixture
def asked(law_folder):
    """The city asks every employer with a worker, by Thursday."""
    put(law_folder, EVERYBODY)


@pytest.fixture(scope="module")
def street(once):
    return once(lambda: Street.built(at=WEDNESDAY))


def sender(street):
    party = street.firm.party
    return Sender(party, "employer", "星火", party=party, region=HERE, employer_id=street.firm.id)


def sent(street, at):
    """A roster of everybody at work, applied."""
    rows = [["姓名", "身份证号", "手机", "入职日期"], [*person(60), "2026-03-01"]]
    actor = clerk_of(street)
    with acting(PLATFORM):
        kept = register.receive(
            delimited(rows),
            f"{at:%m%d%H%M}.csv",
            form="employer-roster",
            sender=sender(street),
            actor=PLATFORM,
            at=at,
        )
        register.apply_import(kept.id, actor=PLATFORM, at=at)
    return actor


def stands(street, at, actor=None):
    actor = actor or officer()
    with acting(actor):
        return rosters.roster_standings([street.firm], actor=actor, at=at)[street.firm.id]


def contact(street):
    with acting(PLATFORM):
        employers.add_contact(
            street.firm.id, actor=PLATFORM, name="周人事", phone=PHONE, at=street.at
        )


def told():
    with acting(PLATFORM):
        return [m.text for m in notices.recent(to=PHONE)]


@given(st.booleans(), st.booleans(), st.dates(), st.integers(1, 7))
def test_late_only_where_asked_nothing_came_and_the_day_is_over(asked, arrived, day, due):
    last = monday_of(day) + timedelta(days=due - 1)
    found = standing(asked=asked, arrived=arrived, due=last, today=day)
    assert (found == "arrived") == arrived
    assert (found == "late") == (asked and not arrived and day.isoweekday() > due)
    assert (found == "not_asked") == (not asked and not arrived)


@pytest.mark.django_db
def test_a_roster_is_due_then_late_then_arrived_and_due_anew_on_monday(asked, street):
    assert stands(street, WEDNESDAY).state == "due"
    friday = WEDNESDAY + timedelta(days=2)
    assert stands(street, friday).state == "late"
    assert stands(street, friday).last_at is None
    sent(street, friday)
    found = stands(street, friday + timedelta(hours=1), clerk_of(street))
    assert (found.state, found.arrived_at, found.unchanged) == ("arrived", friday, False)
    monday = WEDNESDAY + timedelta(days=5)
    found = stands(street, monday)
    assert (found.state, found.last_at, found.due) == ("due", friday, date(2026, 12, 3))


@pytest.mark.django_db
def test_an_employer_below_the_size_owes_none_but_what_it_sends_counts(street):
    assert stands(street, WEDNESDAY).state == "not_asked"
    sent(street, WEDNESDAY)
    assert stands(street, WEDNESDAY).state == "arrived"


@pytest.mark.django_db
def test_a_week_without_a_change_is_said_in_one_press_and_taken_back(asked, street):
    actor = clerk_of(street)
    with acting(actor), pytest.raises(Refused, match="roster_first"):
        rosters.declare_unchanged(street.firm.id, actor=actor, at=WEDNESDAY)
    sent(street, WEDNESDAY)
    monday = WEDNESDAY + timedelta(days=5)
    with acting(actor):
        for _again in range(2):
            found = rosters.declare_unchanged(street.firm.id, actor=actor, at=monday)
        assert (found.state, found.unchanged) == ("arrived", True)
        assert rosters.withdraw_unchanged(street.firm.id, actor=actor, at=monday).state == "due"


@pytest.mark.django_db
@pytest.mark.parametrize("who", [stranger, other_firm, resident])
def test_others_neither_see_how_an_employer_stands_nor_remind_it(asked, street, who):
    actor = who()
    with acting(actor):
        for asked_for in (
            lambda: rosters.roster_standings([street.firm], actor=actor, at=WEDNESDAY),
            lambda: rosters.remind_of_roster(street.firm.id, actor=actor, at=WEDNESDAY),
            lambda: rosters.declare_unchanged(street.firm.id, actor=actor, at=WEDNESDAY),
            lambda: rosters.employer_overview(street.firm, actor=actor, at=street.at),
            lambda: rosters.contract_counts(
                [street.firm], actor=actor, today=street.today, within=(30,)
            ),
        ):
            with pytest.raises(NotAllowed):
                asked_for()


@pytest.mark.django_db
def test_a_late_employer_is_reminded_once_a_week_and_by_hand_once_a_day(asked, street):
    contact(street)
    assert rosters.remind_late(actor=PLATFORM, at=WEDNESDAY) == 0
    friday = WEDNESDAY + timedelta(days=2)
    assert rosters.remind_late(actor=PLATFORM, at=friday, block=1) == 1
    assert rosters.remind_late(actor=PLATFORM, at=friday) == 0
    assert rosters.remind_late(actor=PLATFORM, at=friday + timedelta(days=1)) == 0
    assert len(told()) == 1
    assert "2026-11-23 至 2026-11-29" in told()[0]
    actor, saturday = officer(), friday + timedelta(days=1)
    with acting(actor):
        for _again in range(2):
            found = rosters.remind_of_roster(street.firm.id, actor=actor, at=saturday)
    assert (found.reminded_on, found.reached) == (date(2026, 11, 28), 1)
    assert len(told()) == 2
    sent(street, saturday)
    with acting(actor), pytest.raises(Conflict, match="roster_not_due"):
        rosters.remind_of_roster(street.firm.id, actor=actor, at=saturday)


@pytest.mark.django_db
def test_who_cannot_be_reached_by_a_message_is_said_to_be_so(asked, street):
    actor = officer()
    with acting(actor), pytest.raises(Refused, match="employer_unreachable"):
        rosters.remind_of_roster(street.firm.id, actor=actor, at=WEDNESDAY)


@given(
    st.lists(st.tuples(st.integers(-40, 90), st.one_of(st.none(), st.integers(1, 80))), max_size=25)
)
def test_heads_at_the_end_of_a_week_are_those_of_the_jobs_that_hold_on_that_day(jobs):
    first = date(2026, 9, 7)
    spans = [
        (first + timedelta(days=s), None if n is None else first + timedelta(days=s + n))
        for s, n in jobs
    ]
    last = first + timedelta(days=7 * 11)
    until = last + timedelta(days=6)
    joined, left = {}, {}
    for start, end in spans:
        if first <= start <= until:
            joined[monday_of(start)] = joined.get(monday_of(start), 0) + 1
        if end and first <= end <= until:
            left[monday_of(end)] = left.get(monday_of(end), 0) + 1
    eve = first - timedelta(days=1)

    def heads(day):
        return sum(start <= day and (end is None or day < end) for start, end in spans)

    for week in turnover(first, last, before=heads(eve), joined=joined, left=left):
        assert week.at_work == heads(week.monday + timedelta(days=6))


@pytest.mark.django_db
def test_turnover_counts_who_came_and_left_week_by_week(street):
    chance = random.Random(7)
    hires = [
        {
            **somebody("高远", 920 + n).item,
            "kind": "hire",
            "start": street.today - timedelta(days=d),
        }
        for n, d in enumerate(chance.sample(range(1, 80), 12))
    ]
    outcomes = declared(hires, sender=sender(street), at=WEDNESDAY).outcomes
    assert {o.status for o in outcomes} == {"applied"}
    gone = [
        {**somebody("高远", 920 + n).item, "kind": "dismiss", "end": street.today} for n in range(3)
    ]
    declared(gone, sender=sender(street), at=WEDNESDAY)
    actor = clerk_of(street)
    with acting(actor):
        weeks = rosters.employer_overview(street.firm, actor=actor, at=street.at)[0].weeks
        now = register.head_count(street.firm.id, as_of=street.today)
        counted = register.job_turnover(
            street.firm.id, since=weeks[0].monday, until=street.today + timedelta(days=1)
        )
    assert len(weeks) == 12
    assert weeks[-1].monday == monday_of(street.today)
    assert weeks[-1].at_work == now
    assert sum(w.joined for w in weeks) == counted.joined
    assert sum(w.left for w in weeks) == counted.left == 3


@pytest.mark.django_db
def test_contracts_that_end_are_listed_and_the_employer_is_told_once_of_each(street):
    contact(street)
    ends = (-3, 5, 29, 31, 59, 61)
    hires = [
        {
            **somebody("高远", 930 + n).item,
            "kind": "hire",
            "start": street.today - timedelta(days=40),
            "contract_end": street.today + timedelta(days=d),
        }
        for n, d in enumerate(ends)
    ]
    declared(hires, sender=sender(street), at=WEDNESDAY)
    actor = clerk_of(street)
    with acting(actor):
        found, total = rosters.ending_contracts(street.firm.id, today=street.today, within=30)
        assert total == 3
        assert [(c.ends - street.today).days for c in found] == [-3, 5, 29]
        counts = rosters.contract_counts(
            [street.firm], actor=actor, today=street.today, within=(30, 60)
        )
        assert counts == {street.firm.id: (3, 5)}
        before = register.head_count(street.firm.id, as_of=street.today)
    for actor in (stranger(), other_firm(), resident()):
        with acting(actor):
            assert rosters.ending_contracts(street.firm.id, today=street.today, within=30)[1] == 0
    assert rosters.remind_of_contracts(actor=PLATFORM, at=WEDNESDAY) == 1
    assert rosters.remind_of_contracts(actor=PLATFORM, at=WEDNESDAY + timedelta(days=1)) == 1
    assert rosters.remind_of_contracts(actor=PLATFORM, at=WEDNESDAY + timedelta(days=2)) == 0
    assert ["2 名员工" in text for text in told()] == [False, True]
    with acting(PLATFORM):
        assert register.head_count(street.firm.id, as_of=street.today) == before
