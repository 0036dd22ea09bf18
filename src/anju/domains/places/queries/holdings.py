"""What parties answer for: all their buildings and homes, two queries however many there are."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.places.data import BuildingView, HomeView
from anju.domains.places.queries.homes import BUILDING, BUILDINGS, HOME, ROOMS, views
from anju.foundation.db.statements import rows


def holdings(parties: Sequence[str]) -> list[tuple[BuildingView, list[HomeView]]]:
    """Buildings of these parties with their open homes, top floor first."""
    wanted = [list(parties)]
    homes: dict[int, list[HomeView]] = {}
    for view in views(
        rows(
            f"{HOME} WHERE h.party = ANY(%s) AND h.closed_on IS NULL"
            f" ORDER BY h.floor DESC, {ROOMS}",
            wanted,
        )
    ):
        homes.setdefault(view.building_id, []).append(view)
    held = [
        BuildingView(*r)
        for r in rows(f"{BUILDING} WHERE b.party = ANY(%s) ORDER BY a.text, {BUILDINGS}", wanted)
    ]
    return [(view, homes.get(view.id, [])) for view in held]


def areas_of_party(party: str) -> frozenset[str]:
    """Regions of the buildings for which a party answers. One query."""
    return frozenset(
        str(r[0])
        for r in rows("SELECT DISTINCT region FROM places_building WHERE party = %s", [party])
    )
