"""Random edits of the boundaries of grids: corners moved, added and taken away, grids cut, joined and drawn.

`--edits` (1,000 unless said) saved edits of `--grids` (500 unless said) grids, each of one to four steps. After each of
them all grids are looked at with Shapely's `coverage_is_valid` (no overlap, sides that agree corner by corner, no gap
narrower than a metre). Edits that the rules refuse change nothing and are counted by themselves. No installation.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import shapely

from bench.harness import Report, arguments, show, spread

COMMUNITY = "430181124{:03d}"
SIDE = 20_000
"""Units (some 200 metres) between the corners of the first grids."""
WEST, SOUTH = 1_133_000_000, 281_000_000


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words,
        __doc__ or "",
        lambda p: (
            p.add_argument("--edits", type=int, default=1_000),
            p.add_argument("--grids", type=int, default=500),
            p.add_argument("--seed", type=int, default=1),
        )[0],
    )
    return show(measure(args.edits, args.grids, args.seed), as_json=args.json)


def measure(edits: int, grids: int, seed: int) -> Report:
    from anju.domains.regions.rules.shapes import METRE, geometry

    chance, shapes = random.Random(seed), lattice(grids, seed)
    report, spent, invalid, refused = Report("grid-edits", rows=edits), [], 0, 0
    begun = time.monotonic()
    while len(spent) < edits:
        turn = time.perf_counter()
        after = edited(shapes, some_steps(shapes, chance))
        took = time.perf_counter() - turn
        if after is None:
            refused += 1
            continue
        spent.append(took)
        every = [geometry(s) for s in after.values()]
        invalid += not (
            shapely.is_valid(every).all() and shapely.coverage_is_valid(every, gap_width=METRE)
        )
        shapes = after
    report.seconds = time.monotonic() - begun
    report.figures = {
        "grids_before": grids,
        "grids_after": len(shapes),
        "corners_after": sum(len(r) for s in shapes.values() for p in s for r in p),
        "refused": refused,
        "edit": spread(spent),
    }
    report.at_most("edits after which the coverage is not valid", invalid, 0)
    report.at_most("an edit in the middle, ms", report.figures["edit"]["p50_ms"], 100)
    return report


def lattice(grids: int, seed: int = 1) -> dict[str, Any]:
    """So many grids side by side, in rows of some twenty, each row a community; corners shifted at random."""
    chance, across = random.Random(seed), max(1, min(999, round(grids**0.5)))
    corner = {
        (x, y): (
            WEST + x * SIDE + chance.randint(-SIDE // 4, SIDE // 4),
            SOUTH + y * SIDE + chance.randint(-SIDE // 4, SIDE // 4),
        )
        for x in range(across + 1)
        for y in range(grids // across + 2)
    }
    out = {}
    for n in range(grids):
        x, y = n % across, n // across
        ring = tuple(corner[at] for at in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)))
        out[f"{COMMUNITY.format(y + 1)}{x + 1:03d}"] = ((ring,),)
    return out


def edited(shapes: Mapping[str, Any], steps: Sequence[Any]) -> dict[str, Any] | None:
    """The boundaries after these steps; None when they are refused or would leave a fault."""
    from anju.domains.regions.rules import coverage
    from anju.domains.regions.rules.steps import Drawing
    from anju.foundation.errors import AnjuError

    drawing = Drawing(shapes)
    try:
        for step in steps:
            drawing.take(step)
    except AnjuError:
        return None
    changed = frozenset(drawing.changed)
    if any(not drawing.shapes[c] for c in changed):
        return None
    near = coverage.near_to({c: drawing.shapes[c] for c in changed}, drawing.shapes, 1_000)
    return None if coverage.faults(near, changed) else drawing.shapes


def some_steps(shapes: Mapping[str, Any], chance: random.Random) -> list[Any]:
    """One to four random steps that an editor could do."""
    kind = chance.choices(
        ("move", "bend", "remove", "split", "join", "draw"), (40, 30, 8, 12, 7, 3)
    )[0]
    code = chance.choice(sorted(shapes))
    return list(globals()[f"_{kind}"](shapes, code, chance))


def _corners(shapes: Mapping[str, Any], code: str) -> list[tuple[int, int]]:
    return list(shapes[code][0][0])


def _near(point: tuple[int, int], chance: random.Random) -> tuple[int, int]:
    far = SIDE // 3
    return point[0] + chance.randint(-far, far), point[1] + chance.randint(-far, far)


def _move(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Move

    for at in chance.sample(_corners(shapes, code), chance.randint(1, 2)):
        yield Move(at, _near(at, chance))


def _bend(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Insert, Move

    ring = _corners(shapes, code)
    n = chance.randrange(len(ring))
    a, b = ring[n], ring[(n + 1) % len(ring)]
    at = ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)
    yield Insert(a, b, at)
    yield Move(at, _near(at, chance))


def _remove(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Remove

    yield Remove(chance.choice(_corners(shapes, code)))


def _split(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Split

    ring = _corners(shapes, code)
    start, end = chance.sample(ring, 2)
    between = [_near(((start[0] + end[0]) // 2, (start[1] + end[1]) // 2), chance)]
    line = (start, *(between if chance.random() < 0.5 else []), end)
    taken = {int(c[12:]) for c in shapes if c[:12] == code[:12]}
    free = next((n for n in range(1, 1000) if n not in taken), 0)
    yield Split(code, line, free, f"第{free}网格")


def _join(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Join

    beside = [
        c
        for c, s in shapes.items()
        if c != code and c[:12] == code[:12] and set(s[0][0]) & set(_corners(shapes, code))
    ]
    if beside:
        yield Join(code, chance.choice(beside))


def _draw(shapes: Mapping[str, Any], code: str, chance: random.Random) -> Iterator[Any]:
    from anju.domains.regions.data.boundaries import Draw

    taken = {int(c[12:]) for c in shapes if c[:12] == code[:12]}
    x, y = chance.choice(_corners(shapes, code))
    far = SIDE * 2 // 3
    ring = ((x - far, y - far), (x + far, y - far), (x + far, y + far), (x - far, y + far))
    free = next((n for n in range(1, 1000) if n not in taken), 0)
    yield Draw(f"{code[:12]}{free:03d}", ring)
