"""Endorsement (签注), arithmetic only: when it is due, what a missed one does, how residence years
count (Order 663, art. 10).

The last day of each year of the permit is the day on which the year is full (`EndorsementHistory.due`): an endorsement
on that day is in time. From the next day on the permit's functions are suspended, until a late endorsement restores
them; the next year then runs from the late endorsement. An endorsement in time never moves the day of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anju.domains.permits.eligibility.data.rulesets import Gap
from anju.domains.permits.eligibility.rules.months import add_months, before, full_years
from anju.domains.permits.eligibility.rules.resolving import Rules

DAY = timedelta(days=1)
YEAR = 12


class Timing(StrEnum):
    """What endorsing on a day means."""

    TOO_EARLY = "too_early"
    IN_TIME = "in_time"
    LATE = "late"


class Standing(StrEnum):
    """How an endorsed permit stands on a day."""

    VALID = "valid"
    DUE = "due"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which functions were suspended: `since` to before `until` (None: they still are)."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class EndorsementHistory:
    """A permit's endorsements on a day.

    `due`: the last day for the next endorsement, `opens` the first. `base`: the day its years run from (issue, or the
    last late endorsement). `ignored`: endorsements before their window, which count for nothing.
    """

    standing: Standing
    opens: date
    due: date
    base: date
    suspensions: tuple[Suspension, ...]
    in_time: tuple[date, ...]
    late: tuple[date, ...]
    ignored: tuple[date, ...]

    @property
    def endorsed_until(self) -> date:
        """The first day on which the permit is no longer endorsed."""
        return self.due + DAY


@dataclass(frozen=True, slots=True)
class Residence:
    """Residence years by a city's way of counting: `since` is the day they count from, as if without a gap; `years`
    full ones; `gap_days` not counted; `restarted` the day on which counting began anew, if it did."""

    since: date
    years: int
    gap_days: int
    restarted: date | None


def opens_on(due: date, rules: Rules) -> date:
    """The first day of the window that ends on `due`. Raises `ValueError` for permits that are not endorsed."""
    if rules.window is None:
        raise ValueError(f"permits of kind {rules.permit} are not endorsed")
    return before(due, rules.window)


def timing(due: date, day: date, rules: Rules) -> Timing:
    """What an endorsement on `day` is, when the next is due on `due`."""
    if day > due:
        return Timing.LATE
    return Timing.IN_TIME if day >= opens_on(due, rules) else Timing.TOO_EARLY


def next_due(base: date, due: date, day: date, rules: Rules) -> tuple[date, date]:
    """(base, due) after an endorsement on `day`. Raises `ValueError` when it is too early."""
    match timing(due, day, rules):
        case Timing.LATE:
            return day, add_months(day, YEAR)
        case Timing.IN_TIME:
            return base, add_months(base, YEAR * (full_years(base, due) + 1))
        case Timing.TOO_EARLY:
            raise ValueError(f"the window opens on {opens_on(due, rules)}")


def reminder_days(due: date, rules: Rules) -> tuple[date, ...]:
    """The days on which the holder is notified that the endorsement is due, earliest first."""
    return tuple(due - timedelta(days=d) for d in sorted(rules.reminders, reverse=True))


def endorsement_history(
    issued: date, endorsed: Sequence[date], rules: Rules, day: date
) -> EndorsementHistory:
    """How a permit stands on `day`, issued and endorsed on these days. Endorsements after `day` are not known yet."""
    base, due = issued, add_months(issued, YEAR)
    in_time: list[date] = []
    late: list[date] = []
    ignored: list[date] = []
    gaps: list[Suspension] = []
    for on in sorted(e for e in set(endorsed) if e <= day):
        kind = timing(due, on, rules)
        if kind is Timing.TOO_EARLY:
            ignored.append(on)
            continue
        if kind is Timing.LATE:
            gaps.append(Suspension(due + DAY, on))
        (late if kind is Timing.LATE else in_time).append(on)
        base, due = next_due(base, due, on, rules)
    if day > due:
        gaps.append(Suspension(due + DAY, None))
    opens = opens_on(due, rules)
    standing = Standing.SUSPENDED if day > due else Standing.DUE if day >= opens else Standing.VALID
    return EndorsementHistory(
        standing, opens, due, base, tuple(gaps), tuple(in_time), tuple(late), tuple(ignored)
    )


def returned_on(stays: Iterable[tuple[date, date | None, date]], longest_gap: int) -> date | None:
    """The day of the new registration of somebody who had left the city for more than `longest_gap` days, the last such
    day; None for who never did. `stays`: since, until (None: going on), registered."""
    reach: date | None = None
    found: date | None = None
    for since, until, registered in sorted(stays, key=lambda s: (s[0], s[1] or date.max)):
        if reach is not None and (since - reach).days > longest_gap:
            found = max(since, registered)
        reach = max(reach or since, until or date.max)
    return found


def residence(
    issued: date, endorsed: Sequence[date], rules: Rules, day: date, *, returned: date | None = None
) -> Residence:
    """Residence years on `day`, by the way the city counts a gap. While functions are suspended nothing is added.

    `returned`: the day of the new registration of somebody who had left the city since (Wuhan counts anew from it).
    """
    kept = endorsement_history(issued, endorsed, rules, day)
    end = min(day, kept.due + DAY)
    since, gap_days = issued, 0
    if rules.gap is Gap.LEFT_OUT:
        gap_days = sum((g.until - g.since).days for g in kept.suspensions if g.until is not None)
    elif kept.late:
        since = kept.late[-1]
    if rules.gap is Gap.FROM_LATE_OR_RETURN and returned is not None and since < returned <= day:
        since = returned
    counted = since + timedelta(days=gap_days)
    return Residence(
        counted, full_years(counted, end), gap_days, since if since != issued else None
    )
