"""Stays with the names and addresses that belong to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.domains.places import api as places
from anju.domains.register.api import StayView
from anju.interfaces.rest.people.schemas import Stay


def stay_schema(stays: Sequence[StayView], names: Mapping[int, str]) -> list[Stay]:
    """Stays as the API gives them. One query."""
    homes = places.homes([s.home_id for s in stays if s.home_id])
    return [
        Stay(
            id=s.id,
            person=s.person_id,
            name=names.get(s.person_id, ""),
            home=homes[s.home_id].code if s.home_id in homes else None,
            address=homes[s.home_id].text if s.home_id in homes else "",
            region=s.region,
            since=s.since,
            until=s.until,
            reason=s.reason,
            dwelling=s.dwelling,
            habitual=s.habitual,
            leave_due=s.leave_due,
            channel=s.channel,
            said_by=s.declared_by,
            recorded_at=s.recorded_at,
        )
        for s in stays
    ]
