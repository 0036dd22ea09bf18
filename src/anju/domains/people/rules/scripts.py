"""One way of writing a name for looking it up: simplified characters, plain letters, no marks between the parts.

What is typed and what is stored pass the same function, so that 單小雪 and 单小雪, ⽅⼩明 and 方小明, Éric and eric,
O’Brien and obrien, 古丽米热·艾比布力 with any dot or none find each other. The name itself stays as it was entered.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from anju.foundation.characters import stands_for

LONGEST_KEY = 100
"""Characters of a key; a longer name is found by its beginning."""
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_BETWEEN = re.compile(r"[\W_]+")
_STROKES = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ŋ": "n",
    }
)


def plain(name: str) -> str:
    """The name as it is looked up: capital letters without marks, simplified characters, nothing between its parts."""
    if _HAN.fullmatch(name):
        return name.translate(_simplified())
    letters = unicodedata.normalize("NFD", stands_for(name).casefold()).translate(_STROKES)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return _BETWEEN.sub("", unicodedata.normalize("NFC", bare)).translate(_simplified()).upper()


def search_key(name: str) -> str:
    """What is kept beside a name for looking it up: its plain form, or "" where the name is that already."""
    key = plain(name)
    return "" if key == name else key[:LONGEST_KEY]


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional character → simplified one, for every character alone (OpenCC t2s)."""
    converter = OpenCC("t2s")
    characters = [chr(c) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for c in range(*block)]
    converted = converter.convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
