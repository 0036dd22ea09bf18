"""Homes, buildings and holders as others see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from anju.domains.places.data import BuildingView, HolderView, HomeView
from anju.domains.places.models import Holder
from anju.domains.places.rules.addresses.compose import compose
from anju.domains.places.rules.codes import tidy
from anju.foundation.crypto import decrypt
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

HOME = """SELECT h.id, h.code, h.region, h.party, a.text, b.name, h.unit,
    h.floor, h.room, h.capacity, h.dwelling, b.id, b.code, h.verified, h.closed_on
    FROM places_home h JOIN places_building b ON b.id = h.building_id JOIN places_address a ON a.id = b.address_id"""
BUILDING = """SELECT b.id, b.code, b.region, a.text, b.name, b.kind, b.floors, b.party, b.verified
    FROM places_building b JOIN places_address a ON a.id = b.address_id"""

BUILDINGS = "length(b.key), b.key"
ROOMS = "length(h.unit), h.unit, length(h.room), h.room, h.id"
"""The order of the buildings of an address, and of the homes of a floor: 9, 10, 11, not 10, 11, 9."""


def views(found: Iterable[tuple[Any, ...]]) -> list[HomeView]:
    """Rows of `HOME` as homes, each with its address in words."""
    return [HomeView(*[*r[:4], compose(r[4], r[5], r[6], r[8]), *r[6:]]) for r in found]


def homes(ids: Sequence[int]) -> dict[int, HomeView]:
    """Homes by id. One query."""
    return {v.id: v for v in views(rows(f"{HOME} WHERE h.id = ANY(%s)", [list(ids)], often=True))}


def home_by_code(code: str) -> HomeView | None:
    """The home of a plate; None when there is no such code."""
    found = rows(f"{HOME} WHERE h.code = %s", [tidy(code)])
    return views(found)[0] if found else None


def homes_of_building(building_id: int) -> list[HomeView]:
    """All homes of a building, top floor first. One query."""
    return views(rows(f"{HOME} WHERE b.id = %s ORDER BY h.floor DESC, {ROOMS}", [building_id]))


def building(building_id: int) -> BuildingView | None:
    """One building."""
    found = rows(f"{BUILDING} WHERE b.id = %s", [building_id])
    return BuildingView(*found[0]) if found else None


def buildings_of(party: str) -> list[BuildingView]:
    """The buildings a party answers for."""
    return [
        BuildingView(*r)
        for r in rows(f"{BUILDING} WHERE b.party = %s ORDER BY a.text, {BUILDINGS}", [party])
    ]


def buildings_in(region: str, *, limit: int = 500) -> list[BuildingView]:
    """The buildings of a region."""
    lo, hi = subtree(region)
    sql = f"{BUILDING} WHERE b.region >= %s AND b.region < %s ORDER BY a.text, {BUILDINGS} LIMIT %s"
    return [BuildingView(*r) for r in rows(sql, [lo, hi, limit])]


def holder(holder_id: int) -> HolderView | None:
    """One landlord or manager, phone masked."""
    row = Holder.objects.filter(id=holder_id).first()
    if row is None:
        return None
    phone = (
        decrypt(row.phone_cipher, "holder.phone", row=row.phone_index) if row.phone_cipher else ""
    )
    return HolderView(
        row.id, row.name, row.kind, row.person_id, f"{phone[:3]}****{phone[-4:]}" if phone else ""
    )
