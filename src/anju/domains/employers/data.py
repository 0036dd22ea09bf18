"""Frozen values of employers."""

from __future__ import annotations

from dataclasses import dataclass


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
    """Whom to ring at an employer: `duty` is what they do there (人事、安全员 …)."""

    id: int
    name: str
    duty: str
    phone: str
