"""Which of several series is best for a person: scored as the logic specification says, one a series group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from anju.domains.health.immunization.data.answers import Forecast, Status
from anju.domains.health.immunization.data.schedule import SeriesKind
from anju.domains.health.immunization.rules.course import VALID, Course
from anju.domains.health.immunization.rules.dates import FAR, shift

STANDARD, RISK = SeriesKind.STANDARD, SeriesKind.RISK
COMPLETE, NOT_COMPLETE = Status.COMPLETE, Status.NOT_COMPLETE


class Candidate(NamedTuple):
    """A course with its forecast."""

    course: Course
    forecast: Forecast

    @property
    def valid(self) -> int:
        """How many target doses are met."""
        return len(self.course.met)


def best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best series, one a series group unless an equivalent group makes it needless."""
    if len(candidates) == 1 and candidates[0].course.series.default:
        return list(candidates)
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.course.series.group, []).append(candidate)
    chosen = {g: c for g, some in groups.items() if (c := _prioritized(some)) is not None}
    return [c for c in chosen.values() if _needed(c, chosen)]


def _needed(candidate: Candidate, chosen: dict[str, Candidate]) -> bool:
    if candidate.forecast.status is COMPLETE:
        return True
    series = candidate.course.series
    others = [c for g, c in chosen.items() if g in series.equivalent and c is not candidate]
    if any(c.forecast.status is COMPLETE for c in others):
        return False
    if series.kind is SeriesKind.EVALUATION_ONLY:
        return False
    return series.kind is RISK or not any(c.course.series.kind is RISK for c in others)


def _prioritized(group: list[Candidate]) -> Candidate | None:
    default = next((c for c in _open(group) if c.course.series.default), None)
    if len(group) == 1 and default is not None:
        return default
    scorable = _scorable(group, default)
    if not scorable:
        return default
    if len(scorable) == 1:
        return scorable[0]
    complete = [c for c in scorable if c.forecast.status is COMPLETE]
    if complete:
        return complete[0] if len(complete) == 1 else _winner(complete, _complete_points)
    under_way = [c for c in scorable if c.valid and c.forecast.status is NOT_COMPLETE]
    if under_way:
        return under_way[0] if len(under_way) == 1 else _winner(under_way, _under_way_points)
    if default is not None:
        return default
    return _winner([c for c in scorable if not c.valid] or scorable, _no_dose_points)


def _open(group: list[Candidate]) -> list[Candidate]:
    """Those that are not contraindicated, or all when all are."""
    return [c for c in group if c.forecast.status is not Status.CONTRAINDICATED] or group


def _scorable(group: list[Candidate], default: Candidate | None) -> list[Candidate]:
    open_ones = _open(group)
    no_dose = not any(c.valid for c in group)
    first = min((c.course.series.priority for c in open_ones), default="")
    return [c for c in open_ones if _may_score(c, first, no_dose and default is None)]


def _may_score(candidate: Candidate, first: str, nothing_yet: bool) -> bool:
    series = candidate.course.series
    if series.kind is RISK:
        return series.priority <= first
    if series.kind is SeriesKind.EVALUATION_ONLY:
        return candidate.forecast.status is COMPLETE
    if nothing_yet:
        return True
    if not candidate.valid:
        return False
    if series.start_before is None:
        return True
    started = candidate.course.met[0][1].day
    return started < shift(candidate.course.person.born, series.start_before)


Points = Callable[[list[Candidate]], list[int]]


def _winner(candidates: list[Candidate], points: Points) -> Candidate:
    scored = zip(candidates, points(candidates), strict=True)
    return min(scored, key=lambda s: (-s[1], s[0].course.series.preference))[0]


def _alone(holds: list[bool], plus: int) -> list[int]:
    """Points for what only one series has: nothing when several share it, a loss for those that lack it."""
    shared = sum(holds) > 1
    return [(0 if shared else plus) if h else -plus for h in holds]


def _each(holds: list[bool], plus: int) -> list[int]:
    return [plus if h else -plus for h in holds]


def _sum(*columns: list[int]) -> list[int]:
    return [sum(row) for row in zip(*columns, strict=True)]


def _most_valid(some: list[Candidate]) -> list[bool]:
    most = max(c.valid for c in some)
    return [c.valid == most for c in some]


def _complete_points(some: list[Candidate]) -> list[int]:
    return _alone(_most_valid(some), 1)


def _under_way_points(some: list[Candidate]) -> list[int]:
    left = [_left(c) for c in some]
    finish = [_finish(c) if _completable(c) else FAR for c in some]
    return _sum(
        _each([c.course.series.product_path and _all_valid(c) for c in some], 2),
        _each([_completable(c) for c in some], 3),
        _alone(_most_valid(some), 2),
        _alone([n == min(left) for n in left], 2),
        _alone([f == min(finish) and f != FAR for f in finish], 1),
    )


def _no_dose_points(some: list[Candidate]) -> list[int]:
    start = [c.forecast.earliest or FAR for c in some]
    return _sum(
        _alone([s == min(start) for s in start], 1),
        _each([_completable(c) for c in some], 1),
        _each([not c.course.series.product_path for c in some], 1),
    )


def _left(candidate: Candidate) -> int:
    return len(candidate.course.series.doses) - candidate.course.index


def _all_valid(candidate: Candidate) -> bool:
    return all(e.status is VALID for e in candidate.course.evaluations)


def _finish(candidate: Candidate) -> int:
    course = candidate.course
    if candidate.forecast.earliest is None:
        return FAR
    rest = course.series.doses[course.index + 1 :]
    lengths = [i.minimum for d in rest for i in d.intervals if i.minimum is not None]
    day = candidate.forecast.earliest
    return max((shift(day, length) for length in lengths), default=day)


def _completable(candidate: Candidate) -> bool:
    course = candidate.course
    ages = course.series.doses[-1].ages
    maximum = next((a.maximum for a in ages if a.in_force.on(course.today)), None)
    return maximum is None or _finish(candidate) < shift(course.person.born, maximum)
