"""Codes of the tables in the language of who reads them, alone and as a form offers them."""

from __future__ import annotations

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from anju.interfaces.texts.labels import Table, label_in


def _in_reader_language(code: str, pair: tuple[str, str]) -> str:
    return label({code: pair}, code)


def label(table: Table, code: str) -> str:
    """A code in the words of the reader."""
    return label_in(table, code, get_language() or "zh-hans")


def reader_text(pair: tuple[str, str]) -> str:
    """Words that stand in both languages, in that of the reader."""
    return _in_reader_language("", pair)


_lazily = lazy(_in_reader_language, str)


def offered(table: Table, *codes: str) -> list[tuple[str, str | Promise]]:
    """(code, name) of these codes, in this order."""
    return [(code, _lazily(code, table[code])) for code in codes]


def account_name(by_label: str, speaks_for: str) -> str:
    """Who did something, for lists that people read: an account of the public without a name of its own (``#7``) is
    called by whom it speaks for."""
    return speaks_for if by_label.startswith("#") else by_label
