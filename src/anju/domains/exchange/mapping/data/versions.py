"""Versions of mappings as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.domains.exchange.mapping.data.mappings import Mapping


@dataclass(frozen=True, slots=True)
class Version:
    """A version. `number` 0: the mapping of the source's folder, in force until another is published."""

    number: int
    state: str
    mapping: Mapping
    made_label: str = ""
    made_at: datetime | None = None
    published_label: str = ""
    published_at: datetime | None = None
