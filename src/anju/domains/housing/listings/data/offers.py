"""A row of an agency's file as it was understood, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from anju.domains.housing.listings.data.codes import DOUBTFUL, NOTED, REFUSED

TAKEN, SAME, HELD, RETURNED = "applied", "unchanged", "waiting", "refused"
"""What becomes of a row: a listing of its own or a change of one; the same as before; doubtful, kept out of sight until
somebody has confirmed it; refused. The words are those of declarations."""
OUTCOMES = (TAKEN, SAME, HELD, RETURNED)
LONGEST = {
    "number": 60,
    "title": 100,
    "estate": 60,
    "space": 20,
    "payment": 40,
    "contact": 40,
    "remark": 300,
}
"""Characters kept of each text."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a row offers. Rents in yuan a month, areas in square metres; None and "": not stated. `codes`: what is to be
    said of the row, in the order of the columns."""

    row: int
    number: str = ""
    home_code: str = ""
    title: str = ""
    divisions: str = ""
    estate: str = ""
    address: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    space: str = ""
    floor: int | None = None
    floors: int | None = None
    level: str = ""
    bedrooms: int | None = None
    halls: int | None = None
    baths: int | None = None
    area: Decimal | None = None
    rent: Decimal | None = None
    negotiable: bool = False
    payment: str = ""
    whole: bool | None = None
    orientation: str = ""
    available: date | None = None
    listed: date | None = None
    phone: str = ""
    contact: str = ""
    remark: str = ""
    longitude: float | None = None
    latitude: float | None = None
    codes: tuple[str, ...] = ()

    def with_codes(self, *codes: str) -> Offer:
        """The same with more to be said of it."""
        fresh = tuple(c for c in dict.fromkeys(codes) if c and c not in self.codes)
        return replace(self, codes=(*self.codes, *fresh)) if fresh else self

    @property
    def refusal(self) -> str:
        """The first reason for which it is refused; ""."""
        return next((c for c in self.codes if c in REFUSED), "")

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it is doubtful."""
        return tuple(c for c in self.codes if c in DOUBTFUL)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is remarked about it."""
        return tuple(c for c in self.codes if c in NOTED)


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer with its place: `region` (12 digits, or the prefix that is known), `place` as the public reads it
    (without the room), `spot`: equal for offers of one place, `exact`: it names one flat; `home_id` where the home is
    on file. `ident` tells one listing of a sender from the next, `fingerprint` what it says."""

    offer: Offer
    region: str
    place: str
    spot: str
    exact: bool
    home_id: int | None
    ident: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row (`OUTCOMES`), and why where it is not simply taken. `before`: the listing that it repeats
    or changes."""

    placed: Placed
    status: str
    reason: str = ""
    before: int | None = None
