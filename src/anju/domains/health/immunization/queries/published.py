"""Published schedules, read once from the files that come with Anju, and which of them applies on a day."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anju.domains.health.immunization.data.schedule import Schedule
from anju.domains.health.immunization.rules.reading import merged, read

FOLDER = Path(__file__).resolve().parents[1] / "data" / "published"


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
