"""Buildings and rooms that nobody of the staff has looked at yet."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.places.data import BuildingView
from anju.domains.places.queries.homes import BUILDING, BUILDINGS
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

_OPEN = "(NOT b.verified OR EXISTS (SELECT FROM places_home h WHERE h.building_id = b.id AND NOT h.verified))"


def unverified(
    regions: Sequence[str], *, limit: int = 50, offset: int = 0
) -> tuple[list[BuildingView], int]:
    """Buildings of these regions (prefixes) that are unverified or have such rooms, by community; and how many
    there are. Two queries."""
    bounds = [subtree(r) for r in regions]
    place = " OR ".join(["(b.region >= %s AND b.region < %s)"] * len(bounds)) or "false"
    params = [b for pair in bounds for b in pair]
    found = rows(
        f"{BUILDING} WHERE ({place}) AND {_OPEN} ORDER BY b.region, a.text, {BUILDINGS} LIMIT %s OFFSET %s",
        [*params, limit, offset],
    )
    ((total,),) = rows(
        f"SELECT count(*) FROM places_building b WHERE ({place}) AND {_OPEN}",  # noqa: S608
        params,
    )
    return [BuildingView(*r) for r in found], int(total)
