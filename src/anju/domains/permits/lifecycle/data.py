"""A permit with everything that happened to it, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from anju.domains.permits.production.data import CardView
from anju.domains.permits.transitions.data.permits import PermitView, TransitionView


@dataclass(frozen=True, slots=True)
class Life:
    """A permit with all its transitions (oldest first), cards (newest first)."""

    permit: PermitView
    transitions: tuple[TransitionView, ...]
    cards: tuple[CardView, ...]
