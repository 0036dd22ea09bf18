"""What a card shows and what a production centre is told: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.foundation import codes


@dataclass(frozen=True, slots=True)
class CardFace:
    """The ten things article 4 of Order 663 lets a card show, and nothing else. `photo` is a JPEG or PNG.

    `ethnicity` is a code of GB/T 3304 and stands nowhere but on the card (DESIGN §5). `name_picture`
    is a JPEG of the name as it is written, printed instead of the characters of `name`; empty where
    the characters themselves are printed.
    """

    name: str
    sex: str
    ethnicity: str
    birth_date: date
    citizen_number: str
    photo: bytes
    hukou_address: str
    residence_address: str
    authority: str
    issue_date: date
    name_picture: bytes = b""


@dataclass(frozen=True, slots=True)
class CardOrder:
    """One card to be made: its line in the batch (from 1), the permit's number, the card's number, its face."""

    line: int
    permit: str
    card: str
    face: CardFace


@dataclass(frozen=True, slots=True)
class CardResult:
    """What a production centre says became of one line: ``made`` with the blank's serial, or ``failed`` and why."""

    line: int
    card: str
    result: str
    serial: str
    reason: str


RESULTS = ("made", "failed")


PRINTED_SEX = {code: codes.SEX.chinese[code] for code in ("1", "2")}
"""Sexes that a card prints."""


def ethnicity_label(code: str) -> str:
    """The word printed for a code of GB/T 3304; "" when the code is not one."""
    return codes.ETHNICITY.chinese.get(code, "")
