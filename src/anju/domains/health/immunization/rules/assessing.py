"""A person's doses under a schedule: every antigen by its best series, joined to the groups people know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anju.domains.health.immunization.data.answers import (
    Given,
    GroupAnswer,
    Person,
    SeriesAnswer,
    Status,
)
from anju.domains.health.immunization.data.schedule import (
    Antigen,
    Schedule,
    Series,
    SeriesKind,
    VaccineGroup,
)
from anju.domains.health.immunization.rules.choosing import Candidate, best
from anju.domains.health.immunization.rules.course import Course
from anju.domains.health.immunization.rules.dates import shift
from anju.domains.health.immunization.rules.evaluating import evaluate
from anju.domains.health.immunization.rules.forecasting import forecast
from anju.domains.health.immunization.rules.grouping import joined

RISK = SeriesKind.RISK


def assess(
    schedule: Schedule,
    person: Person,
    given: Iterable[Given],
    today: int,
    only: Sequence[str] | None = None,
) -> list[GroupAnswer]:
    """Every vaccine group (or `only` those named): what the doses count for and what is due next."""
    history = sorted(given)
    records = _by_antigen(schedule, person, history)
    live = [g for g in history if g.code in schedule.conflicting]
    answers = []
    for group in schedule.groups:
        if only is None or group.name in only:
            answers += _group(schedule, group, person, records, (history, live), today)
    return answers


def _by_antigen(
    schedule: Schedule, person: Person, history: Sequence[Given]
) -> dict[str, list[Given]]:
    records: dict[str, list[Given]] = {}
    for given in history:
        for held in schedule.vaccines.get(given.code, ()):
            if held.begin is not None and given.day < shift(person.born, held.begin):
                continue
            if held.end is not None and given.day >= shift(person.born, held.end):
                continue
            records.setdefault(held.antigen, []).append(given)
    return records


def _group(
    schedule: Schedule,
    group: VaccineGroup,
    person: Person,
    records: dict[str, list[Given]],
    given: tuple[Sequence[Given], Sequence[Given]],
    today: int,
) -> list[GroupAnswer]:
    by_kind: dict[str, list[SeriesAnswer]] = {}
    for name in group.antigens:
        antigen = schedule.antigens.get(name)
        if antigen is None:
            continue
        for answer in antigen_answers(
            schedule, antigen, person, records.get(name, ()), given, today
        ):
            by_kind.setdefault(answer.kind, []).append(answer)
    if len(group.antigens) == 1:
        return [
            GroupAnswer(group.name, a.kind, a.evaluations, a.forecast, (a,))
            for some in by_kind.values()
            for a in some
        ]
    return [joined(schedule, group, kind, some, given[0]) for kind, some in by_kind.items()]


def antigen_answers(
    schedule: Schedule,
    antigen: Antigen,
    person: Person,
    records: Sequence[Given],
    given: tuple[Sequence[Given], Sequence[Given]],
    today: int,
) -> list[SeriesAnswer]:
    """The best series of one antigen, evaluated and forecast; `given` are all doses, and those that may conflict."""
    relevant = [s for s in antigen.series if s.for_everybody or _relevant(s, person, today)]
    if len(relevant) > 1 and not person.observations and not antigen.tests_first:
        relevant = _with_doses(relevant, records)
    if antigen.looks_at_others:
        candidates = _in_turn(schedule, antigen, relevant, person, records, given, today)
    else:
        candidates = []
        for series in relevant:
            course = Course(schedule, series, person, records, *given, today, _nothing_complete)
            evaluate(course)
            candidates.append(Candidate(course, forecast(course, antigen)))
    return [
        SeriesAnswer(
            antigen.name,
            c.course.series.name,
            "risk" if c.course.series.kind is RISK else "standard",
            tuple(c.course.evaluations),
            c.forecast,
            shift(person.born, c.course.series.start_from) if c.course.series.start_from else 0,
        )
        for c in best(candidates)
    ]


def _nothing_complete(groups: frozenset[str]) -> bool:
    return False


def _with_doses(relevant: list[Series], records: Sequence[Given]) -> list[Series]:
    """Without the series that nobody can have begun: best is then the default or one that was begun."""
    codes = {given.code for given in records}
    defaults = {s.group for s in relevant if s.default}
    return [
        s
        for s in relevant
        if s.default
        or s.kind is RISK
        or s.any_vaccine
        or s.group not in defaults
        or not codes.isdisjoint(s.codes)
    ]


def _in_turn(
    schedule: Schedule,
    antigen: Antigen,
    relevant: list[Series],
    person: Person,
    records: Sequence[Given],
    given: tuple[Sequence[Given], Sequence[Given]],
    today: int,
) -> list[Candidate]:
    """The courses of series of which one may ask whether another is complete."""
    done: dict[str, Candidate] = {}

    def complete(groups: frozenset[str]) -> bool:
        return any(
            candidate(s).forecast.status is Status.COMPLETE for s in relevant if s.group in groups
        )

    def candidate(series: Series) -> Candidate:
        if series.name not in done:
            course = Course(schedule, series, person, records, *given, today, complete)
            evaluate(course)
            done[series.name] = Candidate(course, forecast(course, antigen))
        return done[series.name]

    return [candidate(s) for s in relevant]


def _relevant(series: Series, person: Person, today: int) -> bool:
    if series.genders and person.gender not in series.genders:
        return False
    if not series.born.on(person.born) or not series.in_force.on(today):
        return False
    if series.kind is not RISK:
        return True
    codes = {o.code for o in person.observations}
    return any(
        i.observation in codes
        and (i.begin is None or today >= shift(person.born, i.begin))
        and (i.end is None or today < shift(person.born, i.end))
        for i in series.indications
    )
