"""Every kind of identity document: how its number is built, what is wrong with one, and what it says while it is typed.

Codes are those of GA/T 517-2004. The residence permit of Hong Kong, Macao and Taiwan residents is younger than
that list; it is kept under our own code `HMT` until a code of the standard is confirmed.

The citizen identity number, GB 11643: six digits of area, eight of birth, three of sequence, one check.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anju.foundation import documents
from anju.foundation.documents import (
    FOREIGN_PERMANENT_OLD,
    HMT_AREAS,
    ORDINARY_PASSPORT,
    PROVINCES,
    SHAPES,
    check_character,
)

EARLIEST_BIRTH = date(1850, 1, 1)
"""Sequences 996-999 of 15-digit numbers belonged to people born in 18xx."""
_CENTENARIANS = ("996", "997", "998", "999")


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
    listed = number[:6] in known_areas
    if not listed and number[:2] not in _provinces(frozenset(known_areas)):
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


CITIZEN, TEMPORARY, HUKOU_BOOK = "111", "112", "113"
PASSPORT, TAIWAN_PASS, EXIT_PASS, RETURN_PASS, FOREIGN_PERMANENT = "414", "511", "513", "516", "553"
HMT_PERMIT = "HMT"
CITIZEN_LIKE = (CITIZEN, TEMPORARY, HUKOU_BOOK)


def kind_by_shape(number: str) -> str:
    """The kind a number must be by its look alone; a citizen's identity card when it looks like nothing else."""
    if number[:6] in HMT_AREAS and len(number) == 18:
        return HMT_PERMIT
    if re.fullmatch(FOREIGN_PERMANENT_OLD, number) or re.fullmatch(
        documents.FOREIGN_PERMANENT, number
    ):
        return FOREIGN_PERMANENT
    if re.fullmatch(SHAPES[RETURN_PASS], number):
        return RETURN_PASS
    if re.fullmatch(ORDINARY_PASSPORT, number):
        return PASSPORT
    if re.fullmatch(SHAPES[EXIT_PASS], number):
        return EXIT_PASS
    return CITIZEN


def check_document(
    kind: str, number: str | None, known_areas: Collection[str], today: date
) -> str | None:
    """The first reason why this is no number of that kind, or None. A number of an unknown kind is not judged."""
    if not number:
        return "id_missing"
    if kind in CITIZEN_LIKE:
        return check_citizen_id(number, known_areas, today)
    if kind == HMT_PERMIT:
        return check_citizen_id(number, HMT_AREAS, today) if len(number) == 18 else "id_length"
    if kind == FOREIGN_PERMANENT:
        return _check_foreign_permanent(number, today)
    shape = SHAPES.get(kind)
    return None if shape is None or re.fullmatch(shape, number) else "id_length"


def _check_foreign_permanent(number: str, today: date) -> str | None:
    """New form: 9, place (2), country (ISO numeric, 3), birth (8), sequence (3), check. Old: 3 letters, 12 digits."""
    if re.fullmatch(FOREIGN_PERMANENT_OLD, number):
        return None
    if len(number) != 18 or number[0] != "9":
        return "id_length"
    if number[1:3] not in PROVINCES or not number[3:6].isascii() or not number[3:6].isdigit():
        return "id_area"
    return check_citizen_id(number, (number[:6],), today)


_LENGTHS = {
    **dict.fromkeys(CITIZEN_LIKE, 18),
    HMT_PERMIT: 18,
    FOREIGN_PERMANENT: 18,
    "414": 5,
    "511": 8,
    "513": 9,
    "516": 9,
}


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """`problem`: a reason code, "" when good, None while too short to judge. `area`: six digits, "" where the number
    names none."""

    number: str
    problem: str | None
    area: str
    birth_date: date | None
    sex: str


def read_number(
    kind: str, number: str, *, known_areas: Collection[str], today: date
) -> NumberFacts:
    """Check a number of that kind (GA/T 517) and read what it says."""
    if len(number) < _LENGTHS.get(kind, 4) and not (kind in CITIZEN_LIKE and len(number) == 15):
        return NumberFacts(number, None, "", None, "")
    problem = check_document(kind, number, known_areas, today) or ""
    numbered = (
        kind in (*CITIZEN_LIKE, HMT_PERMIT, FOREIGN_PERMANENT) and len(upgrade_15(number)) == 18
    )
    if problem or not numbered:
        return NumberFacts(number, problem, "", None, "")
    full = upgrade_15(number) if kind in CITIZEN_LIKE else number
    area = "" if kind == FOREIGN_PERMANENT else full[:6]
    return NumberFacts(full, "", area, birth_of(full), sex_of(full) or "0")
