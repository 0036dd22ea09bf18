"""Open homes that may be the one which somebody is about to enter under other words."""

from __future__ import annotations

from anju.domains.places.data import HomeView
from anju.domains.places.queries.homes import HOME, views
from anju.domains.places.queries.resolving import COMMUNITY, holds_street_address, place_of
from anju.domains.places.rules.addresses.compose import street_words
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

MOST = 10
"""So many are named to a person at most."""


def alike_homes(
    region: str, address: str, building: str = "", unit: str = "", room: str = ""
) -> list[HomeView]:
    """Open homes of the community with this building, unit and room whose street address is this one or ends with it
    (1片和平街1号 for 和平街1号), the oldest first; none where the register has exactly this home and would take it."""
    lies_in, spot = place_of(region, address.strip(), building.strip(), unit.strip(), room.strip())
    if not spot.address or len(lies_in) < COMMUNITY:
        return []
    lo, hi = subtree(lies_in[:COMMUNITY])
    ending = holds_street_address(street_words(spot.street))
    found = rows(
        f"""{HOME} WHERE a.region >= %(lo)s AND a.region < %(hi)s AND h.closed_on IS NULL
        AND (a.text_key = %(street)s OR (%(ending)s AND right(a.text_key, length(%(street)s)) = %(street)s))
        AND split_part(b.key, '~', 1) = %(building)s AND split_part(h.key, '~', 1) = %(room)s
        ORDER BY (a.text_key = %(street)s AND b.party = '' AND h.region = %(region)s) DESC, h.id LIMIT %(most)s""",
        {
            "lo": lo,
            "hi": hi,
            "street": spot.address,
            "ending": ending,
            "building": spot.building,
            "room": spot.home,
            "region": lies_in,
            "most": MOST,
        },
    )
    homes = views(found)
    taken = any(h.party == "" and h.region == lies_in and _key(h) == spot.address for h in homes)
    return [] if taken else homes


def _key(home: HomeView) -> str:
    return place_of(home.region, home.text, "", "", "")[1].address
