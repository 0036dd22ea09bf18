"""What is asked of vacancies and what is answered: searches, listings as everybody and as their sender reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

SORTS = ("newest", "cheapest", "largest")
"""Orders of a list. Cheapest first leaves out rents to be agreed, largest first what states no area."""
PAGE = 20
"""Listings of one page."""
MOST_BEDROOMS = 6
"""Numbers of bedrooms that a search distinguishes; 6 stands for more, too."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which vacancies are wanted. `place`: digits of a division, "" for everywhere; rents in yuan a month, areas in
    square metres, both ends included; `bedrooms`: none for any; `whole`: a whole home (true), a room (false), or
    either."""

    place: str = ""
    rent_from: int | None = None
    rent_to: int | None = None
    area_from: int | None = None
    area_to: int | None = None
    bedrooms: tuple[int, ...] = ()
    whole: bool | None = None
    sort: str = "newest"

    @property
    def by_rent(self) -> bool:
        """A rent is asked for: what is to be agreed is left out."""
        return self.rent_from is not None or self.rent_to is not None

    @property
    def by_area(self) -> bool:
        """An area is asked for: what states none is left out."""
        return self.area_from is not None or self.area_to is not None


@dataclass(frozen=True, slots=True)
class SavedSearchView:
    """A search that an account keeps. `region`: code of the division that was chosen, "" for none; `fresh`: how many
    vacancies like it came since it was looked at."""

    id: int
    search: Search
    region: str
    fresh: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ListingView:
    """A vacancy as everybody may read it: without the room, without whom to ask, and without telephone numbers that
    were written into its texts. `level`: low, middle, high. None and "": not stated."""

    id: int
    region: str
    place: str
    title: str
    space: str
    floor: int | None
    floors: int | None
    level: str
    bedrooms: int | None
    halls: int | None
    baths: int | None
    area: Decimal | None
    rent: Decimal | None
    negotiable: bool
    payment: str
    whole: bool | None
    orientation: str
    available: date | None
    remark: str
    longitude: float | None
    latitude: float | None
    state: str
    closed_why: str
    recorded_at: datetime
    seen_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldListing:
    """A vacancy as its sender and the office read it. `doubts`: why it is kept out of sight (`codes.DOUBTFUL`);
    `row`: of the file of `batch_id`, 0 for one that was typed."""

    view: ListingView
    party: str
    home_id: int | None
    number: str
    flat: str
    doubts: tuple[str, ...]
    batch_id: int | None
    row: int
    by_label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search, best first; `after`: where the next one begins, "" at the end."""

    listings: tuple[ListingView, ...]
    after: str = ""
