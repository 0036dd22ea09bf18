"""Every kind of identity document: how its number is built, and what is wrong with one.

Codes are those of GA/T 517-2004. The residence permit of Hong Kong, Macao and Taiwan residents is younger than that
list; it is kept under our own code `HMT` until a code of the standard is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from anju.domains.people.rules.identity import check_citizen_id

CITIZEN, TEMPORARY, HUKOU_BOOK = "111", "112", "113"
PASSPORT, TAIWAN_PASS, EXIT_PASS, RETURN_PASS, FOREIGN_PERMANENT = "414", "511", "513", "516", "553"
HMT_PERMIT = "HMT"
HMT_AREAS = ("810000", "820000", "830000")
CITIZEN_LIKE = (CITIZEN, TEMPORARY, HUKOU_BOOK)

_SHAPES = {
    PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    TAIWAN_PASS: re.compile(r"[0-9]{8}(?:[0-9]{2})?|[A-Z][0-9]{8}"),
    EXIT_PASS: re.compile(r"[CW][A-Z0-9][0-9]{7}"),
    RETURN_PASS: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
}
_NEW_FOREIGN = re.compile(r"9[0-9]{16}[0-9X]")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}")
_PLACES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "66",
        "71",
        "81",
        "82",
        "83",
    ]
)


def kind_by_shape(number: str) -> str:
    """The kind a number must be by its look alone; a citizen's identity card when it looks like nothing else."""
    if number[:6] in HMT_AREAS and len(number) == 18:
        return HMT_PERMIT
    if _OLD_FOREIGN.fullmatch(number) or (_NEW_FOREIGN.fullmatch(number)):
        return FOREIGN_PERMANENT
    if _SHAPES[RETURN_PASS].fullmatch(number):
        return RETURN_PASS
    if re.fullmatch(r"[EG][A-Z0-9][0-9]{7}", number):
        return PASSPORT
    if _SHAPES[EXIT_PASS].fullmatch(number):
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
    shape = _SHAPES.get(kind)
    return None if shape is None or shape.fullmatch(number) else "id_length"


def _check_foreign_permanent(number: str, today: date) -> str | None:
    """New form: 9, place (2), country (ISO numeric, 3), birth (8), sequence (3), check. Old: 3 letters, 12 digits."""
    if _OLD_FOREIGN.fullmatch(number):
        return None
    if len(number) != 18 or number[0] != "9":
        return "id_length"
    if number[1:3] not in _PLACES or not number[3:6].isascii() or not number[3:6].isdigit():
        return "id_area"
    return check_citizen_id(number, (number[:6],), today)
