"""Which characters the fonts of this machine can print: a character without a glyph would come out as an empty box."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from anju.foundation.errors import Refused
from anju.foundation.font_files import FONTS, Ranges, covered_by, font_files, joined

__all__ = ["FONTS", "Ranges", "covered_by", "joined"]
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that need no glyph."""
NAMED = 5
"""Characters named in one sentence."""
COMMON: Ranges = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x3000, 0x303F),
    (0x4E00, 0x9FA5),
    (0xFF01, 0xFF5E),
)
"""Characters that the fonts of every system with Chinese draw."""
GB18030: dict[str, tuple[int, int]] = {
    "CJK Unified Ideographs": (0x4E00, 0x9FFF),
    "CJK Extension A": (0x3400, 0x4DBF),
    "CJK Extension B": (0x20000, 0x2A6DF),
    "CJK Extension C": (0x2A700, 0x2B73F),
    "CJK Extension D": (0x2B740, 0x2B81F),
    "CJK Extension E": (0x2B820, 0x2CEAF),
    "CJK Extension F": (0x2CEB0, 0x2EBEF),
    "Kangxi Radicals": (0x2F00, 0x2FDF),
    "Arabic": (0x0620, 0x06FF),
    "Tibetan": (0x0F00, 0x0FFF),
    "Mongolian": (0x1800, 0x18AF),
    "Tai Le": (0x1950, 0x197F),
    "New Tai Lue": (0x1980, 0x19DF),
    "Yi": (0xA000, 0xA4CF),
    "Lisu": (0xA4D0, 0xA4FF),
    "Hangul Syllables": (0xAC00, 0xD7A3),
}
"""Blocks of Han characters and of scripts of China that GB 18030-2022 requires (implementation level 3)."""
LACKING = 1 / 100
"""Part of a block beyond which it counts as lacking: signs that no name holds have glyphs in few fonts."""


def require_printable(texts: Iterable[str], *, names: Iterable[str] = ()) -> None:
    """Raises `Refused` for characters that would print as boxes or otherwise (`characters`):
    ``name_not_printable`` in names, which can be printed as pictures, ``text_not_printable`` in other texts."""
    for code, text in (
        ("name_not_printable", "".join(names)),
        ("text_not_printable", "".join(texts)),
    ):
        if found := missing(text, coverage()):
            raise Refused(code, characters=in_words(found))


def require_on_sheet(texts: Iterable[str], *, names: Iterable[str] = ()) -> None:
    """The same for a sheet that the reader's browser prints with the reader's fonts: only rare
    characters are refused, which the reader's fonts lack where the server's do."""
    require_printable(map(rare, texts), names=map(rare, names))


def unprintable(text: str) -> list[str]:
    """The rare characters of a text that are not printed here."""
    found = rare(text)
    return missing(found, coverage()) if found else []


def rare(text: str) -> str:
    """The characters of the text that not every reader's fonts draw."""
    return "".join(c for c in text if not any(first <= ord(c) <= last for first, last in COMMON))


def in_words(characters: Sequence[str]) -> str:
    """Characters with their code points, the first few of them."""
    named = "、".join(f"{c} (U+{ord(c):04X})" for c in characters[:NAMED])
    return named + (" …" if len(characters) > NAMED else "")


def missing(text: str, covered: Ranges) -> list[str]:
    """The visible characters of `text` outside `covered`, and those of private use, which each font
    draws its own way."""
    starts = [first for first, _ in covered]

    def drawn(code: int) -> bool:
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= covered[at][1]

    return [
        c
        for c in dict.fromkeys(text)
        if unicodedata.category(c) == "Co"
        or (unicodedata.category(c) not in UNSEEN and not _selector(ord(c)) and not drawn(ord(c)))
    ]


def lacking_blocks(covered: Ranges) -> list[tuple[str, list[str]]]:
    """Blocks of GB 18030-2022 that `covered` does not draw, with the characters lacking; the odd sign apart."""
    out = []
    for name, (first, last) in GB18030.items():
        assigned = "".join(
            c for c in map(chr, range(first, last + 1)) if unicodedata.category(c) != "Cn"
        )
        found = missing(assigned, covered)
        if len(found) > LACKING * len(assigned):
            out.append((name, found))
    return out


@cache
def coverage() -> Ranges:
    """What all fonts of this machine draw together, read once a process."""
    return joined(pair for path in font_files() for pair in covered_by(path))


def _selector(code: int) -> bool:
    """Variation selectors choose between glyphs and have none."""
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
