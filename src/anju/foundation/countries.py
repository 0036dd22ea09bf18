"""Countries and territories in words: their names and codes (`codes.COUNTRY`), and how people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anju.foundation import codes
from anju.foundation.characters import simplified

_PARTS_OF_CHINA = ("HKG", "MAC", "TWN")
_KIND = re.compile(
    r"(?:(?:社会主义|民主社会主义|民主主义|民主|人民|伊斯兰|阿拉伯|联邦|联合|合作|多民族|玻利瓦尔|东岸)*(?:共和国|王国|合众国|大公国|公国|联邦)"
    r"|苏丹国|酋长国|独立国)$"
)
_WHOSE = re.compile(r"(?:国籍|籍|公民|国民|人)$")


def code_of(text: str) -> str | None:
    """Alpha-3 of a country in words, by its codes, short or long name; None for an unknown word. Hong
    Kong, Macao and Taiwan are China's: nationality is meant."""
    words = _plain(text)
    known = _table()
    for form in _forms(words):
        if form in known:
            return known[form]
    return words if re.fullmatch(r"[A-Z]{3}", words) else None


def _plain(text: str) -> str:
    return re.sub(r"[\s()（）]+", " ", simplified(text)).strip().upper()


def _forms(words: str) -> Iterator[str]:
    yield words
    yield words.replace(" ", "")
    bare = _WHOSE.sub("", words)
    yield bare
    yield bare + "国"
    yield _KIND.sub("", words)


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in codes.COUNTRY.rows:
        code = "CHN" if row["code"] in _PARTS_OF_CHINA else row["code"]
        for key in (
            row["zh"],
            row["en"],
            row["alpha2"],
            row["code"],
            row["numeric"],
            _KIND.sub("", row["zh"]),
        ):
            table.setdefault(_plain(key), code)
            table.setdefault(_plain(key).replace(" ", ""), code)
    return table | codes.COUNTRY.words
