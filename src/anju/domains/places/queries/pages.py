"""Buildings a page at a time: a district has more of them than a page should draw."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.places.data import BuildingView
from anju.domains.places.queries.homes import BUILDING, HOUSES
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows


def buildings_page(regions: Sequence[str], *, limit: int, offset: int = 0) -> tuple[list[BuildingView], int]:
    """Buildings of these regions by community and address, and how many there are in all. Two queries."""
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(b.region >= %s AND b.region < %s)"] * len(bounds)) or "false"
    place = [b for pair in bounds for b in pair]
    found = rows(f"""{BUILDING} WHERE {where} ORDER BY left(b.region, 12), a.text, {HOUSES}, b.id LIMIT %s OFFSET %s""",
                 [*place, limit, offset])
    total = int(rows(f"SELECT count(*) FROM places_building b WHERE {where}", place)[0][0])  # noqa: S608
    return [BuildingView(*r) for r in found], total


def homes_in(building_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Open homes of many buildings: (home, building, capacity). One query."""
    return rows("SELECT id, building_id, capacity FROM places_home WHERE building_id = ANY(%s) AND closed_on IS NULL",
                [list(building_ids)])
