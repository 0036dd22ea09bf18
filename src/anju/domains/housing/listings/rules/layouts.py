"""Layouts (2室1厅1卫), floors (3/6), ways of letting, what was built as something else than a room to live in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anju.domains.housing.listings.data.cell_vocabulary import (
    DIRECTIONS,
    NOT_FOR_LIVING,
    NUMERALS,
    ONE_ROOM,
    SHARED,
    WHOLE,
)
from anju.domains.housing.listings.rules.cells import Read, day_shaped, states_nothing, tidy

MOST_ROOMS, MOST_FLOORS = 12, 120
_N = "([0-9]{1,3}|[零一二两三四五六七八九十])"
_PART = {
    "bedrooms": re.compile(rf"{_N}\s*(?:室|房间|房|居室|居|卧室|卧|br\b|bed)"),
    "halls": re.compile(rf"{_N}\s*(?:厅|客厅)"),
    "baths": re.compile(rf"{_N}\s*(?:卫生间|卫|浴)"),
}
_DASHED = re.compile(r"(\d)\s*[-/,、]\s*(\d)(?:\s*[-/,、]\s*(\d))?(?:\s*[-/,、]\s*\d)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """Rooms of a flat; None where nothing is said of them."""

    bedrooms: int | None = None
    halls: int | None = None
    baths: int | None = None


NOT_STATED = Layout()


def _count(text: str) -> int:
    if text == "十":
        return 10
    return NUMERALS[text] if text in NUMERALS else int(text)


@lru_cache(maxsize=1 << 14)
def read_layout(text: str) -> Read:
    """Bedrooms, living rooms and bathrooms."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read(NOT_STATED)
    if day_shaped(cell):
        return Read(NOT_STATED, "listing_layout_is_date")
    if built_as(cell):
        return Read(NOT_STATED, "listing_may_not_be_let")
    found = {name: pattern.findall(cell) for name, pattern in _PART.items()}
    if any(len(set(some)) > 1 for some in found.values()):
        return Read(NOT_STATED, "listing_layout_not_read")
    if any(found.values()):
        return _judged(Layout(*(_count(f[0]) if f else None for f in found.values())))
    if dashed := _DASHED.fullmatch(cell):
        return _judged(Layout(*(int(n) if n else None for n in dashed.groups())))
    if cell.isdecimal() and len(cell) <= 3:
        return _judged(Layout(int(cell)))
    if any(word in cell for word in ONE_ROOM):
        return Read(Layout(1, 0))
    return Read(NOT_STATED, "listing_layout_not_read")


def _judged(layout: Layout) -> Read:
    counts = [n for n in (layout.bedrooms, layout.halls, layout.baths) if n is not None]
    if any(n > MOST_ROOMS for n in counts):
        return Read(NOT_STATED, "listing_layout_unlikely")
    return Read(layout)


@lru_cache(maxsize=1 << 10)
def read_count(text: str) -> Read:
    """A number of rooms in a column of its own."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read()
    match = re.fullmatch(
        r"([0-9]{1,3})(?:\.0+)?(?:室|厅|卫|间|个|房)?|([零一二两三四五六七八九十])(?:室|厅|卫|间|个|房)?",
        cell,
    )
    if match is None:
        return Read(code="listing_layout_not_read")
    count = _count(match[1] or match[2])
    return Read(count) if count <= MOST_ROOMS else Read(code="listing_layout_unlikely")


def built_as(text: str) -> str:
    """What a room was built as, when that is no room to live in; "" for all others."""
    whole = re.sub(r"(?:带|含|有|配|送|独立|近|附)[^,，;；、\s]*", "", text)
    bare = re.sub(r"\d+\s*(?:厨|阳台|卫)\S*", "", whole)
    return next(
        (p for word, p in NOT_FOR_LIVING.items() if bare.strip() in (word, f"{word}出租")), ""
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """On which floor, of how many; `level`: low, middle or high, where only that is said."""

    floor: int | None = None
    floors: int | None = None
    level: str = ""


NOWHERE = Floor()
_LEVELS = {"低": "low", "底": "low", "中": "middle", "高": "high", "顶": "high"}
_OF = re.compile(
    r"第?\s*(?P<floor>-?\d{1,3}|b\d)\s*(?:楼层|层|楼|f)?\s*(?:[/(,]\s*(?:共|总)?|共|总)\s*"
    r"(?P<floors>\d{1,3})\s*(?:楼层|层|楼|f)?\s*\)?"
)
_ONE = re.compile(r"第?\s*(?P<floor>-?\d{1,3}|b\d)(?:\.0+)?\s*(?:楼层|层|楼|f)?")
_LEVEL = re.compile(
    r"(?P<level>[低底中高顶])\s*(?:楼层|层|楼|区)?\s*[/(,]?\s*(?:共|总)?\s*"
    r"(?P<floors>\d{1,3})?\s*(?:楼层|层|楼|f)?\s*\)?"
)
_TOTAL = re.compile(r"(?:共|总)\s*(?P<floors>\d{1,3})\s*(?:楼层|层|楼|f)?")
_UNDER = re.compile(
    r"地下室?|半地下室?|负(?P<n>[一二三\d])\s*(?:层|楼)?|地下(?P<m>[一二三\d])\s*(?:层|楼)?"
)


@lru_cache(maxsize=1 << 14)
def read_floor(text: str, floors: str = "") -> Read:
    """The floor, with the floors of the building where a cell or a column of its own says them."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read(NOWHERE)
    if day_shaped(cell):
        return Read(NOWHERE, "listing_floor_is_date")
    if under := _UNDER.match(cell):
        turn = under["n"] or under["m"] or "1"
        return Read(Floor(-_count(turn), _floors(floors)), "listing_may_not_be_let")
    for pattern in (_LEVEL, _OF, _ONE, _TOTAL):
        if match := pattern.fullmatch(cell):
            return _floor(match.groupdict(), _floors(floors))
    return Read(NOWHERE, "listing_floor_not_read")


def _floors(text: str) -> int | None:
    match = re.fullmatch(r"(?:共|总)?\s*(\d{1,3})(?:\.0+)?\s*(?:楼层|层|楼|f)?", tidy(text))
    return int(match[1]) if match else None


def _floor(parts: dict[str, str | None], floors: int | None) -> Read:
    total = int(parts["floors"] or 0) if parts.get("floors") else floors
    if level := parts.get("level"):
        return _judged_floor(Floor(None, total, _LEVELS[level]))
    if not parts.get("floor"):
        return _judged_floor(Floor(None, total))
    text = str(parts["floor"])
    return _judged_floor(Floor(-int(text[1:]) if text[0] == "b" else int(text), total))


def _judged_floor(floor: Floor) -> Read:
    if (
        max(floor.floor or 0, floor.floors or 0) > MOST_FLOORS
        or floor.floor == 0
        or floor.floors == 0
    ):
        return Read(NOWHERE, "listing_floor_unlikely")
    if floor.floor is not None and floor.floor < 0:
        return Read(floor, "listing_may_not_be_let")
    if floor.floor is not None and floor.floors is not None and floor.floor > floor.floors:
        return Read(floor, "listing_floor_above_building")
    return Read(floor)


def read_way(text: str) -> bool | None:
    """Is the whole home let (True) or a part of it (False)? None where nothing is said."""
    cell = tidy(text)
    if any(word in cell for word in WHOLE):
        return True
    return False if any(word in cell for word in SHARED) else None


def read_direction(text: str) -> str:
    """The way a home faces, as characters of 东南西北; "" where nothing is said."""
    return "".join(dict.fromkeys(c for c in tidy(text) if c in DIRECTIONS))[:4]
