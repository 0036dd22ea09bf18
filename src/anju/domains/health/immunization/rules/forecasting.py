"""The next dose of one series: whether it is needed, and when."""

from __future__ import annotations

from anju.domains.health.immunization.data.answers import (
    Forecast,
    Person,
    Status,
)
from anju.domains.health.immunization.data.schedule import (
    ALWAYS,
    AgeLimits,
    Antigen,
    Contraindication,
    Interval,
    Offset,
    Product,
    TargetDose,
)
from anju.domains.health.immunization.rules.course import Course
from anju.domains.health.immunization.rules.dates import FAR, shift
from anju.domains.health.immunization.rules.evaluating import reference
from anju.domains.health.immunization.rules.skipping import any_holds, may_skip

NO_AGES = AgeLimits()
NOT_COMPLETE = Status.NOT_COMPLETE
SEASON_OVER = Forecast(Status.NOT_RECOMMENDED)
OUT_OF_AGE = Forecast(Status.AGED_OUT)
FINISHED = Forecast(Status.COMPLETE)


def forecast(course: Course, antigen: Antigen) -> Forecast:
    """The next dose of the course, or why there is none."""
    _skip_on(course, course.today)
    while (target := course.target) is not None:
        barred = _barred(course, antigen)
        if barred is not None:
            return barred
        found = _dates(course, antigen, target)
        if found.earliest is None or not target.forecast_skips:
            return found
        if not may_skip(course, target.forecast_skips, found.earliest, course.today):
            return found
        course.index += 1
        _skip_on(course, course.today)
    if course.met:
        return FINISHED
    return Forecast(Status.IMMUNE if immune(course.person, antigen) else Status.NOT_RECOMMENDED)


def _skip_on(course: Course, day: int) -> None:
    while (
        (target := course.target) is not None
        and target.forecast_skips
        and may_skip(course, target.forecast_skips, day, course.today)
    ):
        course.index += 1


def _barred(course: Course, antigen: Antigen) -> Forecast | None:
    if (antigen.immune_if or antigen.immune_births) and immune(course.person, antigen):
        return Forecast(Status.IMMUNE)
    if not antigen.tests_first and not (antigen.contraindications and course.person.observations):
        return None
    found = _contraindicated(course, antigen)
    return Forecast(Status.CONTRAINDICATED, clause=found.clause) if found else None


def immune(person: Person, antigen: Antigen) -> bool:
    """True when an observation or the day of birth shows immunity."""
    codes = {o.code for o in person.observations}
    if codes & antigen.immune_if:
        return True
    return any(
        person.born < births.before
        and not codes & births.except_for
        and (not births.country or births.country == person.country)
        for births in antigen.immune_births
    )


def _applying(course: Course, antigen: Antigen) -> list[Contraindication]:
    return [
        c
        for c in antigen.contraindications
        if _at(course, c.begin, c.end, course.today) and _observed(course, c)
    ]


def _observed(course: Course, barring: Contraindication) -> bool:
    return barring.unless != any(
        o.code == barring.observation
        and (barring.lasts is None or o.day is None or course.today < shift(o.day, barring.lasts))
        for o in course.person.observations
    )


def _at(course: Course, begin: Offset | None, end: Offset | None, day: int) -> bool:
    born = course.person.born
    return (begin is None or day >= shift(born, begin)) and (end is None or day < shift(born, end))


def _contraindicated(course: Course, antigen: Antigen) -> Contraindication | None:
    applying = _applying(course, antigen)
    for one in applying:
        if not one.products:
            return one
    barred = _barred_codes(course, applying)
    usable = {p.code for d in course.series.doses for p in d.preferable}
    return applying[0] if usable and usable <= barred else None


def _barred_codes(course: Course, applying: list[Contraindication]) -> set[str]:
    return {
        p.code for c in applying for p in c.products if _at(course, p.begin, p.end, course.today)
    }


def _dates(course: Course, antigen: Antigen, target: TargetDose) -> Forecast:
    today, born = course.today, course.person.born
    ages = _ages_on(target, today)
    maximum = shift(born, ages.maximum) if ages.maximum is not None else FAR
    intervals = _counting(course, target, today)
    earliest = _earliest(course, target, ages, intervals)
    if target.season_last is not None and today > target.season_last:
        return SEASON_OVER
    if today >= maximum or earliest >= maximum:
        return OUT_OF_AGE
    recommended = _recommended(born, ages, intervals)
    past_due = _past_due(born, ages, intervals)
    due = earliest if recommended is None or recommended < earliest else recommended
    return Forecast(
        NOT_COMPLETE,
        _number(course, target),
        earliest,
        due,
        past_due if past_due is None or past_due > earliest else earliest,
        maximum - 1 if maximum != FAR else None,
        recommended if recommended is not None else earliest,
        past_due,
        _vaccines(course, antigen, target, earliest, due),
        target.all_priority,
        target.clause,
        target.label,
    )


def _ages_on(target: TargetDose, today: int) -> AgeLimits:
    for ages in target.ages:
        if ages.in_force is ALWAYS or ages.in_force.on(today):
            return ages
    return NO_AGES


def _counting(course: Course, target: TargetDose, today: int) -> list[tuple[Interval, int]]:
    """The intervals that are in force and have something to count from."""
    out = []
    for interval in target.intervals:
        if interval.in_force is ALWAYS or interval.in_force.on(today):
            since = reference(course, interval, FAR)
            if since is not None:
                out.append((interval, since))
    return out


def _earliest(
    course: Course, target: TargetDose, ages: AgeLimits, intervals: list[tuple[Interval, int]]
) -> int:
    earliest = shift(course.person.born, ages.minimum) if ages.minimum is not None else 0
    for interval, since in intervals:
        if interval.minimum is not None and (day := shift(since, interval.minimum)) > earliest:
            earliest = day
    if course.live and (day := _after_conflicts(course, target)) > earliest:
        earliest = day
    if target.season_first is not None and target.season_first > earliest:
        earliest = target.season_first
    if course.records and (day := course.records[-1].day) > earliest:
        earliest = day
    return earliest or course.person.born


def _after_conflicts(course: Course, target: TargetDose) -> int:
    latest = 0
    for code in target.preferable_codes:
        table = course.schedule.conflicts.get(code)
        if not table:
            continue
        for given in course.live:
            conflict = table.get(given.code)
            if conflict is not None:
                latest = max(latest, shift(given.day, conflict.end))
    return latest


def _recommended(born: int, ages: AgeLimits, intervals: list[tuple[Interval, int]]) -> int | None:
    if ages.earliest is not None:
        return shift(born, ages.earliest)
    return max((shift(s, i.earliest) for i, s in intervals if i.earliest is not None), default=None)


def _past_due(born: int, ages: AgeLimits, intervals: list[tuple[Interval, int]]) -> int | None:
    if ages.latest is not None:
        return shift(born, ages.latest) - 1
    latest = max((shift(s, i.latest) for i, s in intervals if i.latest is not None), default=None)
    return latest - 1 if latest is not None else None


def _number(course: Course, target: TargetDose) -> int:
    season = target.season_first
    if season is None:
        return len(course.met) + 1
    return sum(1 for dose, given in course.met if given.day >= season) + 1


def _vaccines(
    course: Course, antigen: Antigen, target: TargetDose, earliest: int, day: int
) -> tuple[str, ...]:
    if (alone := target.recommended_alone) is not None and not course.person.observations:
        return alone
    barred = _barred_codes(course, _applying(course, antigen)) if antigen.contraindications else ()
    meant = [
        p
        for p in target.preferable
        if p.recommended
        and p.code not in barred
        and (_meant(course, p, earliest) or _meant(course, p, day))
    ]
    best = [p for p in meant if not p.when or any_holds(course, p.when, day)]
    return tuple(dict.fromkeys(p.code for p in best or meant))


def _meant(course: Course, product: Product, day: int) -> bool:
    return _at(course, product.begin, product.end, day)
