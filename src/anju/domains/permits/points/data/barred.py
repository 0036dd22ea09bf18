"""What national rules no longer let a basic public service require, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.permits.points.data.facts import Text


@dataclass(frozen=True, slots=True)
class Barred:
    """From `since` on (until `until`, exclusive), no basic public service may depend on what the facts in `asks` ask.
    `confidence`: H, M or L."""

    asks: frozenset[str]
    since: date
    until: date | None
    source: Text
    confidence: str
