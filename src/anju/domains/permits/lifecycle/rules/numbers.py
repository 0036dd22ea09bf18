"""Permit numbers: six digits of the issuing area, two of the year, eight of a running number, one check character.

The check is ISO 7064 MOD 11-2, the one people know from citizen numbers (0–9, X): it catches every single wrong
character and every swap of neighbours. Seventeen characters, so that nobody takes it for a citizen number of eighteen.
The number says nothing about the holder.
"""

from __future__ import annotations

import re

from anju.foundation.errors import Refused

LENGTH = 17
SERIALS = 10**8
"""Running numbers of one year and area before the form would overflow."""
_FORM = re.compile(r"[0-9]{16}[0-9X]")


def check_character(digits: str) -> str:
    """The check of the sixteen digits before it."""
    total = sum(int(d) * pow(2, len(digits) - n, 11) for n, d in enumerate(digits))
    return "0123456789X"[(12 - total % 11) % 11]


def number(area: str, year: int, serial: int) -> str:
    """The number of a new permit. `ValueError` for an area that is no six-digit code or a serial out of range."""
    if not re.fullmatch(r"\d{6}", area) or not 0 < serial < SERIALS:
        raise ValueError(f"no permit number can be made of area {area!r} and serial {serial}")
    digits = f"{area}{year % 100:02d}{serial:08d}"
    return digits + check_character(digits)


def read(text: str) -> str:
    """The number as it is kept: without spaces and hyphens, x as X.

    Raises `Refused` `permit_number_form` or `permit_number_check`.
    """
    tidy = re.sub(r"[\s\-–]", "", text).upper()
    if not _FORM.fullmatch(tidy):
        raise Refused("permit_number_form", number=text[:30])
    if check_character(tidy[:-1]) != tidy[-1]:
        raise Refused("permit_number_check", number=tidy)
    return tidy


def spaced(number: str) -> str:
    """The number as people read it aloud: 430181 26 0000 0123 5."""
    return (
        f"{number[:6]} {number[6:8]} {number[8:12]} {number[12:16]} {number[16:]}"
        if len(number) == LENGTH
        else number
    )


def beginning(text: str) -> str:
    """What was typed, as the beginning of a number as it is kept; "" when no number can begin so.
    Fewer characters than area and year name no number but a city's year."""
    tidy = re.sub(r"[\s\-–]", "", text).upper()
    application, digits = tidy.startswith("SQ"), tidy.removeprefix("SQ")
    if not re.fullmatch(r"[0-9]{8,18}|[0-9]{16}X", digits) or len(digits) > (
        18 if application else LENGTH
    ):
        return ""
    return tidy
