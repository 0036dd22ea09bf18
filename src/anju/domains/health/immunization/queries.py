"""The published schedules that come with Anju, read once, and which of them applies on a day."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anju.domains.health.immunization.data.answers import Given, GroupAnswer, Person
from anju.domains.health.immunization.data.schedule import Schedule
from anju.domains.health.immunization.rules.assessing import assess
from anju.domains.health.immunization.rules.grouping import leading
from anju.domains.health.immunization.rules.reading import merged, read

FOLDER = Path(__file__).with_name("data") / "published"


@cache
def schedules() -> tuple[Schedule, ...]:
    """Every published schedule, the oldest first."""
    found = [read(_whole(path.stem)) for path in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda s: s.in_force.first or 0))


def _whole(code: str) -> dict[str, Any]:
    content = yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))
    base = _whole(content.pop("extends")) if "extends" in content else None
    return merged(content, base)


def schedule_on(day: int) -> Schedule:
    """The schedule in force on a day (ordinal); before the first one that one, after the last one that."""
    begun = [s for s in schedules() if s.in_force.first is None or s.in_force.first <= day]
    return begun[-1] if begun else schedules()[0]


def check_up(person: Person, given: Iterable[Given], *, today: int) -> list[GroupAnswer]:
    """Of every vaccine group the answer for today, under the schedule in force today."""
    found = assess(schedule_on(today), person, given, today)
    groups = dict.fromkeys(a.group for a in found)
    answers = (leading([a for a in found if a.group == g], today) for g in groups)
    return [a for a in answers if a is not None]
