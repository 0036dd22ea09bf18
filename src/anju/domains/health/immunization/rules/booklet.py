"""A vaccination booklet as somebody typed it: doses, or what is wrong with which line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from anju.domains.health.immunization.data.answers import Given
from anju.domains.health.immunization.data.schedule import Schedule

MOST = 60
"""Lines of one booklet; nobody has more doses."""
EARLIEST_BIRTH = date(1900, 1, 1)


class BookletLine(NamedTuple):
    """One line as it was typed."""

    vaccine: str
    day: str


class Booklet(NamedTuple):
    """What could be read; `faults` by number of the line (-1: the birth date), as codes of sentences."""

    born: date | None
    given: tuple[Given, ...]
    faults: dict[int, str]


def read_booklet(
    schedule: Schedule, born: str, lines: Sequence[BookletLine], *, today: date
) -> Booklet:
    """The booklet, or what is wrong with it. A line without vaccine and day is no line."""
    faults: dict[int, str] = {}
    birth = _date(born)
    if birth is None or birth < EARLIEST_BIRTH:
        faults[-1] = "vaccination_birth_unreadable"
        birth = None
    elif birth > today:
        faults[-1] = "vaccination_birth_ahead"
    given = []
    for number, line in enumerate(lines[:MOST]):
        if not line.vaccine and not line.day:
            continue
        day = _date(line.day)
        fault = _fault(schedule, line, day, birth, today)
        if fault:
            faults[number] = fault
        elif day is not None:
            given.append(Given(day.toordinal(), line.vaccine, key=str(number)))
    return Booklet(birth, tuple(given), faults)


def _fault(
    schedule: Schedule, line: BookletLine, day: date | None, born: date | None, today: date
) -> str:
    if line.vaccine not in schedule.vaccines:
        return "vaccination_vaccine_unknown"
    if day is None:
        return "vaccination_day_unreadable"
    if day > today:
        return "vaccination_day_ahead"
    if born is not None and day < born:
        return "vaccination_before_birth"
    return ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
