"""Where the entries of a life line stand on the time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .durations import lasted

LANES: dict[str, tuple[str | Promise, str]] = {
    "stay": (_("居住"), "home"),
    "job": (_("工作"), "briefcase"),
    "permit": (_("证件"), "id-badge-2"),
}
"""Lane code → (name, icon), in the order drawn."""
BAR = 26
"""Height of a bar, px. With the gap below it, one row is `ROW` px."""
ROW = 32


@dataclass(frozen=True, slots=True)
class Bar:
    """One entry on the axis. `x` and `width` are percentages, `y` pixels from the top of its lane."""

    entry: Mapping[str, Any]
    x: str
    width: str
    y: int
    roomy: bool
    lasted: str


@dataclass(frozen=True, slots=True)
class Lane:
    """All entries of one kind. `height` in pixels."""

    kind: str
    name: str | Promise
    icon: str
    bars: list[Bar]
    height: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The drawn line: lanes, year marks (x in percent, label), those marks that are named, and where today is."""

    lanes: list[Lane]
    marks: list[tuple[str, str]]
    names: list[tuple[str, str]]
    today: str


def percent(day: date, first: date, last: date) -> float:
    """Position of a day between first (0) and last (100)."""
    return 100 * (day - first).days / max((last - first).days, 1)


def rows(entries: Sequence[Mapping[str, Any]], today: date) -> list[int]:
    """A row for every entry, so that entries that overlap in time never share one."""
    free: list[date] = []
    placed = []
    for entry in entries:
        row = next((i for i, until in enumerate(free) if until <= entry["start"]), len(free))
        if row == len(free):
            free.append(entry["start"])
        free[row] = entry.get("end") or date.max
        placed.append(row)
    return placed


def axis(entries: Sequence[Mapping[str, Any]], today: date) -> Axis:
    """Lay the entries out. Open ones (no ``end``) reach to the right edge, past today."""
    first = date(min((e["start"] for e in entries), default=today).year, 1, 1)
    latest = max([today, *(e["end"] for e in entries if e.get("end"))])
    last = latest + max(timedelta(days=20), (latest - first) * 0.03)
    lanes = []
    for kind, (name, icon) in LANES.items():
        mine = sorted((e for e in entries if e["lane"] == kind), key=lambda e: e["start"])
        if not mine:
            continue
        placed = rows(mine, today)
        bars = []
        for entry, row in zip(mine, placed, strict=True):
            x = percent(entry["start"], first, last)
            width = max(percent(entry.get("end") or last, first, last) - x, 0.8)
            bars.append(
                Bar(
                    entry,
                    f"{x:.2f}%",
                    f"{width:.2f}%",
                    row * ROW,
                    width > 9,
                    lasted(entry["start"], min(entry.get("end") or today, today)),
                )
            )
        lanes.append(Lane(kind, name, icon, bars, (max(placed) + 1) * ROW - (ROW - BAR)))
    step = max(1, (last.year - first.year) // 5)
    years = range(first.year, last.year + 1, step)
    now = percent(today, first, last)
    places = [(percent(date(y, 1, 1), first, last), str(y)) for y in years if date(y, 1, 1) <= last]
    # Near today no year is named: on a phone the two words would meet.
    names = [(f"{x:.2f}%", year) for x, year in places if abs(now - x) > 20]
    return Axis(lanes, [(f"{x:.2f}%", year) for x, year in places], names, f"{now:.2f}%")
