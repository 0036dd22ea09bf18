"""When to come again: another kind of time than the last, the one at which most doors opened in that building.

It rests on places and times alone. A building in which few homes were visited would tell the habits of a household, so
it is not asked; nor is anything known of who lives there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from anju.domains.fieldwork.tasks.data.visits import (
    Basis,
    Experience,
    PartOfDay,
    Proposal,
    QuietHours,
    Slot,
)
from anju.foundation.clock import CHINA

FEWEST_HOMES = 5
"""Homes that must have been visited in a building, or a community, before its times are compared."""
USUAL = (
    Slot(off=False, part=PartOfDay.EVENING),
    Slot(off=True, part=PartOfDay.MORNING),
    Slot(off=True, part=PartOfDay.AFTERNOON),
    Slot(off=False, part=PartOfDay.MORNING),
    Slot(off=False, part=PartOfDay.AFTERNOON),
    Slot(off=True, part=PartOfDay.EVENING),
)
"""The order in which times are proposed where nothing is known."""
AHEAD = 10
"""Days within which a time is looked for, from tomorrow on: nobody is knocked up twice a day."""


def part_of(hour: int, quiet: QuietHours) -> PartOfDay:
    """The part of the day an hour belongs to."""
    if hour < quiet.noon:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < _evening(quiet) else PartOfDay.EVENING


def hours_of(part: PartOfDay, quiet: QuietHours) -> tuple[int, int]:
    """First and last hour of a part of the day, outside the quiet hours."""
    return {
        PartOfDay.MORNING: (quiet.morning, quiet.noon),
        PartOfDay.AFTERNOON: (quiet.noon_until, _evening(quiet)),
        PartOfDay.EVENING: (_evening(quiet), quiet.evening),
    }[part]


def is_quiet(at: datetime, quiet: QuietHours) -> bool:
    """Is nobody to knock now?"""
    hour = at.astimezone(CHINA).hour
    return not quiet.morning <= hour < quiet.evening or quiet.noon <= hour < quiet.noon_until


def propose(
    known: Sequence[tuple[Basis, int, Mapping[Slot, Experience]]],
    last: Slot | None,
    *,
    at: datetime,
    quiet: QuietHours,
    is_off: Callable[[datetime], bool],
) -> Proposal:
    """When to come again. `known`: what is known, nearest first: its basis, how many homes it rests on, and what
    happened at each kind of time. `last`: the kind of time at which nobody was there."""
    basis, experience = next(
        ((b, e) for b, homes, e in known if homes >= FEWEST_HOMES and e), (Basis.USUAL, {})
    )
    ranked = sorted(USUAL, key=lambda slot: (-_share(experience.get(slot)), USUAL.index(slot)))
    for slot in (s for s in ranked if s != last):
        for day in _days(slot, at, quiet, is_off):
            seen = experience.get(slot, Experience(0, 0))
            hours = hours_of(slot.part, quiet)
            return Proposal(day.date(), slot.part, *hours, basis, seen.visits, seen.answered)
    raise ValueError("no day is off, or every day is")


def _share(seen: Experience | None) -> float:
    """How often somebody opened; half where nothing is known (Laplace)."""
    return ((seen.answered if seen else 0) + 1) / ((seen.visits if seen else 0) + 2)


def _days(
    slot: Slot, at: datetime, quiet: QuietHours, is_off: Callable[[datetime], bool]
) -> Iterator[datetime]:
    first_hour, last_hour = hours_of(slot.part, quiet)
    if first_hour >= last_hour:
        return
    today = at.astimezone(CHINA).replace(minute=0, second=0, microsecond=0)
    for ahead in range(1, AHEAD + 1):
        day = today + timedelta(days=ahead)
        if is_off(day) == slot.off:
            yield day


def _evening(quiet: QuietHours) -> int:
    """The hour at which the evening begins: three before it is quiet."""
    return max(quiet.noon_until, quiet.evening - 3)
