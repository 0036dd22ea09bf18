"""A home that is to be entered may be one on file: how that is said, at the counter and on a landlord's page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from anju.domains.places import api as places
from anju.domains.places.api import HomeView

LOOKED_AT = 12
"""Rooms of a new building that are compared."""


def alike_sentence(alike: Sequence[HomeView]) -> str:
    """What it may be, and what to do."""
    named = "；".join(h.text for h in alike[:3])
    return _(
        "房屋库里已有相近的房屋，可能就是同一套：%(homes)s。是同一套请直接选用；确是另外一套，请勾选后再提交。"
    ) % {"homes": named}


def alike_rooms(
    region: str, address: str, building: str, rooms: Sequence[str], *, own: Collection[str]
) -> list[HomeView]:
    """Homes on file that may be these rooms of a building that is to be entered; none where one of the `own`
    parties has entered them before. Of many rooms the first are compared."""
    found: dict[int, HomeView] = {}
    for room in rooms[:LOOKED_AT]:
        found |= {h.id: h for h in places.alike_homes(region, address, building, "", room)}
    entered_before = any(h.party in own for h in found.values())
    return [] if entered_before else list(found.values())
