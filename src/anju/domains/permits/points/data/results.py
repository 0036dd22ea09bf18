"""What a calculation says: every line with its reason; the lines add up to the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from anju.domains.permits.points.data.facts import Text

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `earned`: points after rounding; `counted`: what of them counts. `why` is a code of
    ``interfaces.words.points`` with `params`; `limited` says why less counts than was earned: "", cap or choose_one."""

    item: str
    words: Text
    earned: Decimal
    counted: Decimal
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    limited: str = ""
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class SectionResult:
    """The lines of a section. `trimmed` (zero or less): what the section's cap took away."""

    code: str
    kind: str
    words: Text
    lines: tuple[Line, ...]
    trimmed: Decimal = ZERO
    cap: Decimal | None = None

    @property
    def points(self) -> Decimal:
        """What the section brings: its counted lines less what its cap took away."""
        return sum((line.counted for line in self.lines), ZERO) + self.trimmed


@dataclass(frozen=True, slots=True)
class Requirement:
    """A precondition or veto. `holds` None: the person has not said."""

    code: str
    words: Text
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """The whole calculation. `lifted`: what the floor added. `outcome`: vetoed, not_open (a precondition fails),
    reached, short (by `short_by`), or ranked (the year's cut-off decides)."""

    scheme: str
    day: date
    sections: tuple[SectionResult, ...]
    preconditions: tuple[Requirement, ...]
    vetoes: tuple[Requirement, ...]
    lifted: Decimal
    total: Decimal
    outcome: str
    short_by: Decimal = ZERO
