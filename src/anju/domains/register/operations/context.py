"""What one run through the door needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from anju.domains.register.data import Sender
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date


@dataclass(slots=True)
class Run:
    """One batch on its way. `confirmed`: staff have looked at these items, so questions of identity and consent are not
    asked again. `agreed`: who answers for the home has agreed; who the person is may still be asked. `new_homes`: rooms
    a list names may be entered unverified."""

    actor: Actor
    sender: Sender
    at: datetime
    batch_id: int
    confirmed: bool = False
    agreed: bool = False
    new_homes: bool = False
    made_homes: list[int] = field(default_factory=list)
    effects: dict[int, dict[str, object]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day of the run."""
        return local_date(self.at)
