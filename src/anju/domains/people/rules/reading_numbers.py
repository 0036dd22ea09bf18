"""What a document number says by itself, while it is being typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from anju.domains.people.rules.documents import (
    CITIZEN_LIKE,
    FOREIGN_PERMANENT,
    HMT_PERMIT,
    check_document,
)
from anju.domains.people.rules.identity import birth_of, sex_of, upgrade_15

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
