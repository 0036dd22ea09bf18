"""Which line of a card says what, by the labels printed before the values and by where the lines stand.

Fronts of the resident identity card and of the residence permit of Hong Kong, Macao and Taiwan residents (which has
no line of ethnicity). The ethnicity is passed over: nothing is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from anju.foundation.cards.lines import Line

LABELS = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "born": ("出生",),
    "address": ("住址",),
    "number": ("公民身份号码", "身份号码", "公民身份证号码"),
}
SAME_ROW = 0.75
"""Heights of a line by which two lines of one row may differ."""
LONGEST_GAP = 7.0
"""Heights of a line between a label and its value."""
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of each field; None where a field was not found."""

    number: Line | None = None
    name: Line | None = None
    sex: Line | None = None
    born: Line | None = None
    address: tuple[Line, ...] = ()
    """From top to bottom."""


def number_line(lines: Iterable[Line]) -> Line | None:
    """The line with the number; the longest run of digits where none is whole."""
    best = max(lines, key=lambda line: len(_digits(line.text)), default=None)
    return best if best is not None and len(_digits(best.text)) >= 15 else None


def _digits(text: str) -> str:
    return max(re.findall(r"[0-9Xx]+", text), key=len, default="")


def read_layout(lines: Sequence[Line]) -> Found:
    """Which line says what."""
    labels: dict[str, tuple[Line, int]] = {}
    for line in lines:
        for field, words in LABELS.items():
            for word in words:
                if line.text.startswith(word) and field not in labels:
                    labels[field] = (line, len(word))
    of_labels = {line.number for line, _ in labels.values()}
    values = [line for line in lines if line.number not in of_labels]
    number = number_line(lines)
    one = {
        field: _value(labels[field], values, labels)
        for field in ("name", "sex", "born")
        if field in labels
    }
    return Found(number=number, address=_address(labels, values, number), **one)


def _value(
    label: tuple[Line, int], values: Iterable[Line], labels: dict[str, tuple[Line, int]]
) -> Line | None:
    """What stands after a label, in its line or in the one to the right of it; None where there are two."""
    line, length = label
    if len(line.text) > length:
        return line.after(length)
    others = [o.left for o, _ in labels.values() if _same_row(o, line) and o.left > line.right]
    end = min([*others, line.right + LONGEST_GAP])
    found = [v for v in values if _same_row(v, line) and line.right - 0.5 <= v.left < end]
    return found[0] if len(found) == 1 else None


def _same_row(one: Line, other: Line) -> bool:
    return abs(one.middle - other.middle) <= SAME_ROW


def _address(
    labels: dict[str, tuple[Line, int]], values: Iterable[Line], number: Line | None
) -> tuple[Line, ...]:
    """The lines from the label of the address down to the number, in a column."""
    if "address" not in labels or number is None:
        return ()
    label, length = labels["address"]
    first: list[Line] = [label.after(length)] if len(label.text) > length else []
    below = [
        v
        for v in values
        if label.middle - SAME_ROW <= v.middle < number.middle - SAME_ROW
        and v.left >= label.right - 1
        and v.number != number.number
    ]
    if not first and not below:
        return ()
    column = min(v.left for v in (*first, *below))
    kept = [*first, *(v for v in below if v.left - column < 2)]
    kept.sort(key=lambda v: v.middle)
    even = all(b.middle - a.middle > SAME_ROW for a, b in pairwise(kept))
    return tuple(kept) if even and kept[0].middle - label.middle <= SAME_ROW else ()
