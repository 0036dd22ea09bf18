"""Small charts drawn by the server: no script, no style, readable on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Day:
    """A pair of bars: those who came (up) and those who left (down). Heights in a box of 100, `x` in percent."""

    label: str
    came: int
    went: int
    x: float
    width: float
    up: float
    down: float
    top: float
    mark: bool


def flow(days: Sequence[Mapping[str, Any]]) -> tuple[list[Day], float]:
    """Bars of a daily in-and-out chart, and the height of the zero line (in a box of 100)."""
    came = max((d["came"] for d in days), default=0)
    went = max((d["went"] for d in days), default=0)
    scale = 96 / max(came + went, 1)
    zero = 2 + came * scale
    slot = 100 / max(len(days), 1)
    bars = []
    for i, day in enumerate(days):
        up, down = day["came"] * scale, day["went"] * scale
        bars.append(
            Day(
                day["label"],
                day["came"],
                day["went"],
                round(i * slot + slot * 0.18, 2),
                round(slot * 0.64, 2),
                round(up, 2),
                round(down, 2),
                round(zero - up, 2),
                i % 7 == len(days) % 7,
            )
        )
    return bars, round(zero, 2)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: `x` and `width` in percent, `tone` 1–6 picks colour and pattern."""

    label: str
    count: int
    percent: str
    x: float
    width: float
    tone: int
    url: str


def shares(parts: Sequence[Mapping[str, Any]]) -> list[Share]:
    """Parts laid side by side, in the order given."""
    total = sum(p["count"] for p in parts) or 1
    laid, x = [], 0.0
    for i, part in enumerate(parts):
        width = 100 * part["count"] / total
        laid.append(
            Share(
                part["label"],
                part["count"],
                f"{width:.1f}%",
                round(x, 2),
                round(max(width - 0.4, 0.2), 2),
                i % 6 + 1,
                part.get("url", ""),
            )
        )
        x += width
    return laid


@dataclass(frozen=True, slots=True)
class Point:
    """A bar of a trend. Heights in a box of 100, `x` in percent; `missing`: there is no figure."""

    label: str
    value: float | None
    x: float
    width: float
    top: float
    height: float
    missing: bool


def trend(points: Sequence[Mapping[str, Any]]) -> tuple[list[Point], float]:
    """Bars of one figure over time, those below nought hanging from the zero line, whose height comes with them (in a
    box of 100)."""
    values = [p["value"] for p in points if p["value"] is not None]
    high, low = max([0, *values]), min([0, *values])
    scale = 94 / ((high - low) or 1)
    zero = 3 + high * scale
    slot = 100 / max(len(points), 1)
    bars = []
    for i, point in enumerate(points):
        value = point["value"]
        height = abs(value or 0) * scale
        top = zero - height if (value or 0) >= 0 else zero
        bars.append(
            Point(
                point["label"],
                value,
                round(i * slot + slot * 0.18, 2),
                round(slot * 0.64, 2),
                round(top, 2),
                round(height, 2),
                value is None,
            )
        )
    return bars, round(zero, 2)
