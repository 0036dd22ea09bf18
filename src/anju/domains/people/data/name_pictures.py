"""Pictures of written names: what pages show of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NamePictureView:
    """A picture kept for a person, without its content. `used`: it is of the name that the record bears now."""

    id: int
    person_id: int
    name: str
    used: bool
    width: int
    height: int
    stored_label: str
    stored_at: datetime
