"""Frozen values of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BuildingView:
    """A building with its address in words. `party` answers for it."""

    id: int
    code: str
    region: str
    address: str
    name: str
    kind: str
    floors: int
    party: str
    verified: bool

    @property
    def title(self) -> str:
        """Address and building name in one line."""
        return f"{self.address}{self.name}" if self.name != self.address else self.address


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home: where it is, how many it holds. `text` is the whole address below the community."""

    id: int
    code: str
    region: str
    party: str
    text: str
    unit: str
    floor: int
    room: str
    capacity: int
    dwelling: str
    building_id: int
    building_code: str
    verified: bool
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class HolderView:
    """Who answers for buildings."""

    id: int
    name: str
    kind: str
    person_id: int | None
    phone_masked: str

    @property
    def party(self) -> str:
        """The scope key."""
        return f"holder:{self.id}"


@dataclass(frozen=True, slots=True)
class Loads:
    """Homes by use. `let` includes `over` (more persons than the home holds); `capacity` in persons."""

    homes: int
    free: int
    let: int
    over: int
    capacity: int
