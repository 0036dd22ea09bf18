"""Endorsement: its window, a missed one, and the three ways in which cities count residence years across a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.eligibility.queries.law import rules_in
from anju.domains.permits.eligibility.rules.months import add_months, full_years
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.lifecycle import rules as endorsement
from anju.domains.permits.lifecycle.rules import Standing, Timing

NATIONAL, HANGZHOU, WUHAN, SHENZHEN = "430181", "330106", "420106", "440305"
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))
PLACES = st.sampled_from([NATIONAL, HANGZHOU, WUHAN, SHENZHEN])


def rules(region: str, day: date = date(2026, 1, 1)) -> Rules:
    found = rules_in(region, day)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("issued", "opens", "due"),
    [
        (date(2025, 3, 1), date(2026, 2, 1), date(2026, 3, 1)),
        (date(2025, 3, 31), date(2026, 2, 28), date(2026, 3, 31)),  # February has no 31st
        (date(2024, 2, 29), date(2025, 1, 28), date(2025, 2, 28)),  # nor this year a 29th
        (date(2027, 2, 28), date(2028, 1, 28), date(2028, 2, 28)),  # a leap year does not move it
    ],
)
def test_the_window_is_the_month_before_the_full_year(issued, opens, due):
    found = endorsement.endorsement_history(issued, [], rules(NATIONAL), issued)
    assert (found.opens, found.due) == (opens, due)


def test_shenzhen_opens_the_window_sixty_days_before():
    assert endorsement.endorsement_history(
        date(2025, 3, 1), [], rules(SHENZHEN), date(2025, 3, 1)
    ).opens == date(2025, 12, 31)


def test_reminders_come_sixty_thirty_and_seven_days_before_the_last_day():
    assert endorsement.reminder_days(date(2026, 3, 1), rules(NATIONAL)) == (
        date(2025, 12, 31),
        date(2026, 1, 30),
        date(2026, 2, 22),
    )


def test_the_last_day_is_still_in_time_and_the_next_suspends():
    issued, law = date(2025, 3, 1), rules(NATIONAL)
    assert (
        endorsement.endorsement_history(issued, [], law, date(2026, 1, 31)).standing
        is Standing.VALID
    )
    assert (
        endorsement.endorsement_history(issued, [], law, date(2026, 2, 1)).standing is Standing.DUE
    )
    assert (
        endorsement.endorsement_history(issued, [], law, date(2026, 3, 1)).standing is Standing.DUE
    )
    assert (
        endorsement.endorsement_history(issued, [], law, date(2026, 3, 2)).standing
        is Standing.SUSPENDED
    )
    assert (
        endorsement.endorsement_history(issued, [date(2026, 3, 1)], law, date(2026, 3, 2)).standing
        is Standing.VALID
    )


def test_an_endorsement_before_its_window_counts_for_nothing():
    law = rules(NATIONAL)
    assert endorsement.timing(date(2026, 3, 1), date(2026, 1, 31), law) is Timing.TOO_EARLY
    found = endorsement.endorsement_history(
        date(2025, 3, 1), [date(2026, 1, 31)], law, date(2026, 3, 2)
    )
    assert (found.standing, found.ignored) == (Standing.SUSPENDED, (date(2026, 1, 31),))
    with pytest.raises(ValueError, match="2026-02-01"):
        endorsement.next_due(date(2025, 3, 1), date(2026, 3, 1), date(2026, 1, 31), law)


# One life, three cities: issued 1 March 2021, endorsed in time in 2022; the endorsement of 2023 came on 10 June, after
# 100 days of suspension; in time in 2024 and 2025. How many years of residence on 1 July 2025?
ISSUED = date(2021, 3, 1)
ENDORSED = [date(2022, 2, 20), date(2023, 6, 10), date(2024, 6, 1), date(2025, 6, 5)]
DAY = date(2025, 7, 1)


def test_the_worked_life_was_suspended_for_a_hundred_days():
    found = endorsement.endorsement_history(ISSUED, ENDORSED, rules(NATIONAL), DAY)
    (gap,) = found.suspensions
    assert (gap.since, gap.until) == (date(2023, 3, 2), date(2023, 6, 10))
    assert (gap.until - gap.since).days == 100
    assert (found.late, found.ignored, found.due) == ((date(2023, 6, 10),), (), date(2026, 6, 10))


def test_nationally_years_count_continuously_from_the_late_endorsement():
    found = endorsement.residence(ISSUED, ENDORSED, rules(NATIONAL), DAY)
    assert (found.since, found.years, found.gap_days) == (date(2023, 6, 10), 2, 0)


def test_in_hangzhou_the_suspension_is_left_out_and_the_years_before_it_count():
    found = endorsement.residence(ISSUED, ENDORSED, rules(HANGZHOU), DAY)
    assert (found.since, found.years, found.gap_days) == (date(2021, 6, 9), 4, 100)
    assert endorsement.residence(ISSUED, ENDORSED, rules(HANGZHOU), date(2025, 6, 8)).years == 3


def test_in_wuhan_who_left_and_came_back_counts_anew_from_the_new_registration():
    stayed = endorsement.residence(ISSUED, ENDORSED, rules(WUHAN), DAY)
    assert (stayed.since, stayed.years) == (date(2023, 6, 10), 2)
    came_back = endorsement.residence(
        ISSUED, ENDORSED, rules(WUHAN), DAY, returned=date(2024, 9, 1)
    )
    assert (came_back.since, came_back.years, came_back.restarted) == (
        date(2024, 9, 1),
        0,
        date(2024, 9, 1),
    )
    elsewhere = endorsement.residence(
        ISSUED, ENDORSED, rules(NATIONAL), DAY, returned=date(2024, 9, 1)
    )
    assert elsewhere.since == date(2023, 6, 10)


def test_while_suspended_nothing_is_added():
    for region in (NATIONAL, HANGZHOU, WUHAN):
        now = endorsement.residence(ISSUED, ENDORSED[:1], rules(region), date(2023, 3, 2))
        years_on = endorsement.residence(ISSUED, ENDORSED[:1], rules(region), date(2031, 3, 2))
        assert now.years == years_on.years == 2


def test_an_endorsement_late_by_years_is_one_gap():
    found = endorsement.endorsement_history(
        ISSUED, [date(2026, 5, 4)], rules(HANGZHOU), date(2026, 5, 4)
    )
    assert [(g.since, g.until) for g in found.suspensions] == [(date(2022, 3, 2), date(2026, 5, 4))]
    assert found.due == date(2027, 5, 4)
    kept = endorsement.residence(ISSUED, [date(2026, 5, 4)], rules(HANGZHOU), date(2027, 5, 4))
    assert kept.years == 2


def test_hong_kong_macao_and_taiwan_permits_are_not_endorsed():
    hmt = rules_in(NATIONAL, DAY, permit="hmt")
    assert hmt is not None
    with pytest.raises(ValueError, match="not endorsed"):
        endorsement.endorsement_history(ISSUED, [], hmt, DAY)


@given(issued=DAYS, months=st.integers(0, 600))
def test_months_on_end_on_the_same_day_or_the_last_of_the_month(issued, months):
    found = add_months(issued, months)
    assert (found.year - issued.year) * 12 + found.month - issued.month == months
    assert found.day == issued.day or (
        found.day < issued.day and (found + timedelta(days=1)).day == 1
    )


@given(since=DAYS, day=DAYS)
def test_full_years_are_those_whose_day_has_come(since, day):
    years = full_years(since, day)
    if day >= since:
        assert add_months(since, 12 * years) <= day < add_months(since, 12 * (years + 1))
    else:
        assert years == 0


LATENESS = st.lists(st.one_of(st.integers(-20, 0), st.integers(1, 2500)), max_size=8)
"""Days after the last day; negative ones lie inside every window."""


def lived(issued: date, lateness: list[int], law: Rules) -> list[date]:
    out, base, due = [], issued, add_months(issued, 12)
    for days in lateness:
        on = due + timedelta(days=days)
        out.append(on)
        base, due = endorsement.next_due(base, due, on, law)
    return out


@given(
    issued=DAYS,
    region=PLACES,
    years=st.integers(1, 12),
    early=st.lists(st.integers(0, 27), min_size=12, max_size=12),
)
def test_who_is_always_in_time_never_loses_a_day(issued, region, years, early):
    law = rules(region, date(2026, 1, 1))
    endorsed = [
        add_months(issued, 12 * n) - timedelta(days=early[n - 1]) for n in range(1, years + 1)
    ]
    day = add_months(issued, 12 * years)
    found = endorsement.endorsement_history(issued, endorsed, law, day)
    assert not found.suspensions
    assert found.due == add_months(issued, 12 * (years + 1))
    kept = endorsement.residence(issued, endorsed, law, day)
    assert (kept.years, kept.since, kept.gap_days) == (years, issued, 0)


@given(issued=DAYS, region=PLACES, lateness=LATENESS, more=st.integers(0, 4000))
def test_suspended_days_lie_between_endorsements_and_never_overlap(issued, region, lateness, more):
    law = rules(region)
    endorsed = lived(issued, lateness, law)
    day = (endorsed[-1] if endorsed else issued) + timedelta(days=more)
    found = endorsement.endorsement_history(issued, endorsed, law, day)
    assert found.ignored == ()
    edges = [d for g in found.suspensions for d in (g.since, g.until or day + timedelta(days=1))]
    assert edges == sorted(edges)
    assert (
        (found.standing is Standing.SUSPENDED)
        == (day > found.due)
        == (bool(found.suspensions) and found.suspensions[-1].until is None)
    )
    assert found.opens <= found.due < add_months(found.opens, 3)
    assert found.endorsed_until == found.due + timedelta(days=1)


@given(issued=DAYS, lateness=LATENESS, more=st.integers(0, 4000))
def test_leaving_a_gap_out_is_never_worse_than_counting_from_the_late_endorsement(
    issued, lateness, more
):
    endorsed = lived(issued, lateness, rules(NATIONAL))
    day = (endorsed[-1] if endorsed else issued) + timedelta(days=more)
    years = {
        p: endorsement.residence(issued, endorsed, rules(p), day).years
        for p in (NATIONAL, HANGZHOU, WUHAN)
    }
    assert years[HANGZHOU] >= years[NATIONAL] == years[WUHAN]
    assert years[HANGZHOU] <= full_years(issued, day)


@given(
    issued=DAYS, region=PLACES, lateness=LATENESS, a=st.integers(0, 6000), b=st.integers(0, 6000)
)
def test_years_only_grow_between_two_endorsements(issued, region, lateness, a, b):
    law = rules(region)
    endorsed = lived(issued, lateness, law)
    last = endorsed[-1] if endorsed else issued
    first, second = (last + timedelta(days=d) for d in sorted((a, b)))
    assert (
        endorsement.residence(issued, endorsed, law, first).years
        <= endorsement.residence(issued, endorsed, law, second).years
    )


@given(issued=DAYS, region=PLACES, lateness=LATENESS)
def test_the_order_in_which_endorsements_are_told_does_not_matter(issued, region, lateness):
    law = rules(region)
    endorsed = lived(issued, lateness, law)
    day = endorsed[-1] if endorsed else issued
    assert endorsement.endorsement_history(
        issued, endorsed[::-1] + endorsed, law, day
    ) == endorsement.endorsement_history(issued, endorsed, law, day)


@pytest.mark.parametrize(
    ("stays", "found"),
    [
        ([], None),
        ([(date(2020, 1, 1), None, date(2020, 1, 1))], None),
        (
            [
                (date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1)),
                (date(2021, 1, 4), None, date(2021, 2, 1)),
            ],
            None,
        ),
        (
            [
                (date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1)),
                (date(2021, 1, 5), None, date(2021, 2, 1)),
            ],
            date(2021, 2, 1),
        ),
        (
            [
                (date(2021, 1, 5), None, date(2021, 1, 5)),
                (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)),
            ],
            date(2021, 1, 5),
        ),
    ],
)
def test_the_new_registration_is_that_after_the_last_longer_absence(stays, found):
    assert endorsement.returned_on(stays, 3) == found
