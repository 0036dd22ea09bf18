"""What one run through the door needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from anju.domains.register.data import Sender
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date


@dataclass(slots=True)
class Run:
    """One batch on its way. `answered`: kinds of question that a person with the right to decide has answered for
    these items (`same_person`, `confirm`, `contradiction`); those are not asked again, all others are. `new_homes`:
    rooms a list names may be entered unverified. `conflicts`: what stands against a declaration, for the question."""

    actor: Actor
    sender: Sender
    at: datetime
    batch_id: int
    answered: frozenset[str] = frozenset()
    new_homes: bool = False
    made_homes: list[int] = field(default_factory=list)
    effects: dict[int, dict[str, object]] = field(default_factory=dict)
    conflicts: dict[int, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day of the run."""
        return local_date(self.at)
