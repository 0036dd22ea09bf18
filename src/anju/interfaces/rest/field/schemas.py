"""What devices in the field send and are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from anju.domains.fieldwork.api import sync as field

MOST_OPERATIONS = 200
LONGEST_ENVELOPE = 64_000
"""Characters of an envelope: an operation has some hundred."""
Key = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,36}$")]
Base64Url = Annotated[
    str, Field(min_length=1, max_length=LONGEST_ENVELOPE, pattern=r"^[A-Za-z0-9_-]+$")
]


class DeviceStanding(Schema):
    """The device as the server knows it. `state`: active, revoked, expired. `areas`: what it may carry now.
    `key_version` and `key`: for closing envelopes (P-256, uncompressed, base64url)."""

    device: str
    name: str
    holder: str
    state: str
    areas: list[str]
    expires_at: datetime
    server_time: datetime
    key_version: int
    key: str


class OperationSent(Schema):
    """One operation: its key, and the envelope around its text (base64url)."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    envelope: Base64Url


class OperationsSent(Schema):
    """1 to 200 operations in the order in which they were done. `sent_at`: milliseconds of the device's clock."""

    model_config = ConfigDict(extra="forbid")

    sent_at: Annotated[int, Field(ge=0, le=2**53 - 1)]
    operations: Annotated[list[OperationSent], Field(min_length=1, max_length=MOST_OPERATIONS)]


class OperationAnswer(Schema):
    """What became of one operation. `digest`: SHA-256 of the text that is stored; a device lets go of an operation only
    when it is its own. `facts` of a waiting change: both values of each field."""

    key: str
    digest: str
    status: Annotated[str, Field(json_schema_extra={"enum": [s.value for s in field.Status]})]
    reason: str
    detail: str
    facts: dict[str, Any]


class OperationAnswers(Schema):
    """An answer for each, in the order sent. `fresh`: how many had not come before."""

    fresh: int
    answers: list[OperationAnswer]


class KeysAsked(Schema):
    """Operations about which a device asks."""

    model_config = ConfigDict(extra="forbid")

    keys: Annotated[list[Key], Field(min_length=1, max_length=1000)]


class PhotoStanding(Schema):
    """How far a photograph has come: go on at byte `received`. `state`: missing, whole, refused (`reason`)."""

    sha256: str
    size: int
    received: int
    state: str
    reason: str
    detail: str


class BundleAsked(Schema):
    """What the device holds: the sequence of its bundle (0: none) and the `areas` it is of. `persisted`: the browser
    keeps its storage."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    areas: Annotated[
        list[Annotated[str, Field(pattern=r"^[0-9]{1,15}$")]], Field(max_length=50)
    ] = []
    persisted: bool = False


class BundleOffered(Schema):
    """A bundle to be fetched: gzip of JSON, `size` bytes, of this `sha256`. `base` 0: whole; else what has changed
    since that sequence. `homes`: how many the device holds then. It must not be shown after `valid_until`."""

    bundle: str
    sequence: int
    base: int
    areas: list[str]
    size: int
    sha256: str
    homes: int
    valid_until: datetime


class EmptyField(Schema):
    """A field of a card that was not filled, with its name and the reason in words."""

    field: str
    label: str
    why: str


class CardRead(Schema):
    """What was read of a card: `fields` by their names of a declaration (and `address`), `empty` those that were not.
    `name_picture`: the written name as a data address, where it has to be typed."""

    fields: dict[str, str]
    empty: list[EmptyField]
    name_picture: str
