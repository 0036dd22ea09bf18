"""What a person sees of their own stays, where they wished them linked to their record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.domains.casework.rescue.models import StayRow


@dataclass(frozen=True, slots=True)
class OwnStay:
    """A stay as the person sees it: where and when. Nothing that staff wrote."""

    id: int
    number: str
    station: str
    arrived_at: datetime
    left_at: datetime | None
    way: str


def own_stays(person_id: int) -> list[OwnStay]:
    """The linked stays of a person, the latest first, as far as the transaction sees them. One query."""
    rows = StayRow.objects.filter(person_id=person_id).select_related("station").order_by("-id")
    return [
        OwnStay(r.pk, r.number, r.station.name, r.arrived_at, r.left_at, r.way) for r in rows[:50]
    ]
