"""What goes into an estimate of coverage and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Pattern = tuple[int, ...]
"""One 0 or 1 a list: on which of them somebody stands."""


@dataclass(frozen=True)
class Overlap:
    """How many people stand on which lists together; patterns without people may be absent."""

    lists: tuple[str, ...]
    counts: Mapping[Pattern, int]

    @property
    def seen(self) -> int:
        """People on at least one list."""
        return sum(n for pattern, n in self.counts.items() if any(pattern))


@dataclass(frozen=True)
class Frequencies:
    """How many people were found once, twice, … ; which list found them is unknown."""

    counts: Mapping[int, int]

    @property
    def seen(self) -> int:
        """People found at least once."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Fit:
    """One model fitted to the counts. `terms` names what it lets depend on what."""

    name: str
    terms: tuple[str, ...]
    total: float
    standard_error: float
    deviance: float
    freedom: int
    aic: float
    bic: float
    weight: float = 0.0
    aic_weight: float = 0.0
    bic_weight: float = 0.0


@dataclass(frozen=True)
class Remark:
    """Something to know about an estimate: a code, and what fills its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Estimate:
    """The people there are, with the interval that includes the choice of the model, and all that it rests on."""

    seen: int
    total: float
    low: float
    high: float
    method: str
    model: str
    spread: tuple[float, float]
    fits: tuple[Fit, ...]
    lower_bound: float | None
    not_estimable: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    assumptions: tuple[str, ...] = ()
