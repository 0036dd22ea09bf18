"""People as the API shows them: numbers masked unless revealed."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema


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
