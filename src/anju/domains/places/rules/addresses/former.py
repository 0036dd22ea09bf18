"""Keys as versions before 0.2 made them, by leaving out separators: what fell together under them may be two places."""

from __future__ import annotations

import re
import unicodedata

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
