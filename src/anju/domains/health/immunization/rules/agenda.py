"""When a child is expected next, and from when something is late."""

from __future__ import annotations

from collections.abc import Iterable

from anju.domains.health.immunization.data.answers import Forecast, GroupAnswer, Status

LATE_AFTER = 30
"""Days after which a dose is late whose schedule names no last day."""


def recommended(forecast: Forecast) -> int | None:
    """The first day on which the next dose is recommended and possible; None where none is due ever."""
    if forecast.status is not Status.NOT_COMPLETE or forecast.earliest is None:
        return None
    return max(forecast.earliest, forecast.recommended or forecast.earliest)


def late_from(forecast: Forecast) -> int | None:
    """The first day on which the next dose is late: after the schedule's last day, or `LATE_AFTER` days after the day
    recommended. A dose that may not be given yet is never late."""
    first = recommended(forecast)
    if first is None:
        return None
    if forecast.past_due is None:
        return first + LATE_AFTER
    return max(forecast.past_due + 1, first + 1)


def agenda(answers: Iterable[GroupAnswer]) -> tuple[int | None, int | None]:
    """(the first day on which some dose is recommended, the first on which one is late)."""
    forecasts = [a.forecast for a in answers]
    firsts = [d for f in forecasts if (d := recommended(f)) is not None]
    lates = [d for f in forecasts if (d := late_from(f)) is not None]
    return min(firsts, default=None), min(lates, default=None)


def late_groups(answers: Iterable[GroupAnswer], today: int) -> tuple[str, ...]:
    """The vaccine groups whose next dose is late on the day."""
    return tuple(
        a.group for a in answers if (d := late_from(a.forecast)) is not None and d <= today
    )
