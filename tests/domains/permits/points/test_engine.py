"""Whatever scheme a city publishes: caps hold, choices choose, months accrue, the explanation adds up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.permits.eligibility.rules.months import add_months
from anju.domains.permits.points.data import (
    CUTTING,
    Accrual,
    Events,
    Fact,
    Happened,
    Held,
    Item,
    Level,
    Rule,
    Scheme,
    Section,
    Tier,
    Tiers,
    Within,
)
from anju.domains.permits.points.rules import score
from anju.domains.permits.points.rules.checking import check
from anju.domains.permits.points.rules.conditions import (
    inside,
    months_between,
    months_covered,
    months_held,
    years_old,
)
from anju.domains.permits.points.rules.scoring import rounded
from tests.domains.permits.points.published import DAY, calm

W = ("词", "word")
cents = st.integers(-5_000, 20_000).map(lambda n: Decimal(n) / 100)
amounts = st.integers(0, 600)
days = st.dates(date(2010, 1, 1), date(2030, 12, 31))
FACTS = tuple(Fact(f"m{n}", "months", W) for n in range(4)) + tuple(
    Fact(f"e{n}", "events", W) for n in range(2)
)


def scheme(*sections: Section, **more: object) -> Scheme:
    base: dict[str, object] = {
        "floor": None,
        "pass_mark": Decimal(100),
        "places_decimal": 2,
        "cutting": "half_up",
    }
    return Scheme(
        code="s",
        region="",
        words=W,
        gives=W,
        authority=W,
        source=W,
        confidence="H",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        checked_to=None,
        facts=FACTS,
        sections=sections,
        **{**base, **more},
    )


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    return Tiers(
        tuple(
            Tier(
                Within(f"m{draw(st.integers(0, 3))}", at_least=Decimal(draw(amounts))), draw(cents)
            )
            for _ in range(draw(st.integers(1, 4)))
        )
    )


measures = st.one_of(
    tiers(),
    st.builds(
        Accrual,
        st.sampled_from(["m0", "m1", "m2", "m3"]),
        cents,
        st.integers(1, 24).map(Decimal),
        st.integers(1, 24).map(Decimal),
    ),
    st.builds(Events, st.sampled_from(["e0", "e1"]), cents, st.none() | st.integers(1, 120)),
)
items = st.builds(lambda m, cap: (m, cap), measures, st.none() | cents.filter(lambda c: c >= 0))


@st.composite
def sections(draw: st.DrawFn) -> tuple[Section, ...]:
    out = []
    for n in range(draw(st.integers(1, 4))):
        found = draw(st.lists(items, min_size=1, max_size=4))
        out.append(
            Section(
                f"s{n}",
                "base",
                W,
                tuple(Item(f"i{n}.{k}", W, m, cap) for k, (m, cap) in enumerate(found)),
                draw(st.booleans()),
                draw(st.none() | cents.filter(lambda c: c >= 0)),
            )
        )
    return tuple(out)


answers = st.fixed_dictionaries(
    {},
    optional={
        **{f"m{n}": amounts for n in range(4)},
        **{f"e{n}": st.lists(days, max_size=4).map(tuple) for n in range(2)},
    },
)


@calm
@given(sections(), answers, st.none() | cents)
def test_the_lines_the_caps_and_the_floor_add_up_to_the_total(parts, said, floor):
    found = score(scheme(*parts, floor=floor), said, day=DAY)
    counted = sum(line.counted for s in found.sections for line in s.lines)
    assert counted + sum(s.trimmed for s in found.sections) + found.lifted == found.total
    assert floor is None or found.total >= floor
    assert found.lifted >= 0 >= max(s.trimmed for s in found.sections)


@calm
@given(sections(), answers)
def test_no_item_and_no_section_ever_passes_its_cap(parts, said):
    found = score(scheme(*parts), said, day=DAY)
    for published, section in zip(parts, found.sections, strict=True):
        assert published.cap is None or section.points <= published.cap
        for item, line in zip(published.items, section.lines, strict=True):
            assert item.cap is None or line.counted <= item.cap
            assert line.counted == line.earned or line.limited


@calm
@given(sections(), answers)
def test_of_a_choice_only_the_highest_counts(parts, said):
    free = score(scheme(*(Section(s.code, s.kind, s.words, s.items) for s in parts)), said, day=DAY)
    bound = score(
        scheme(*(Section(s.code, s.kind, s.words, s.items, True) for s in parts)), said, day=DAY
    )
    for every, one in zip(free.sections, bound.sections, strict=True):
        assert one.points == max(line.counted for line in every.lines)
        assert sum(line.counted != 0 for line in one.lines) <= 1


@calm
@given(
    amounts,
    amounts,
    st.integers(0, 2_000),
    st.integers(1, 24),
    st.integers(1, 24),
    st.sampled_from(CUTTING),
)
def test_more_months_never_bring_fewer_points(some, more, points, per, step, cutting):
    line = Item("i", W, Accrual("m0", Decimal(points) / 100, Decimal(per), Decimal(step)))
    one = scheme(Section("s", "base", W, (line,)), cutting=cutting)
    low, high = (score(one, {"m0": m}, day=DAY).total for m in sorted((some, more)))
    assert low <= high


@calm
@given(st.fractions(-500, 500), st.integers(0, 4))
def test_rounding_stays_within_half_a_digit_and_keeps_the_sign(points, places):
    for cutting in CUTTING:
        found = rounded(points, scheme(places_decimal=places, cutting=cutting))
        off = abs(Fraction(found) - points) * 10**places
        assert off < 1 if cutting in ("up", "down") else off <= Fraction(1, 2)
        assert rounded(-points, scheme(places_decimal=places, cutting=cutting)) == -found
        if cutting == "down":
            assert abs(found) <= abs(points)


@pytest.mark.parametrize(
    ("cutting", "expected"),
    [("half_up", "0.13"), ("half_even", "0.12"), ("down", "0.12"), ("up", "0.13")],
)
def test_a_tie_goes_where_the_scheme_says(cutting, expected):
    assert rounded(Fraction(1, 8), scheme(cutting=cutting)) == Decimal(expected)


@calm
@given(st.lists(days, max_size=6), st.integers(1, 120), days)
def test_a_look_back_window_is_as_long_as_it_says(events, window, day):
    found = inside(events, window, day)
    assert all(e <= day < add_months(e, window) for e in found)
    assert len(found) + sum(e > day or add_months(e, window) <= day for e in events) == len(events)
    assert len(inside(events, None, day)) == sum(e <= day for e in events)


@calm
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=4),
    st.integers(1, 48),
    st.integers(1, 48),
)
def test_months_held_are_counted_once_each_inside_the_window(pairs, months, of_last):
    levels = tuple(
        Level(
            Decimal(1), add_months(date(2000, 1, 1), min(p)), add_months(date(2000, 1, 1), max(p))
        )
        for p in pairs
    )
    wanted = Held("m0", Decimal(1), months, of_last)
    last = [add_months(DAY.replace(day=1), -k) for k in range(of_last)]
    assert months_held(levels, wanted, DAY) == sum(
        any(lv.since <= m <= (lv.until or m) for lv in levels) for m in last
    )
    assert months_held(levels, Held("m0", Decimal(2), months, of_last), DAY) == 0


@calm
@given(days, st.integers(0, 400))
def test_months_between_is_the_inverse_of_adding_months(start, months):
    assert months_between(start, add_months(start, months)) == months
    assert months_between(start, add_months(start, months + 1) - timedelta(days=2)) <= months


@calm
@given(st.lists(st.tuples(days, st.none() | days), max_size=5), days)
def test_covered_months_never_exceed_the_span_and_never_shrink_by_a_further_period(periods, today):
    found = months_covered(periods, today=today)
    assert 0 <= found <= months_between(min((p[0] for p in periods), default=today), today)
    assert months_covered([*periods, (date(2010, 1, 1), None)], today=today) >= found


def test_periods_that_touch_are_one_and_a_gap_begins_anew():
    today = date(2026, 7, 1)
    half, rest = (date(2026, 1, 1), date(2026, 3, 16)), (date(2026, 3, 16), None)
    assert months_covered([half, rest], today=today) == 6
    assert months_covered([half, (date(2026, 3, 17), None)], today=today) == 2 + 3
    assert months_covered([half, half, (date(2026, 2, 1), date(2026, 2, 20))], today=today) == 2


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2001, 2, 27), 0),
        (date(2001, 2, 28), 1),
        (date(2004, 2, 28), 3),
        (date(2004, 2, 29), 4),
    ],
)
def test_who_is_born_on_a_leap_day_grows_older_every_year(day, age):
    assert years_old(date(2000, 2, 29), day) == age


@calm
@given(sections(), answers, st.booleans(), st.booleans())
def test_a_veto_outweighs_everything_and_a_missing_precondition_all_but_a_veto(
    parts, said, crime, may
):
    one = scheme(
        *parts,
        vetoes=(Rule("v", W, Happened("e0")),),
        preconditions=(Rule("p", W, Within("m0", Decimal(1))),),
    )
    found = score(
        one, {**said, "e0": (date(2015, 1, 1),) if crime else (), "m0": 1 if may else 0}, day=DAY
    )
    expected = (
        "vetoed"
        if crime
        else "not_open"
        if not may
        else "reached"
        if found.total >= 100
        else "short"
    )
    assert found.outcome == expected
    assert found.short_by == (100 - found.total if expected == "short" else 0)


@calm
@given(sections())
def test_schemes_made_of_sound_parts_pass_the_check(parts):
    assert list(check(scheme(*parts))) == []
