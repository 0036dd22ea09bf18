"""When contacts fall due: against a second reading of the standard, written from its sentences."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.health.api import plans
from anju.domains.health.api.plans import Anchors, Dating, Kind, Stand
from anju.foundation.days import age_on

STANDARD = plans.standards()[-1]
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
WEEKS = {
    "early": (0, 12),
    "mid_1": (16, 20),
    "mid_2": (21, 24),
    "late_1": (28, 36),
    "late_2": (37, 40),
}
MONTHS = {"month_3": 3, "month_6": 6, "month_8": 8, "month_12": 12, "month_18": 18}
MONTHS |= {"month_24": 24, "month_30": 30, "month_36": 36, "year_4": 48, "year_5": 60, "year_6": 72}


def months_old(born: date, day: date) -> int:
    """Full months, counted one by one; who was born on a day that the month lacks is a month older on its last day."""
    months = 0
    while True:
        year, month = divmod(born.year * 12 + born.month - 1 + months + 1, 12)
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        if date(year, month + 1, min(born.day, last)) > day:
            return months
        months += 1


def by_code(kind: Kind, anchors: Anchors, today: date, done=()) -> dict[str, plans.Due]:
    return {d.contact.code: d for d in plans.dues(STANDARD, kind, anchors, done, today)}


def test_there_are_seven_contacts_of_a_mother_and_thirteen_of_a_child():
    assert len(STANDARD.of(Kind.MOTHER)) == 7
    assert [c.code for c in STANDARD.of(Kind.CHILD)][:3] == ["newborn", "full_month", "month_3"]
    assert len(STANDARD.of(Kind.CHILD)) == 13
    for contact in STANDARD.contacts:
        assert all(contact.clause) and all(contact.name) and contact.form in STANDARD.forms
    for form in STANDARD.forms.values():
        assert {s.urgency for s in form.signs} <= set(form.referral)
        codes = [x.code for x in (*form.items, *form.signs)]
        assert len(codes) == len(set(codes))


@given(DAYS, st.integers(0, 300))
def test_a_contact_before_birth_is_open_in_its_weeks_and_in_no_other(lmp, after):
    today = lmp + timedelta(days=after)
    weeks = after // 7
    for code, due in by_code(Kind.MOTHER, Anchors(lmp=lmp), today).items():
        if code not in WEEKS:
            assert due.stand is Stand.UNKNOWN and due.begins is None
            continue
        first, last = WEEKS[code]
        expected = (
            Stand.NOW
            if first <= weeks <= last
            else (Stand.AHEAD if weeks < first else Stand.PASSED)
        )
        assert due.stand is expected, (code, weeks)


@given(DAYS, st.integers(0, 9), st.integers(0, 90))
def test_after_birth_the_visit_follows_the_hospital_and_the_check_the_birth(birth, stay, after):
    left, today = birth + timedelta(days=stay), birth + timedelta(days=after)
    lmp = birth - timedelta(days=270)
    found = by_code(Kind.MOTHER, Anchors(lmp, birth, left), today)
    assert all(found[c].stand is Stand.PASSED for c in WEEKS)
    never_dated = by_code(Kind.MOTHER, Anchors(None, birth, left), today)
    assert all(never_dated[c].stand is Stand.PASSED for c in WEEKS)
    visit, check = found["after_birth"], found["day_42"]
    assert (visit.begins, visit.until) == (left, left + timedelta(days=7))
    assert check.begins == birth + timedelta(days=42) and check.until is None
    assert (check.stand is Stand.NOW) == (after >= 42)


@given(DAYS, st.integers(0, 2_700))
def test_a_childs_contacts_follow_its_age_without_gap_or_overlap(birth, after):
    today = birth + timedelta(days=after)
    found = by_code(Kind.CHILD, Anchors(birth=birth), today)
    open_now = [c for c, d in found.items() if d.stand is Stand.NOW]
    months = months_old(birth, today)
    if months >= 3 and age_on(birth, today) < 7:
        wanted = max((m, c) for c, m in MONTHS.items() if m <= months)[1]
        assert open_now == [wanted], (months, open_now)
    elif age_on(birth, today) >= 7 and (birth.month, birth.day) != (2, 29):
        assert open_now == []
    assert (found["full_month"].stand is Stand.NOW) == (28 <= after <= 30)
    assert (found["newborn"].stand is Stand.NOW) == (after <= 7)
    starts = [d.begins for d in found.values()]
    assert starts == sorted(starts)


@given(
    DAYS, st.integers(0, 2_600), st.sets(st.sampled_from([c.code for c in STANDARD.of(Kind.CHILD)]))
)
def test_what_comes_next_is_never_done_nor_over_and_recording_it_brings_the_one_after(
    birth, after, done
):
    today = birth + timedelta(days=after)
    found = plans.dues(STANDARD, Kind.CHILD, Anchors(birth=birth), done, today)
    code, begins, until = plans.agenda(found)
    if not code:
        return
    assert code not in done and (until is None or until >= today)
    then, later, _last = plans.agenda(plans.without(found, code))
    assert then != code and (later is None or later >= begins)


def test_who_joins_late_has_missed_nothing():
    birth = date(2024, 1, 31)
    joined = date(2025, 2, 10)
    found = by_code(Kind.CHILD, Anchors(birth=birth, joined=joined), joined)
    assert found["month_8"].stand is Stand.BEFORE and found["month_12"].stand is Stand.NOW
    assert found["month_18"].begins == date(2025, 7, 31)
    assert plans.dues(STANDARD, Kind.CHILD, Anchors(birth=birth), (), date(2025, 4, 30))


@given(DAYS, st.integers(0, 300), st.integers(35, 250))
def test_weeks_follow_the_last_period_and_an_ultrasound_corrects_them(period, after, shown):
    day = period + timedelta(days=after)
    assert plans.age_of(plans.first_day(Dating(period)), day) == (after // 7, after % 7)
    assert plans.expected(Dating(period)) == period + timedelta(days=280)
    scan = Dating(period, day, shown)
    assert plans.age_of(plans.first_day(scan), day) == (shown // 7, shown % 7)
    assert plans.age_of(None, day) is None
    assert plans.age_of(day, day - timedelta(days=1)) is None


@pytest.mark.parametrize("text", ["z", "x3", "3m", "m3+1", "w12+"])
def test_a_length_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        plans.offset(text)
