"""Bands of rents and areas: a search looks into few bands and into each only as far as it must."""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_CEILING, Decimal

AREAS = (15, 30, 45, 60, 80, 100, 130)
"""Square metres at which a new band begins."""
RENTS = (
    500, 700, 900, 1200, 1500, 1900, 2400, 3000, 3800, 4800, 6000, 7500, 10_000, 15_000, 25_000,
)  # fmt: skip
"""Yuan a month at which a new band begins."""
UNSTATED = -1
"""Band, rent or area of a listing that does not state it."""
MOST_ROOMS = 6
LEVELS = (2, 4, 6, 9, 12)
"""Digits of the places under which a listing is found."""


def area_band(area: Decimal | int | None) -> int:
    """The band of an area."""
    return UNSTATED if area is None else bisect_right(AREAS, area)


def rent_band(rent: Decimal | int | None) -> int:
    """The band of a rent."""
    return UNSTATED if rent is None else bisect_right(RENTS, rent)


def rooms_of(bedrooms: int | None) -> int:
    """Bedrooms as they are searched: 0 where nothing is said, 6 for more."""
    return 0 if bedrooms is None else min(max(bedrooms, 1), MOST_ROOMS)


def places_of(region: str) -> list[str]:
    """The places under which a listing of this region (a code or a prefix) is found; "" of one without any."""
    prefix = region[:12].rstrip("0") if len(region) >= 12 else region
    whole = prefix.ljust(next((n for n in LEVELS if n >= len(prefix)), 12), "0") if prefix else ""
    return [whole[:n] for n in LEVELS if n <= len(whole)] or [""]


def prefix_of(region: str) -> str:
    """The prefix that stands for a division of this code (or prefix)."""
    return places_of(region)[-1]


def whole_units(value: Decimal | None) -> int:
    """A rent or an area in whole units, upwards; `UNSTATED` where there is none."""
    return UNSTATED if value is None else int(value.to_integral_value(ROUND_CEILING))
