"""Codes of the tables as a form offers them, in the language of who reads it."""

from __future__ import annotations

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from anju.interfaces.words.labels import Words, word


def _in_reader_language(code: str, pair: tuple[str, str]) -> str:
    return word({code: pair}, code, get_language() or "zh-hans")


_lazily = lazy(_in_reader_language, str)


def offered(table: Words, *codes: str) -> list[tuple[str, str | Promise]]:
    """(code, name) of these codes, in this order."""
    return [(code, _lazily(code, table[code])) for code in codes]
