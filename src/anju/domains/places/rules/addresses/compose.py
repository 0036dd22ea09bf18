"""One address in words, of its parts. No part stands twice: what the street says already, or a word
that is there already (1单元, 1401室), is not put again."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anju.domains.places.rules.addresses.forms import folded, room, unit
from anju.domains.places.rules.addresses.keys import building_key, room_words_of, spot_of

_BETWEEN = re.compile(r"(?<=[一-鿿])\s+|\s+(?=[一-鿿])")
_MARK = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*")
_SUB_NUMBER = re.compile(r"([0-9]+)[号號](?:[-—–_]|之|附)([0-9]+)[号號]?")
"""号 in the middle: with a room behind it, its last digits would run into the room's."""
_BARE_END = re.compile(r"[路街巷弄道]\s*[0-9]+(?:-[0-9]+)?$")


@lru_cache(maxsize=1 << 15)
def compose(street: str, building: str = "", unit_words: str = "", room_words: str = "") -> str:
    """幸福路1号, 3, 1单元, 501室 → 幸福路1号3栋1单元501室."""
    spot = spot_of(street)
    parts = [street]
    if building and building != street and building_key(building) != spot.building:
        name = _displayed_building(building)
        parts.append("" if street.endswith(name) else name)
    if (form := unit_form(unit_words)) not in ("", spot.unit):
        parts.append(f"{form}单元" if _named_by_mark(form) else form)
    if (form := room_form(room_words)) not in ("", spot.room):
        parts.append(_displayed_room(form))
    return "".join(parts)


@lru_cache(maxsize=1 << 14)
def street_words(text: str) -> str:
    """A street address as it is kept: half width, no spaces between its parts, a number with 号 behind all of it."""
    flat = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).strip()
    flat = _SUB_NUMBER.sub(r"\1-\2号", flat)
    return flat + "号" if _BARE_END.search(flat) else flat


def unit_form(words: str) -> str:
    """A unit's words as they are kept: 1单元, 一单元 → 1."""
    return unit(folded(words)) if words.strip() else ""


@lru_cache(maxsize=1 << 15)
def room_form(words: str) -> str:
    """A room's words in their one form, as they are kept: 101室 → 101, 负101 → -101, 3楼左 → 3层·左."""
    if not words.strip():
        return ""
    named = room_words_of(words)
    return named[1] if named[1] and not named[0] and not named[2] else room(folded(words.strip()))


def _displayed_building(name: str) -> str:
    flat = folded(name).strip()
    if _MARK.fullmatch(flat) or flat.startswith("#") or flat.endswith("#"):
        return building_key(name)
    return unicodedata.normalize("NFKC", name).strip()


def _named_by_mark(form: str) -> bool:
    return bool(_MARK.fullmatch(form)) or len(form) == 1


def _displayed_room(form: str) -> str:
    shown = re.sub(r"^-(?=[0-9A-Z])", "负", form.replace("·", ""))
    return f"{shown}室" if re.search(r"[0-9][A-Z]?$", shown) else shown
