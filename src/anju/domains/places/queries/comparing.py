"""Homes on file that name one place, and words that name another place than the home they led to."""

from __future__ import annotations

from collections import defaultdict

from anju.domains.places.data import HomeView
from anju.domains.places.queries.homes import HOME, views
from anju.domains.places.queries.resolving import place_of
from anju.domains.places.rules.addresses.former import former_address_key, former_room_key
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows


def same_places(region: str) -> list[list[HomeView]]:
    """Open homes of a region that name one place, by groups, the oldest first. Those of two landlords are two homes."""
    lo, hi = subtree(region)
    groups: dict[tuple[str, ...], list[HomeView]] = defaultdict(list)
    for view in views(
        rows(
            f"{HOME} WHERE h.region >= %s AND h.region < %s AND h.closed_on IS NULL ORDER BY h.id",
            [lo, hi],
        )
    ):
        _, spot = place_of(view.region, view.text, "", "", "")
        groups[(view.region[:12], view.party, *spot.key)].append(view)
    return [group for group in groups.values() if len(group) > 1]


def led_astray(home: HomeView, address: str, building: str, unit: str, room: str) -> bool:
    """Did these words lead to this home only because separators were left out (8-1号 and 81号)?"""
    _, said = place_of(home.region, address, building, unit, room)
    _, stands = place_of(home.region, home.text, "", "", "")
    if said.key == stands.key or not said.address:
        return False
    was = former_address_key(said.address + said.building) + former_room_key(said.unit, said.room)
    return was == former_address_key(stands.address + stands.building) + former_room_key(
        stands.unit, stands.room
    )
