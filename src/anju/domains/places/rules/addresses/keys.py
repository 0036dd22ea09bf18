"""One key of a place: what its parts say, so that no two places share one and no wording makes two.

A text is read into parts (`scan`), each part brought to its one form (`forms`), and put together in three steps
that the register keeps apart: the address (everything outside the building), the building, and the room within
it.

Keys as versions before 0.2 made them, by leaving out separators: what fell together under them may be two
places.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from anju.domains.places.rules.addresses.forms import (
    FORMS,
    arabic,
    building,
    folded,
    plain,
    room,
    unit,
)
from anju.domains.places.rules.addresses.scan import Piece, scan

INSIDE = ("houseno", "cellno", "floorno", "roomno", "bed")
_REST = "·"
_SEPARATORS = re.compile(r"(?<=[0-9０-９A-Za-z])\s+(?=[号號栋棟幢座楼樓室房单單层層弄])")
_TRIES = 6
"""Words that are no address may be read otherwise once their numbers are written in one form; so often
they are read."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place below its community as compared: each part in its one form, "" where nothing is said of it.

    `address` as keyed and `street` as written speak of the same: everything outside the building.
    """

    street: str
    address: str
    building: str
    unit: str
    room: str

    @property
    def home(self) -> str:
        """The key of the room within its building."""
        return home_key(self.unit, self.room)

    @property
    def key(self) -> tuple[str, str, str]:
        """All of it: address, building, room."""
        return self.address, self.building, self.home


def home_key(unit_form: str, room_form: str) -> str:
    """The room within its building, of a unit and a room in their forms."""
    return f"{unit_form}/{room_form}" if unit_form else room_form


@lru_cache(maxsize=1 << 15)
def spot_of(address: str) -> Spot:
    """What one text says: 幸福路1号3栋2单元501室 → address, building, unit, room."""
    address = _SEPARATORS.sub("", address)
    flat = folded(address)
    pieces = scan(flat)
    outside: list[Piece] = []
    inside: dict[str, str] = {}
    rest: list[str] = []
    for piece in pieces:
        words = flat[piece.start : piece.end]
        if piece.label in INSIDE:
            form = FORMS.get(piece.label, plain)(words)
            if piece.label in inside and inside[piece.label] != form:
                rest.append(form)
            inside[piece.label] = inside.get(piece.label, form)
        elif inside:
            rest.append(plain(words))
        else:
            outside.append(piece)
    end = outside[-1].end if outside else 0
    keyed = "".join(FORMS.get(p.label, plain)(flat[p.start : p.end]) for p in outside)
    return Spot(
        address[:end].strip(" ,，、-—;；:："),
        keyed,
        inside.get("houseno", ""),
        inside.get("cellno", ""),
        _room(inside, rest),
    )


def _room(inside: dict[str, str], rest: list[str]) -> str:
    """Room, with the floor where the room's number does not say it already; what stood behind comes last. A bed is no
    place of its own."""
    floor_form, room_form = inside.get("floorno", ""), inside.get("roomno", "")
    level = floor_form.removesuffix("层")
    if (
        room_form
        and level
        and re.fullmatch(rf"-?[A-Z]*{re.escape(level.removeprefix('-'))}[0-9]{{2}}.*", room_form)
    ):
        floor_form = ""
    return "".join([floor_form, room_form, *(_REST + r for r in rest)])


@lru_cache(maxsize=1 << 15)
def address_key(text: str) -> str:
    """The key of a street address or any other text of a place in one string; the key of a key is itself."""
    words = arabic(plain(folded(text or "")))
    return _normalised(text or "") or _normalised(words) or words


def _normalised(text: str) -> str:
    """The key that is its own key, reached by reading again; "" when there is none in a few readings."""
    now = _joined(text)
    for _ in range(_TRIES):
        following = _joined(now)
        if following == now:
            return now
        now = following
    return ""


def _joined(text: str) -> str:
    spot = spot_of(text)
    return spot.address + spot.building + (f"/{spot.home}" if spot.home else "")


@lru_cache(maxsize=1 << 14)
def building_key(name: str) -> str:
    """The key of a building's name within its address."""
    return building(folded(name)) if name and name.strip() else ""


@lru_cache(maxsize=1 << 15)
def room_key(unit_words: str, room_words: str) -> str:
    """The key of a room within its building."""
    named_unit, named_room, _ = room_words_of(room_words)
    return home_key(_unit(unit_words) or named_unit, named_room)


@lru_cache(maxsize=1 << 12)
def _unit(words: str) -> str:
    return unit(folded(words)) if words and words.strip() else ""


@lru_cache(maxsize=1 << 15)
def room_words_of(words: str) -> tuple[str, str, str]:
    """(unit, room, building) that a room's words say: 2单元501 says the unit as well, 3-1-501 all three."""
    if not words or not words.strip():
        return "", "", ""
    flat = folded(words.strip())
    if re.fullmatch(r"-?[A-Z]?[0-9]+[A-Z]?(?:室|房|号)?", flat):
        return "", room(flat), ""
    spot = spot_of(words)
    if spot.address or not spot.room:
        return "", room(flat), ""
    return spot.unit, spot.room, spot.building


@lru_cache(maxsize=1 << 15)
def placed(address: str, building_name: str, unit_words: str, room_words: str) -> Spot:
    """The spot of four fields of a row. What a field says of another one that is empty, or says again, goes there."""
    spot = spot_of(address) if address else Spot("", "", "", "", "")
    if building_name:
        spot = _with_building(spot, building_name)
    named_unit, named_room, named_building = room_words_of(room_words)
    named_unit = _unit(unit_words) or named_unit
    if named_building and not spot.building:
        spot = replace(spot, building=named_building)
    elif named_building and spot.building != named_building and not named_unit:
        named_unit = named_building.removesuffix(
            "栋"
        )  # 1-501 in a building already named: its unit
    if named_unit:
        spot = replace(spot, unit=named_unit)
    if named_room and spot.room not in ("", named_room):
        kept = spot.room.removesuffix("层")
        same = spot.room.endswith("层") and re.fullmatch(
            rf"-?[A-Z]*{re.escape(kept.removeprefix('-'))}[0-9]{{2}}.*", named_room
        )
        return replace(spot, room=named_room if same else spot.room + _REST + named_room)
    return replace(spot, room=named_room) if named_room else spot


def _with_building(spot: Spot, name: str) -> Spot:
    """A building's own field: 3栋, 3, but also 安居小区3栋 and 3栋2单元."""
    key = building_key(name)
    if spot.building == key or (
        not spot.building and re.fullmatch(r"[0-9A-Z-]+栋|[甲乙丙丁戊东西南北中]栋", key)
    ):
        return replace(spot, building=key)
    own = spot_of(name)
    if own.building and not own.address:
        return replace(
            spot,
            building=own.building if not spot.building else spot.building + own.building,
            unit=own.unit or spot.unit,
            room=own.room or spot.room,
        )
    return replace(spot, building=key if not spot.building else key + spot.building)


def tree(text: str) -> list[tuple[str, str, str]]:
    """A street address as nodes of the address tree: (GA/T 2000.32 element, name, key); road or estate, then number."""
    words = (text or "").strip()
    flat = folded(words)
    pieces = scan(flat)
    at = next(
        (p.start for p in pieces if p.label == "roadno"),
        0 if not any(p.label not in INSIDE for p in pieces) else None,
    )
    whole = address_key(words)
    if at is None or not 0 < at < len(words):
        return [(_element(pieces, len(words)) if at != 0 else "50", words, whole)] if words else []
    head = address_key(words[:at])
    if not whole.startswith(head) or whole == head:
        return [("50", words, whole)]
    return [(_element(pieces, at), words[:at], head), ("50", words[at:], whole[len(head) :])]


@lru_cache(maxsize=1 << 14)
def named(street: str) -> bool:
    """Does the street begin with a name (a road, an estate), not with a number or a group of a village?"""
    pieces = scan(folded(street))
    return bool(pieces) and pieces[0].label not in ("roadno", "village_group", *INSIDE)


def _element(pieces: list[Piece], end: int) -> str:
    last = next((p.label for p in reversed(pieces) if p.start < end), "")
    return {"village_group": "34", "community": "34", "poi": "42", "subpoi": "42"}.get(last, "41")


def floor_of(room_words: str) -> int:
    """The floor a room number speaks of: 617 → 6, 1203 → 12, -101 → -1; 1 where it says nothing."""
    form = room_words_of(room_words)[1] or room_words
    if found := re.match(r"(-?[0-9]+)层", form):
        return int(found[1])
    digits = re.search(r"(-?)[A-Z]*([0-9]{1,2})[0-9]{2}(?![0-9])", form)
    return int(digits[1] + digits[2]) if digits else 1


_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WORDS = (
    (re.compile(r"(\d)\s*(?:号楼|幢|座|#楼|#|号栋|楼栋)"), r"\1栋"),
    (re.compile(r"(\d)\s*(?:室|房间|房|号房)$"), r"\1"),
)


def former_address_key(text: str) -> str:
    """Of an address or a building's name."""
    flat = re.sub(r"[\s,,、。.·()()\-—_]+", "", unicodedata.normalize("NFKC", text or "").upper())
    flat = re.sub(
        r"(?<=[路街道巷弄组])([一二三四五六七八九〇零]+)(?=号)",
        lambda m: m[1].translate(_CHINESE),
        flat,
    )
    for pattern, word in _WORDS:
        flat = pattern.sub(word, flat)
    return flat


def former_room_key(unit: str, room: str) -> str:
    """Of a room in its building."""
    flat = re.sub(r"[\s\-—_室房号]+", "", unicodedata.normalize("NFKC", room or "").upper())
    part = re.sub(r"[\s单元门]+", "", unicodedata.normalize("NFKC", unit or "").upper())
    return f"{part}/{flat}" if part else flat
