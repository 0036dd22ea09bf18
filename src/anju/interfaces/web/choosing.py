"""Codes of the tables as a form offers them, in the language of who reads it."""

from __future__ import annotations

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from anju.interfaces.texts.labels import Table, label_in


def _in_reader_language(code: str, pair: tuple[str, str]) -> str:
    return label_in({code: pair}, code, get_language() or "zh-hans")


_lazily = lazy(_in_reader_language, str)


def offered(table: Table, *codes: str) -> list[tuple[str, str | Promise]]:
    """(code, name) of these codes, in this order."""
    return [(code, _lazily(code, table[code])) for code in codes]
