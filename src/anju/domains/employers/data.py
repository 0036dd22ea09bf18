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
