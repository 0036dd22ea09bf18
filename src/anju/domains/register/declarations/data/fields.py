"""The fields of a declaration, one entry a field. The standard frame, the limits of its texts, the
columns that a file gives and the schema of the API are derived from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from anju.foundation import codes

TEXT, DAY, TRUTH, NUMBER = pl.String, pl.Date, pl.Boolean, pl.Int64
MOMENT = pl.Datetime("us", "UTC")
API, FILE = "api", "file"
OF_PERSON, OF_STAY = "person", "stay"
VALUE_TOO_LONG = "value_too_long"
"""The reason for a value that is no free text and longer than its column."""


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One column of the standard frame.

    `most`: characters of a text that the register keeps; a longer one refuses its row with
    `too_long`. `values` and `pattern`: what the API takes, where that is a closed list or a form.
    `by`: the ways (`API`, `FILE`) by which somebody may give it; the rest is set by the channel.
    `asked`: whether the forms of an arrival ask for it, of each person (`OF_PERSON`) or once (`OF_STAY`).
    """

    dtype: Any
    most: int = 0
    too_long: str = VALUE_TOO_LONG
    values: tuple[str, ...] = ()
    pattern: str = ""
    by: frozenset[str] = frozenset({API, FILE})
    asked: str = ""


CODE2 = r"^[0-9]{2}$"
DIVISION = r"^([0-9]{12}|[0-9]{15})$"
_FILE = frozenset({FILE})

FIELDS: dict[str, DeclaredField] = {
    "key": DeclaredField(TEXT),
    "row": DeclaredField(NUMBER, by=_FILE),
    "kind": DeclaredField(TEXT),
    "name": DeclaredField(TEXT, most=100, too_long="name_too_long", asked=OF_PERSON),
    "doc_type": DeclaredField(TEXT, most=3, values=tuple(codes.DOCUMENT.names), asked=OF_PERSON),
    "doc_number": DeclaredField(TEXT, most=30, asked=OF_PERSON),
    "sex": DeclaredField(TEXT, most=1, values=tuple(codes.SEX.names), asked=OF_PERSON),
    "birth_date": DeclaredField(DAY, asked=OF_PERSON),
    "nationality": DeclaredField(TEXT, most=3, pattern=r"^[A-Z]{3}$", asked=OF_PERSON),
    "phone": DeclaredField(TEXT, most=30, asked=OF_PERSON),
    "hukou_text": DeclaredField(TEXT, most=200, too_long="hukou_too_long"),
    "origin": DeclaredField(TEXT, most=6, by=_FILE),
    "home_code": DeclaredField(TEXT, most=20, asked=OF_STAY),
    "address": DeclaredField(TEXT, most=150, too_long="row_address_too_long", asked=OF_STAY),
    "building": DeclaredField(TEXT, most=60, too_long="room_too_long"),
    "unit": DeclaredField(TEXT, most=20, too_long="room_too_long"),
    "room": DeclaredField(TEXT, most=20, too_long="room_too_long", asked=OF_STAY),
    "employer_code": DeclaredField(TEXT, most=20),
    "position": DeclaredField(TEXT, most=60, too_long="position_too_long"),
    "start": DeclaredField(DAY, asked=OF_STAY),
    "end": DeclaredField(DAY),
    "contract_end": DeclaredField(DAY),
    "reason": DeclaredField(TEXT, most=2, pattern=CODE2, asked=OF_STAY),
    "police_reason": DeclaredField(TEXT, most=10, asked=OF_STAY),
    "dwelling": DeclaredField(TEXT, most=2, pattern=CODE2, asked=OF_STAY),
    "region": DeclaredField(TEXT, most=15, pattern=DIVISION, asked=OF_STAY),
    "relation": DeclaredField(TEXT, most=2, pattern=CODE2, asked=OF_PERSON),
    "head": DeclaredField(TEXT, most=30),
    "destination": DeclaredField(TEXT, most=100, too_long="destination_too_long"),
    "left_children": DeclaredField(TRUTH),
    "left_elderly": DeclaredField(TRUTH),
    "landlord": DeclaredField(TEXT, most=100, by=_FILE),
    "raw": DeclaredField(TEXT, by=_FILE),
    "said_at": DeclaredField(MOMENT, by=frozenset()),
}
"""`address`: one that is longer fits no street address, whatever divisions it begins with.
`said_at`: when it was declared, where that was before it came in (a device that was offline, an
older register taken over); never later than the batch."""

ITEM_SCHEMA: dict[str, Any] = {name: f.dtype for name, f in FIELDS.items()}
"""The standard declaration frame: one row declares one thing about one person (see docs/domains/register.md)."""

FILE_SCHEMA: dict[str, Any] = {name: f.dtype for name, f in FIELDS.items() if FILE in f.by}
"""The part of it that the reading of a file gives."""


def asked(part: str) -> tuple[str, ...]:
    """The fields that forms of an arrival ask for: of each person (`OF_PERSON`), or once (`OF_STAY`)."""
    return tuple(name for name, f in FIELDS.items() if f.asked == part)


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept as JSON, with its days as days."""
    return {
        k: date.fromisoformat(v) if v and FIELDS[k].dtype == DAY else v for k, v in values.items()
    }
