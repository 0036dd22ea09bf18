"""Comparison keys of addresses: how two spellings of one place are recognised as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WORDS = ((re.compile(r"(\d)\s*(?:号楼|幢|座|#楼|#|号栋|楼栋)"), r"\1栋"),
          (re.compile(r"(\d)\s*(?:室|房间|房|号房)$"), r"\1"))


@lru_cache(maxsize=1 << 16)
def address_key(text: str) -> str:
    """A street address or building name without width, space and wording differences ("１８ 号" → "18号")."""
    flat = unicodedata.normalize("NFKC", text or "").upper()
    flat = re.sub(r"[\s,,、。.·()()\-—_]+", "", flat)
    flat = re.sub(r"(?<=[路街道巷弄组])([一二三四五六七八九〇零]+)(?=号)", lambda m: m[1].translate(_CHINESE), flat)
    for pattern, word in _WORDS:
        flat = pattern.sub(word, flat)
    return flat


@lru_cache(maxsize=1 << 16)
def room_key(unit: str, room: str) -> str:
    """A room within its building: unit and number, digits only where they are digits."""
    flat = re.sub(r"[\s\-—_室房号]+", "", unicodedata.normalize("NFKC", room or "").upper())
    part = re.sub(r"[\s单元门]+", "", unicodedata.normalize("NFKC", unit or "").upper())
    return f"{part}/{flat}" if part else flat


def floor_of(room: str) -> int:
    """The floor a room number speaks of: 617 → 6, 1203 → 12; 1 where it says nothing."""
    digits = re.sub(r"\D", "", room)
    return int(digits[:-2]) if 3 <= len(digits) <= 4 else 1


_TREE = re.compile(r"^(?P<road>.*?(?:路|街|道|巷|弄|组|村|小区|园|苑|城|区|坊|里))?(?P<plate>.+)?$")


def parts(text: str) -> list[tuple[str, str]]:
    """Split a street address into tree nodes (GA/T 2000.32 element, name): road or estate, then door plate."""
    found = _TREE.match((text or "").strip())
    road, plate = (found["road"] or "", found["plate"] or "") if found else ("", text)
    element = "42" if re.search(r"(小区|园|苑|城|坊)$", road) else "34" if road.endswith("组") else "41"
    return [(e, n) for e, n in ((element, road), ("50", plate)) if n]
