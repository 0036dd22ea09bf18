"""Frozen values of sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CONSTRUCTION, MARKET, DORMITORY, WORKPLACE = "construction", "market", "dormitory", "workplace"
KINDS = (CONSTRUCTION, MARKET, DORMITORY, WORKPLACE)
"""A construction site, a market, a dormitory, any other place of work."""


@dataclass(frozen=True, slots=True)
class SiteBuilding:
    """A building on the register as a site is tied to it. `party`: who answers for it."""

    id: int
    party: str
    region: str
    title: str


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """What is filed. `size`: people a site is planned for, stalls of a market, beds of a dormitory; `building`: of a
    dormitory, the building whose homes it is."""

    kind: str
    name: str
    region: str
    address: str
    since: date
    until: date | None = None
    size: int | None = None
    building: SiteBuilding | None = None


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site on file. `until`: its last day, planned or past."""

    id: int
    employer_id: int
    kind: str
    name: str
    region: str
    address: str
    building_id: int | None
    since: date
    until: date | None
    size: int | None
    by_label: str
    recorded_at: datetime

    def open_on(self, day: date) -> bool:
        """True from its first day to its last, both included."""
        return self.since <= day and (self.until is None or day <= self.until)
