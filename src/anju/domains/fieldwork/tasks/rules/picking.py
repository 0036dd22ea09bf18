"""Which doors of many are walked to today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from anju.domains.fieldwork.tasks.data.rounds import HomeTasks

SOON = timedelta(days=7)
"""What is due by then is urgent."""


def pick(doors: Sequence[HomeTasks], *, today: date, most: int) -> list[HomeTasks]:
    """Urgent doors first, then the others of the buildings that one goes to anyway, then the rest by their day."""
    by_day = sorted(doors, key=lambda d: (d.due, d.building_id, d.home_id))
    urgent = [d for d in by_day if d.due <= today + SOON][:most]
    gone_to = {d.building_id for d in urgent}
    later = [d for d in by_day if d.due > today + SOON]
    same_building = [d for d in later if d.building_id in gone_to]
    rest = [d for d in later if d.building_id not in gone_to]
    return [*urgent, *same_building, *rest][:most]
