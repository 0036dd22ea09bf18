"""The citizen identity number, GB 11643: six digits of area, eight of birth, three of sequence, one check."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from anju.foundation.documents import WEIGHTS

CHECK_CHARACTERS = "10X98765432"
EARLIEST_BIRTH = date(1850, 1, 1)
"""Sequences 996-999 of 15-digit numbers belonged to people born in 18xx."""
_CENTENARIANS = ("996", "997", "998", "999")


def check_character(first17: str) -> str:
    """The check character (ISO 7064 MOD 11-2) of seventeen digits."""
    return CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


def upgrade_15(number: str) -> str:
    """A 15-digit number in its 18-digit form; anything else as it came.

    The century is 19, but 18 for the sequences 996-999 (recalled, to be confirmed before a rule depends on it).
    """
    if not re.fullmatch(r"[0-9]{15}", number):
        return number
    century = "18" if number[12:] in _CENTENARIANS else "19"
    first17 = number[:6] + century + number[6:]
    return first17 + check_character(first17)


def check_citizen_id(number: str | None, known_areas: Collection[str], today: date) -> str | None:
    """The first reason why a number (15 digits, or 18 with upper-case X) is none, or None when it is good.

    `known_areas`: six-digit codes, present and past. Only a province that never was is a fault; whether a county's code
    was ever issued is more than any table knows for certain, so an unknown one is for a person with
    the card to confirm.
    """
    if not number:
        return "id_missing"
    if len(number) not in (15, 18):
        return "id_length"
    if number[:2] not in _provinces(frozenset(known_areas)):
        return "id_area"
    digits15 = re.fullmatch(r"[0-9]{15}", number)
    if len(number) == 15 and not digits15:
        return "id_checksum" if _birth15(number, today) else "id_birth_date"
    full = upgrade_15(number)
    born = _date8(full[6:14])
    if born is None or not EARLIEST_BIRTH <= born <= today:
        return "id_birth_date"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", full) or check_character(full[:17]) != full[17]:
        return "id_checksum"
    return None


@lru_cache(maxsize=8)
def _provinces(areas: frozenset[str]) -> frozenset[str]:
    """The first two digits of these codes."""
    return frozenset(a[:2] for a in areas)


def birth_of(number: str) -> date | None:
    """Date of birth in a citizen number or one built like it (15 or 18 characters); None when there is none."""
    full = upgrade_15(number)
    return _date8(full[6:14]) if len(full) == 18 else None


def sex_of(number: str) -> str | None:
    """GB 2261.1: "1" male for an odd sequence, "2" female for an even one."""
    full = upgrade_15(number)
    if len(full) != 18 or full[16] not in "0123456789":
        return None
    return "1" if int(full[16]) % 2 else "2"


def _birth15(number: str, today: date) -> bool:
    born = _date8("19" + number[6:12])
    return born is not None and born <= today


def _date8(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
