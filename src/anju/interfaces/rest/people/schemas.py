"""People as the API shows them, numbers masked unless revealed; stays with the names and addresses that belong to
them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ninja import Schema

from anju.domains.places import api as places
from anju.domains.register.api import StayView


class FoundPerson(Schema):
    """One line of a search. `matched`: what of the person fitted (name, pinyin, initials, document, phone)."""

    id: int
    name: str
    sex: str
    birth_date: date | None
    region: str
    current: bool
    document: str
    matched: str


class People(Schema):
    """A page of people. `count` is exact unless `more_than`, then there are more than that."""

    items: list[FoundPerson]
    count: int
    more_than: bool
    next: str | None


class Document(Schema):
    """A document of GA/T 517 kind `kind`; `live` false: replaced by another."""

    kind: str
    issuer: str
    number: str
    live: bool
    valid_to: date | None


class Person(Schema):
    """One person. `revealed`: which of number, phone are shown in full."""

    id: int
    name: str
    sex: str
    birth_date: date | None
    nationality: str
    origin: str
    hukou_text: str
    phone: str
    documents: list[Document]
    revealed: list[str]
    recorded_at: datetime


class Stay(Schema):
    """A stay as it is read now (or was read at `known_at`). `until` null: still there."""

    id: int
    person: int
    name: str
    home: str | None
    address: str
    region: str
    since: date
    until: date | None
    reason: str
    dwelling: str
    habitual: bool
    leave_due: date | None
    channel: str
    said_by: str
    recorded_at: datetime


class Stays(Schema):
    """Stays, oldest first. `known_at`: the moment the answer holds for, where one was asked for."""

    items: list[Stay]
    known_at: datetime | None = None


class Job(Schema):
    """A job as it is read now (or was read at `known_at`). `until` null: still there."""

    id: int
    person: int
    employer: str
    employer_name: str
    region: str
    since: date
    until: date | None
    position: str
    channel: str
    said_by: str
    recorded_at: datetime


class Jobs(Schema):
    """Jobs, oldest first. `known_at`: the moment the answer holds for, where one was asked for."""

    items: list[Job]
    known_at: datetime | None = None


def stay_schema(stays: Sequence[StayView], names: Mapping[int, str]) -> list[Stay]:
    """Stays as the API gives them. One query."""
    homes = places.homes([s.home_id for s in stays if s.home_id])
    return [
        Stay(
            id=s.id,
            person=s.person_id,
            name=names.get(s.person_id, ""),
            home=homes[s.home_id].code if s.home_id in homes else None,
            address=homes[s.home_id].text if s.home_id in homes else "",
            region=s.region,
            since=s.since,
            until=s.until,
            reason=s.reason,
            dwelling=s.dwelling,
            habitual=s.habitual,
            leave_due=s.leave_due,
            channel=s.channel,
            said_by=s.declared_by,
            recorded_at=s.recorded_at,
        )
        for s in stays
    ]
