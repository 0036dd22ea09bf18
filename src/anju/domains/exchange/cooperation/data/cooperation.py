"""Agreements between two places as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

MOST_DUTIES, MOST_REVISIONS = 20, 99


class Stage(StrEnum):
    """ours: terms of this place wait for the other. theirs: terms of the other wait for this place. signed_here,
    signed_there: one side has signed. in_force: both have. declined, withdrawn: nothing came of it."""

    OURS = "ours"
    THEIRS = "theirs"
    SIGNED_HERE = "signed_here"
    SIGNED_THERE = "signed_there"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = (Stage.OURS, Stage.THEIRS, Stage.SIGNED_HERE, Stage.SIGNED_THERE)
FOR_US = (Stage.THEIRS, Stage.SIGNED_THERE)
"""Stages that wait for this place."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature over the canonical text of the terms. `signature`: base64url."""

    place: str
    office: str
    kid: str
    algorithm: str
    signature: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an agreement. `direction` in: the other place did it."""

    direction: str
    kind: str
    revision: int
    digest: str
    label: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CooperationView:
    """An agreement as the office reads it. `digest`: SHA-256 of the canonical text of `terms`, the same at both places;
    `ends_on`: its last day, which an end brings forward; `drafted_by`: the account that wrote the terms here."""

    id: int
    peer_id: int
    peer: str
    peer_code: str
    number: str
    stage: Stage
    terms: Mapping[str, Any]
    digest: str
    ends_on: date
    end_reason: str
    drafted_by: int | None
    signatures: tuple[Signed, ...]
    changed_at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def waits_for_us(self) -> bool:
        """This place has to sign, propose otherwise or decline."""
        return self.stage in FOR_US
