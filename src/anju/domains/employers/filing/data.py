"""Frozen values of employers on file, and of what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employing unit. `party` is its scope key."""

    id: int
    code: str
    name: str
    uscc: str
    region: str
    address: str
    industry: str

    @property
    def party(self) -> str:
        """The scope key of this employer."""
        return f"employer:{self.id}"


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom to ring at an employer: `duty` is what they do there (人事、安全员 …); `liaison` marks the liaison people
    (联络员) whom a city asks for by the number of workers."""

    id: int
    name: str
    duty: str
    phone: str
    liaison: bool = False


LIAISON, ROSTER = "liaison", "roster"
"""Keys of what is asked: liaison people by head count, and a roster every week."""
KEYS = (LIAISON, ROSTER)


@dataclass(frozen=True, slots=True)
class EmployerRule:
    """What a city asks of employers, as dated data. `least`: from how many workers on; `per`: of liaison people, one
    for each started so many workers; `due`: of the roster, the last day of the week to send it (1 Monday to 7
    Sunday)."""

    region: str
    key: str
    words: tuple[str, str]
    least: int
    per: int
    due: int
    source: tuple[str, str]
    confidence: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class LiaisonNeed:
    """How many liaison people an employer needs and has. `rule`: None where nothing is asked."""

    needs: int
    has: int
    rule: EmployerRule | None

    @property
    def missing(self) -> int:
        """How many are still to be named."""
        return max(self.needs - self.has, 0)
