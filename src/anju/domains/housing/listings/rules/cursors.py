"""Where a list of vacancies goes on, and into which bands a search has to look."""

from __future__ import annotations

import re
from itertools import product

from anju.domains.housing.listings.data.search import MOST_BEDROOMS, Search
from anju.domains.housing.listings.rules.bands import AREAS, RENTS, UNSTATED, area_band, rent_band

_CURSOR = re.compile(r"(\d{1,9})-(\d{1,18})", re.ASCII)
NO_END = 2_000_000_000
"""A rent or an area above all others."""
SHARES = (0, 1, 2)
"""How a home is let, as keys hold it: not stated, whole, by the room."""
Cell = tuple[int, int, int, int]


def cursor(value: int, turn: int) -> str:
    """The place in an order: its value (0 where the turn alone orders), its turn."""
    return f"{value}-{turn}"


def read_cursor(text: str) -> tuple[int, int] | None:
    """(value, turn) of a cursor; None for anything else: the list begins."""
    found = _CURSOR.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def share_of(*, whole: bool | None) -> int:
    """How a home is let, as keys hold it."""
    return SHARES[0] if whole is None else SHARES[1] if whole else SHARES[2]


def shares(search: Search) -> tuple[int, ...]:
    """The ways of letting that are looked into."""
    return SHARES if search.whole is None else (share_of(whole=search.whole),)


def rooms(search: Search) -> tuple[int, ...]:
    """The numbers of bedrooms that are looked into; 0 stands for not stated."""
    return tuple(search.bedrooms) or tuple(range(MOST_BEDROOMS + 1))


def rents(search: Search) -> tuple[int, int]:
    """From which rent to which, -1 for one to be agreed where it is let in."""
    low = search.rent_from if search.rent_from is not None else 0 if search.by_rent else UNSTATED
    return low, NO_END if search.rent_to is None else search.rent_to


def areas(search: Search) -> tuple[int, int]:
    """From which area to which, -1 for none stated where it is let in."""
    low = search.area_from if search.area_from is not None else 0 if search.by_area else UNSTATED
    return low, NO_END if search.area_to is None else search.area_to


def rent_bands(search: Search) -> range:
    """The bands of rents that are looked into."""
    low, high = rents(search)
    return range(UNSTATED if low < 0 else rent_band(low), min(rent_band(high), len(RENTS)) + 1)


def area_bands(search: Search) -> range:
    """The bands of areas that are looked into."""
    low, high = areas(search)
    return range(UNSTATED if low < 0 else area_band(low), min(area_band(high), len(AREAS)) + 1)


def cells(search: Search) -> list[Cell]:
    """(way of letting, bedrooms, band of area, band of rent) of every part of the index a search by turn looks into."""
    return list(product(shares(search), rooms(search), area_bands(search), rent_bands(search)))
