"""What a sample says: rates with intervals, by part and in all, and which parts differ beyond chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from anju.domains.assessment.sampling.data.values import (
    UNREACHED,
    AuditKind,
    AuditResult,
    FindingGiven,
    Outcome,
    PartResult,
    Rate,
    Stage,
    UnitView,
)
from anju.foundation.intervals import clopper_pearson, effective, finite


def result(kind: AuditKind, frames: Mapping[str, int], units: Sequence[UnitView]) -> AuditResult:
    """The figures of an audit. `frames`: units of each part's frame."""
    by_part: dict[str, list[UnitView]] = defaultdict(list)
    for unit in units:
        by_part[unit.part].append(unit)
    parts = [_part(kind, part, n, by_part.get(part, [])) for part, n in sorted(frames.items())]
    pairs = [u for u in units if u.of(Stage.SECOND) is not None]
    return AuditResult(
        tuple(_compared(p, parts) for p in parts),
        _whole(kind, parts, by_part),
        len(pairs),
        sum(not u.differ for u in pairs),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of one part. A unit weighs `people` (of records always one), of whom `hits` have the property."""

    frame: int
    reached: int
    unreached: int
    people: int
    hits: int
    squares: float
    """Sum of the squared residuals of the units."""

    @property
    def share(self) -> float | None:
        return self.hits / self.people if self.people else None

    def variance(self) -> float:
        """Of the share as a ratio of cluster totals, with the finite population correction."""
        if self.people == 0 or self.reached < 2:
            return 0.0
        left = 1 - self.reached / self.frame
        return left * self.reached / (self.reached - 1) * self.squares / self.people**2


def _sums(frame: int, counted: Sequence[tuple[int, int]], unreached: int) -> _Sums:
    people, hits = sum(p for p, _h in counted), sum(h for _p, h in counted)
    share = hits / people if people else 0.0
    squares = sum((h - share * p) ** 2 for p, h in counted)
    return _Sums(frame, len(counted), unreached, people, hits, squares)


def _weighed(kind: AuditKind, found: FindingGiven) -> tuple[int, int]:
    """(People, of whom are as they should be) of a unit that was reached."""
    if kind is AuditKind.RECORDS:
        return 1, int(found.outcome is Outcome.LIVES)
    return found.people or 0, found.registered or 0


def _findings(units: Sequence[UnitView]) -> tuple[list[FindingGiven], int]:
    """(Findings of units that were reached, how many were not reached)."""
    valid = [found for u in units if (found := u.valid) is not None]
    reached = [f for f in valid if f.outcome not in UNREACHED]
    return reached, len(valid) - len(reached)


def _main(kind: AuditKind, frame: int, units: Sequence[UnitView]) -> _Sums:
    reached, unreached = _findings(units)
    return _sums(frame, [_weighed(kind, f) for f in reached], unreached)


def _faulty(frame: int, units: Sequence[UnitView]) -> _Sums:
    reached, _unreached = _findings(units)
    met = [f for f in reached if f.outcome is Outcome.LIVES]
    return _sums(frame, [(1, int(bool(f.wrong))) for f in met], 0)


def _part(kind: AuditKind, part: str, frame: int, units: Sequence[UnitView]) -> PartResult:
    main = _main(kind, frame, units)
    faulty = _rate(_faulty(frame, units), kind) if kind is AuditKind.RECORDS else None
    checked = main.reached + main.unreached
    return PartResult(part, frame, len(units), checked, main.reached, _rate(main, kind), faulty)


def _rate(sums: _Sums, kind: AuditKind) -> Rate:
    share = sums.share
    if share is None:
        return Rate(0, 0, None)
    if kind is AuditKind.RECORDS:
        low, high = finite(sums.hits, sums.people, sums.frame)
    else:
        size = effective(share, sums.variance(), sums.people)
        low, high = clopper_pearson(share * size, size)
    return Rate(sums.hits, sums.people, share, low, high, *_bounds(sums))


def _bounds(sums: _Sums) -> tuple[float, float]:
    """If those who were not reached had the mean number of people, and all of them failed, or passed."""
    missing = sums.unreached * sums.people / sums.reached
    return sums.hits / (sums.people + missing), (sums.hits + missing) / (sums.people + missing)


def _whole(
    kind: AuditKind, parts: Sequence[PartResult], by_part: Mapping[str, Sequence[UnitView]]
) -> PartResult:
    """All parts together, each weighed by its frame; parts of which nothing is known stand aside."""
    main = _combined(kind, [_main(kind, p.frame, by_part.get(p.part, [])) for p in parts])
    faulty = None
    if kind is AuditKind.RECORDS:
        faulty = _combined(kind, [_faulty(p.frame, by_part.get(p.part, [])) for p in parts])
    frame, drawn, checked, reached = (
        sum(getattr(p, name) for p in parts) for name in ("frame", "drawn", "checked", "reached")
    )
    return PartResult("", frame, drawn, checked, reached, main, faulty)


def _combined(kind: AuditKind, sums: Sequence[_Sums]) -> Rate:
    known = [s for s in sums if s.people]
    weights = [s.frame * s.people / s.reached for s in known]
    """People of the frame, as the sample estimates them."""
    total, people = sum(weights), sum(s.people for s in known)
    hits = sum(s.hits for s in known)
    if not known:
        return Rate(0, 0, None)
    if len(known) == 1:
        return _rate(known[0], kind)
    share = sum(w * (s.hits / s.people) for w, s in zip(weights, known, strict=True)) / total
    variance = sum((w / total) ** 2 * s.variance() for w, s in zip(weights, known, strict=True))
    bounds = [_bounds(s) for s in known]
    floor, ceiling = (
        sum(w * b[side] for w, b in zip(weights, bounds, strict=True)) / total for side in (0, 1)
    )
    return Rate(hits, people, share, *_of_several(kind, known, share, variance), floor, ceiling)


def _of_several(
    kind: AuditKind, known: Sequence[_Sums], share: float, variance: float
) -> tuple[float, float]:
    """The interval of several parts: none where each was checked whole; where all or none of the records are as they
    should be, that of one frame, since nothing is known of how the parts vary."""
    if all(s.reached == s.frame for s in known):
        return share, share
    people = sum(s.people for s in known)
    if kind is AuditKind.RECORDS and share in (0, 1):
        return finite(sum(s.hits for s in known), people, sum(s.frame for s in known))
    size = effective(share, variance, people)
    return clopper_pearson(share * size, size)


def _compared(one: PartResult, parts: Sequence[PartResult]) -> PartResult:
    """With the parts that differ from it beyond chance."""
    low, high = one.main.low, one.main.high
    if low is None or high is None:
        return one
    above = tuple(p.part for p in parts if p.main.high is not None and p.main.high < low)
    below = tuple(p.part for p in parts if p.main.low is not None and p.main.low > high)
    return replace(one, above=above, below=below)
