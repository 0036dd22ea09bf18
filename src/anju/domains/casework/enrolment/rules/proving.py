"""Whether what is known proves a rule, what is missing, how many points it makes, and how old a child must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from anju.domains.casework.enrolment.data import VALUES, Admission, Fit, Known, Need, PointItem
from anju.foundation.calendar import months_after
from anju.foundation.days import age_on


def fit(rule: Admission, known: Sequence[Known], *, year: int, last_day: date) -> Fit:
    """The first route that is proved, or what the nearest one (least missing) still lacks."""
    lacking = {
        route.code: tuple(
            group
            for group in route.needs
            if not any(proves(known, n, year=year, last_day=last_day) for n in group)
        )
        for route in rule.routes
    }
    nearest = min(lacking, key=lambda code: len(lacking[code]))
    return Fit(nearest if not lacking[nearest] else None, lacking[nearest])


def proves(known: Iterable[Known], need: Need, *, year: int, last_day: date) -> bool:
    """Is the need proved? Asked for on its own day of the year, otherwise on the last day for applying."""
    of_fact = [k for k in known if k.fact == need.fact]
    if need.fact in VALUES:
        return any(k.value is not None and k.value >= need.least for k in of_fact)
    day = day_of(need.on, year) if need.on else last_day
    if need.within:
        return _months_within(of_fact, months_after(day, -need.within), day) >= need.months
    start = months_after(day, -need.months)
    return any(
        since <= start and (until is None or until > day)
        for k in of_fact
        for since, until in k.periods
    )


def day_of(text: str, year: int) -> date:
    """A day of the year in a year."""
    month, day = map(int, text.split("-"))
    return date(year, month, day)


def _months_within(known: Iterable[Known], start: date, end: date) -> int:
    """Full months that lie between the two days, however many periods they come in."""
    spans = sorted(
        (max(since, start), min(until or end, end))
        for k in known
        for since, until in k.periods
        if since < end and (until is None or until > start)
    )
    total, reached = 0, start
    for since, until in spans:
        total += months_between(max(since, reached), until)
        reached = max(reached, until)
    return total


def months_between(since: date, until: date) -> int:
    """Full months from a day to another."""
    if until <= since:
        return 0
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if months_after(since, months) <= until else months - 1


def points_of(
    items: Sequence[PointItem], known: Sequence[Known], last_day: date
) -> list[tuple[PointItem, Decimal]]:
    """What each item makes, to two decimals."""
    return [(item, _points(item, known, last_day)) for item in items]


def _points(item: PointItem, known: Sequence[Known], last_day: date) -> Decimal:
    of_fact = [k for k in known if k.fact == item.fact]
    if item.fact in VALUES:
        amount = max((k.value or Decimal(0) for k in of_fact), default=Decimal(0))
    else:
        amount = Decimal(_months_within(of_fact, date(1990, 1, 1), last_day))
    whole = amount if item.fact in VALUES and item.per == 1 else amount // item.per
    made = item.each * whole
    return min(made, item.most) if item.most is not None else made


def first_grade_fault(rule: Admission, born: date, year: int) -> str:
    """Why a child cannot begin grade 1 that year: ``enrolment_too_young``, or "". Nobody is too old for school."""
    return "enrolment_too_young" if age_on(born, day_of(rule.cutoff, year)) < rule.age else ""


def likely_grade(born: date, grades: Sequence[int], rule: Admission, year: int) -> int:
    """The grade among these that a child of that age most likely enters: what a form offers first."""
    by_age = age_on(born, day_of(rule.cutoff, year)) - rule.age + 1
    return min(grades, key=lambda g: (abs(g - by_age), g))
