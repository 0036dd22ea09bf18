"""A building entered twice becomes one: what the register holds decides which rooms may go."""

from __future__ import annotations

from datetime import datetime

from anju.domains.places import api as places
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows


def join_buildings(building_id: int, *, into: int, actor: Actor, at: datetime) -> int:
    """See `places.join_building`; rooms in which anybody was ever registered never go."""
    homes = [h.id for h in places.homes_of_building(building_id)]
    with as_intake_role():
        used = {
            r[0]
            for r in rows(
                """SELECT home_id FROM register_stay WHERE home_id = ANY(%s)
            UNION SELECT home_id FROM register_declaration WHERE home_id = ANY(%s) AND status = 'waiting'
            UNION SELECT home_id FROM register_invitation WHERE home_id = ANY(%s)""",
                [homes] * 3,
            )
        }
    return places.join_building(building_id, into=into, used=used, actor=actor, at=at)
