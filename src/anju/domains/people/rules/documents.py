"""Every kind of identity document: how its number is built, and what is wrong with one.

Codes are those of GA/T 517-2004. The residence permit of Hong Kong, Macao and Taiwan residents is younger than that
list; it is kept under our own code `HMT` until a code of the standard is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from anju.domains.people.rules.identity import check_citizen_id
from anju.foundation import documents
from anju.foundation.documents import (
    FOREIGN_PERMANENT_OLD,
    HMT_AREAS,
    ORDINARY_PASSPORT,
    PROVINCES,
    SHAPES,
)

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
