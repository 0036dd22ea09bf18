"""What staffing ratios and grid sizes ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from anju.domains.fieldwork.staffing.data.planning import Cut, Load, Need, Plan, Ratio
from anju.domains.fieldwork.staffing.data.values import PostKind

COMMUNITY = 12
"""Digits of a community."""
HIGHEST = 100_000
"""The largest number of residents or homes for one worker."""


def needed(load: Load, ratio: Ratio) -> int:
    """Whole workers for this load: each ratio rounded up, the larger one counts."""
    asked = [(load.residents, ratio.residents), (load.homes, ratio.homes)]
    return max((-(-count // per) for count, per in asked if per), default=0)


def time_of(kind: PostKind, ratio: Ratio) -> Fraction:
    """What a worker counts for."""
    return Fraction(1) if kind is PostKind.FULL else Fraction(ratio.part, 100)


def plan(
    loads: Mapping[str, Load],
    workers: Iterable[tuple[PostKind, Sequence[str]]],
    ratio: Ratio,
    *,
    digits: int,
) -> Plan:
    """The needs of all areas (codes of so many digits). `workers`: kind and grids of each; the time of a worker is
    divided evenly among their grids."""
    shares: dict[str, dict[PostKind, list[Fraction]]] = {}
    alone: list[Fraction] = []
    for kind, grids in workers:
        whole = time_of(kind, ratio)
        if not grids:
            alone.append(whole)
        for area in {g[:digits] for g in grids}:
            part = Fraction(sum(g.startswith(area) for g in grids), len(grids))
            shares.setdefault(area, {}).setdefault(kind, []).append(whole * part)
    areas = sorted({*loads, *shares})
    return Plan(
        ratio,
        tuple(_need(a, loads.get(a, Load()), shares.get(a, {}), ratio) for a in areas),
        sum(alone, Fraction(0)),
        len(alone),
    )


def _need(
    area: str, load: Load, shares: Mapping[PostKind, Sequence[Fraction]], ratio: Ratio
) -> Need:
    full, part = shares.get(PostKind.FULL, ()), shares.get(PostKind.PART, ())
    present = sum((*full, *part), Fraction(0))
    return Need(area, load, needed(load, ratio), present, len(full), len(part))


def cuts(homes: Mapping[str, int], most: int) -> list[Cut]:
    """Each community if no grid had more than `most` let homes. `homes`: let homes of each grid of today, also of those
    with none; under the code of a community those that lie in no grid yet."""
    communities: dict[str, list[int]] = {}
    for code in homes:
        communities.setdefault(code[:COMMUNITY], [])
    for code, count in homes.items():
        if len(code) > COMMUNITY:
            communities[code[:COMMUNITY]].append(count)
    return [
        _cut(area, counts, homes.get(area, 0), most) for area, counts in sorted(communities.items())
    ]


def _cut(area: str, counts: Sequence[int], outside: int, most: int) -> Cut:
    total = sum(counts) + outside
    wanted = max(1, -(-total // most))
    return Cut(
        area,
        total,
        outside,
        len(counts),
        max(counts, default=0),
        sum(c > most for c in counts),
        wanted,
        -(-total // wanted),
    )
