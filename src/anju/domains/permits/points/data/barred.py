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


BARRED = (
    Barred(
        frozenset({"education", "title", "tax"}),
        date(2026, 5, 22),
        None,
        (
            "国发〔2026〕11号《关于推行常住地提供基本公共服务的实施意见》",
            "State Council, document No. 11 of 2026 on basic public services where people live",
        ),
        "M",
    ),
)
"""The day is that of the document; a city's own date of carrying it out may be later."""
