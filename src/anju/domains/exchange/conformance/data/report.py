"""Cases and what came of them, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PLACE, SUSPENDED = "999999", "999998"
"""Codes under which the kit calls: one in use, one whose link is suspended."""
LENT = "999997"
"""The code an installation that takes part in no exchange has while the kit tries it."""
AGREEMENT, ENDED, NARROW = "CONFORMANCE", "CONFORMANCE-ENDED", "CONFORMANCE-NARROW"
"""Agreements that the place under test has entered: on everything; ended; on enquiries for care, two a day."""
NARROW_PER_DAY = 2


@dataclass(frozen=True, slots=True)
class Target:
    """The place under test: its address, its code, and the names of its public keys are known beforehand."""

    url: str
    place: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case: passed when `cause` is empty."""

    id: str
    group: str
    title: tuple[str, str]
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes, in their order."""

    target: Target
    outcomes: tuple[Outcome, ...]
    seconds: float = 0.0
    broke_off: str = ""

    @property
    def failed(self) -> list[Outcome]:
        """Those that did not pass."""
        return [o for o in self.outcomes if o.cause]

    def written(self) -> Mapping[str, object]:
        """As JSON holds it."""
        return {
            "target": self.target.url,
            "place": self.target.place,
            "cases": len(self.outcomes),
            "passed": len(self.outcomes) - len(self.failed),
            "failed": [{"id": o.id, "title": o.title[1], "cause": o.cause} for o in self.failed],
            "seconds": round(self.seconds, 1),
            **({"broke_off": self.broke_off} if self.broke_off else {}),
        }


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the place under test, as far as it could be read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    content: object = field(default=None)
