"""Antigens joined to one vaccine group: the doses of all, one next visit."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.health.immunization.data.answers import (
    DoseStatus,
    Evaluation,
    Forecast,
    Given,
    GroupAnswer,
    SeriesAnswer,
    Status,
)
from anju.domains.health.immunization.data.schedule import Schedule, VaccineGroup

DECIDING = (
    DoseStatus.NOT_VALID,
    DoseStatus.SUB_STANDARD,
    DoseStatus.VALID,
    DoseStatus.EXTRANEOUS,
)
WORST = (
    Status.CONTRAINDICATED,
    Status.AGED_OUT,
    Status.NOT_RECOMMENDED,
    Status.NOT_COMPLETE,
)


def leading(answers: Sequence[GroupAnswer], today: int) -> GroupAnswer | None:
    """Of several answers of one group the one for today: a risk series, else the series begun last."""
    begun = [a for a in answers if _starts(a) <= today]
    return max(begun or answers, key=lambda a: (a.kind == "risk", _starts(a)), default=None)


def _starts(answer: GroupAnswer) -> int:
    return max((s.starts for s in answer.series), default=0)


def joined(
    schedule: Schedule,
    group: VaccineGroup,
    kind: str,
    series: Sequence[SeriesAnswer],
    history: Sequence[Given],
) -> GroupAnswer:
    """The answers of a group's antigens as one."""
    if len(series) == 1:
        alone = series[0]
        return GroupAnswer(group.name, kind, alone.evaluations, alone.forecast, tuple(series))
    forecasts = [s.forecast for s in series]
    status = _status(forecasts)
    return GroupAnswer(
        group.name,
        kind,
        _evaluations(series),
        _forecast(schedule, group, status, forecasts, history),
        tuple(series),
    )


def _status(forecasts: Sequence[Forecast]) -> Status:
    found = {f.status for f in forecasts}
    for status in WORST:
        if status in found:
            return status
    return Status.IMMUNE if found == {Status.IMMUNE} else Status.COMPLETE


def _evaluations(series: Sequence[SeriesAnswer]) -> tuple[Evaluation, ...]:
    """One a dose: to be repeated if one antigen needs it, valid if one antigen does, extraneous if none needed it."""
    worst: dict[int, Evaluation] = {}
    for answer in series:
        for e in answer.evaluations:
            held = worst.get(id(e.given))
            if held is None or DECIDING.index(e.status) < DECIDING.index(held.status):
                worst[id(e.given)] = e
    return tuple(sorted(worst.values(), key=lambda e: e.given.day))


def _forecast(
    schedule: Schedule,
    group: VaccineGroup,
    status: Status,
    forecasts: Sequence[Forecast],
    history: Sequence[Given],
) -> Forecast:
    due = [f for f in forecasts if f.earliest is not None]
    if status is not Status.NOT_COMPLETE or not due:
        return Forecast(status)
    earliest = _earliest(schedule, group, due, history)
    recommended = min(f.recommended for f in due if f.recommended is not None)
    late = [f.past_due for f in due if f.past_due is not None]
    latest = [f.latest for f in due if f.latest is not None]
    numbers = [f.number for f in due]
    return Forecast(
        status,
        min(numbers) if group.full else max(numbers),
        earliest,
        max(recommended, earliest),
        max(min(late), earliest) if late else None,
        min(latest) if latest else None,
        min((f.unadjusted_recommended for f in due if f.unadjusted_recommended), default=None),
        min((f.unadjusted_past_due for f in due if f.unadjusted_past_due), default=None),
        _vaccines(group, due),
        any(f.priority for f in due),
        due[0].clause,
        due[0].label,
    )


def _vaccines(group: VaccineGroup, due: Sequence[Forecast]) -> tuple[str, ...]:
    """Of a group that is given together the vaccines that serve every antigen due, where there are any."""
    named = list(dict.fromkeys(code for f in due for code in f.vaccines))
    shared = [code for code in named if all(code in f.vaccines for f in due)]
    return tuple(shared if group.full and shared else named)


def _earliest(
    schedule: Schedule, group: VaccineGroup, due: Sequence[Forecast], history: Sequence[Given]
) -> int:
    days = [f.earliest for f in due if f.earliest is not None]
    if not any(f.priority for f in due):
        return max(days)
    held = set(group.antigens)
    given = [
        g.day for g in history if any(a.antigen in held for a in schedule.vaccines.get(g.code, ()))
    ]
    return max(min(days), max(given, default=0))
