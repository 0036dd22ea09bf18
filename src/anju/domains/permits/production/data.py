"""Cards, batches and deliveries as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class CardView:
    """One physical card: how far it is. `has_photo`: there is a photograph to print."""

    id: int
    permit_id: int
    version: int
    status: str
    reason: str
    serial: str
    has_photo: bool
    created_at: datetime
    made_at: datetime | None
    ended_at: datetime | None
    batch: str = ""
    delivery: DeliveryView | None = None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """How a card reaches its holder. `tries_left`: of its pick-up code."""

    card_id: int
    way: str
    status: str
    place: str
    tracking: str
    tries_left: int
    ready_at: datetime | None
    handed_at: datetime | None
    handed_to: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What became of an attempt to hand a card over. `tries_left` 0: the code is spent, a document is needed."""

    handed: bool
    tries_left: int


class CardStatus(StrEnum):
    """States of one physical card: `void` for those that must not be made or used any more."""

    WAITING = "waiting"
    BATCHED = "batched"
    MADE = "made"
    DELIVERED = "delivered"
    FAILED = "failed"
    VOID = "void"


class BatchStatus(StrEnum):
    """States of a production batch."""

    OPEN = "open"
    EXPORTED = "exported"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class DeliveryWay(StrEnum):
    """How a card reaches its holder."""

    PICK_UP = "pick_up"
    POST = "post"
    EMPLOYER = "employer"


class DeliveryStatus(StrEnum):
    """States of a delivery."""

    WAITING = "waiting"
    READY = "ready"
    HANDED = "handed"
    RETURNED = "returned"
