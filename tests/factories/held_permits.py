"""Permits for tests: somebody of the small street with a permit in a state that is wanted."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime

from anju.domains.permits.api import lifecycle
from anju.domains.permits.lifecycle.operations.issuing import open_permit
from anju.domains.permits.models import Card, Permit
from anju.domains.permits.production.operations.results import made_here
from anju.foundation.actor import Actor, system
from anju.foundation.db.scope import acting, as_intake_role
from tests.factories.register import STREET, Street

PLATFORM = system("tests")


def picture(width: int = 36, height: int = 44) -> bytes:
    """A plain PNG of this size."""
    lines = b"".join(b"\0" + bytes([180, 200, 210]) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def ordered(
    street: Street,
    *,
    person: int | None = None,
    at: datetime | None = None,
    photo: bool = True,
    ethnicity: str = "01",
) -> int:
    """A permit whose first card waits to be made; its id."""
    at, who = at or street.at, person or street.resident
    home = street.rooms[0]
    with acting(PLATFORM), as_intake_role():
        blob = lifecycle.store_photo(picture(), at=at) if photo else None
        return open_permit(
            person_id=who,
            region=home.region[:12],
            station=STREET.ljust(12, "0"),
            home_id=home.id,
            path="home",
            actor=PLATFORM,
            at=at,
            ethnicity=ethnicity,
            photo_id=blob,
        )


def active(
    street: Street,
    *,
    person: int | None = None,
    at: datetime | None = None,
    actor: Actor = PLATFORM,
) -> int:
    """A permit in use, its card made; its id."""
    at = at or street.at
    permit = ordered(street, person=person, at=at)
    with acting(actor):
        card = Card.objects.get(permit_id=permit)
        made_here(card.pk, serial=f"S{card.pk:08d}", actor=actor, at=at)
    return permit


def held(permit: int) -> Permit:
    """The row as it is."""
    with acting(PLATFORM):
        return Permit.objects.get(id=permit)
