"""Texts of a sender as everybody may read them: telephone numbers and room numbers are left out."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = r"[0-9零〇一二三四五六七八九幺]"
_NUMBERS = re.compile(rf"(?:\+?86[-\s]?)?{_DIGIT}(?:[-\s.·_,，、*()（）~～]{{0,2}}{_DIGIT}){{6,}}")
"""Seven digits or more, with what is put between digits to be read by people alone."""
_NO_PHONE = re.compile(r"20\d\d[-.]\d{1,2}[-.]\d{1,2}|[1-9]\d{0,4}[-~～][1-9]\d{0,4}")
"""A day; a range of rents or areas."""
_ROOM = re.compile(
    r"(?<=[栋幢座号单元楼层])\s*\d{2,5}(?:室|房|号房|户)?(?![\d.]|\s*(?:元|平|㎡|m|层|楼|号|栋|米|年|月))|\d{3,5}(?:室|号?房)"
)
HIDDEN = "…"


def public_text(text: str) -> str:
    """The text without numbers that call somebody or name the room."""
    plain = unicodedata.normalize("NFKC", text)
    hidden = _ROOM.sub(HIDDEN, _NUMBERS.sub(_kept_or_hidden, plain))
    return text if hidden == plain else hidden


def holds_phone(text: str) -> bool:
    """Whether somebody could be called by what stands in the text."""
    plain = unicodedata.normalize("NFKC", text)
    return any(not _NO_PHONE.fullmatch(found[0]) for found in _NUMBERS.finditer(plain))


def _kept_or_hidden(found: re.Match[str]) -> str:
    return found[0] if _NO_PHONE.fullmatch(found[0]) else HIDDEN
