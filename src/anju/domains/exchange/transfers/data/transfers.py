"""What is sent on at a person's own request, as values: kinds, states, and what person and office see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

VACCINATION, SCHOOL, CARER, FAMILY = "vaccination", "school", "carer", "left_behind"
SELF, GUARDIAN = "self", "guardian"
ELSEWHERE = "other"
"""A place with which there is no link."""
NEEDS = ("care", "schooling", "health", "contact")
REASONS = ("not_here", "other_person", "unreadable", "known_already", "not_competent")
"""Why a place may refuse what was sent to it; the other place and the person read it."""
MOST_NOTE, MOST_OPEN = 300, 20
"""Characters of a note; requests of one person that are under way at a time."""


class TransferState(StrEnum):
    """Of a request here: requested (may be withdrawn), returned (clinic or school wants something put right), sent,
    taken_in, helped, declined (help was), refused, in_hand (nobody answered, or there is no link), withdrawn. Of what
    came: waiting (for a person), and the same ends."""

    REQUESTED = "requested"
    RETURNED = "returned"
    SENT = "sent"
    WAITING = "waiting"
    TAKEN_IN = "taken_in"
    HELPED = "helped"
    DECLINED = "declined"
    REFUSED = "refused"
    IN_HAND = "in_hand"
    WITHDRAWN = "withdrawn"


S = TransferState
UNDER_WAY = (S.REQUESTED, S.SENT)
IN_HAND_STATES = (S.RETURNED, S.REFUSED, S.IN_HAND)
"""Ends in which the person has the record in hand as a signed file."""
ANSWERABLE = (S.SENT, S.IN_HAND)
"""States in which an answer of the other place is still taken."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of what may be sent on, as `kinds.yaml` has it. `name`: the class of its message."""

    code: str
    label: tuple[str, str]
    name: str
    purpose: str
    check: str
    check_days: int
    wait_minutes: int
    recall: bool
    kept_days: int
    law: tuple[tuple[date, str, str], ...]

    def law_on(self, day: date) -> list[tuple[str, str]]:
        """The texts in force, Chinese and English."""
        return [(zh, en) for since, zh, en in self.law if since <= day]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the file."""
    raw = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text("utf-8"))
    return {
        code: Kind(
            code,
            tuple(k["label"]),
            k["class"],
            k["purpose"],
            k["check"],
            k["check_days"],
            k["wait_minutes"],
            k["recall"],
            k["kept_days"],
            tuple((w["since"], w["zh"], w["en"]) for w in k["law"]),
        )
        for code, k in raw.items()
    }


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose record a person may have sent on. `ref`: names it among those offered (``person:7``, ``child:3``)."""

    kind: str
    ref: str
    name: str
    born: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `place`: code of the other place, `ELSEWHERE` for one without a link. `entered`:
    what they enter themselves: a carer (name, phone, relation), the family."""

    kind: str
    ref: str
    place: str
    place_name: str = ""
    entered: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would go. `office`: scope key of the clinic or school that looks at it first; "" for none."""

    body: Mapping[str, Any]
    office: str = ""
    person_id: int | None = None
    child_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What the person sees before asking: what goes, to whom, under which law, who looks at it first. `linked`: false
    where it is given into the person's hand at once."""

    kind: Kind
    body: Mapping[str, Any]
    place: str
    place_name: str
    linked: bool
    checked_by: str
    law: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `note`: what was written, or a code of `REASONS`."""

    step: str
    at: datetime
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer as person or office reads it. `body`: where it was asked for and is kept. `child_id`: a child's health
    record. `received`: when the other place receipted it."""

    id: int
    direction: str
    kind: str
    state: TransferState
    place: str
    place_name: str
    office: str
    check: str
    checked_at: datetime | None
    checked_label: str
    check_due: date | None
    send_from: datetime | None
    answer_by: date | None
    reason: str
    note: str
    person_id: int | None
    child_id: int | None
    by: str
    made_at: datetime
    done_at: datetime | None
    received: datetime | None = None
    body: Mapping[str, Any] | None = None
    steps: tuple[Step, ...] = ()

    @property
    def may_withdraw(self) -> bool:
        """The person may take it back: until it has gone, or at any time where consent carries it."""
        if self.state is S.REQUESTED:
            return True
        return kinds()[self.kind].recall and self.state in (S.SENT, S.TAKEN_IN, S.HELPED)

    @property
    def in_hand(self) -> bool:
        """The person has it in hand as a signed file."""
        return self.direction == "out" and self.state in IN_HAND_STATES
