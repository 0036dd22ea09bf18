"""Status lists of digital permits: places handed out at random, each once; and the lists published in one pass over
the credentials that no longer hold, whatever their number.

Memory is the lists' own (256 KiB a million permits); rows come by a cursor of the server and are let go. When a
permit ends, its credentials end with it.

The n-th permit of a list gets the n-th place of a secret permutation. If places were given in order, a place would
tell when the permit was issued and who stood next in the queue; drawing them and trying again slows down as a list
fills. A four-round Feistel network keyed by HMAC is a bijection of the list, costs microseconds, and nobody without
the key learns anything from a place.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from anju.domains.permits.credentials.data import LIST_LIFE, LIST_SIZE, LIST_TTL
from anju.domains.permits.credentials.models import Credential, StatusList
from anju.domains.permits.transitions.data.transitions import ENDED, PermitState
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.audit.api import epoch
from anju.foundation.credentials import status_list
from anju.foundation.crypto import blind_index
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.keystore import api as keystore

WIDTH = 2
CITY = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One place: in which list, where."""

    list_id: int
    code: str
    index: int

    @property
    def claim(self) -> dict[str, Any]:
        """As a credential refers to it."""
        return {"status_list": {"idx": self.index, "uri": address(self.code)}}


def address(code: str) -> str:
    """Where the world finds a list."""
    return f"{settings.PUBLIC_URL}/status/{code}"


def place_for(region: str, *, at: datetime) -> Place:
    """The next place in the city's open list; a new list when the last is full. Call it as the intake role.

    A city's permits share its lists, so that a list says no more about a permit than its city. Lists
    from before a restore give out no more places: which ones were given out after the backup nobody knows.
    """
    city, begun = region[:CITY], epoch()
    open_lists = (
        StatusList.objects.select_for_update()
        .defer("bits", "token", "taken")
        .filter(region=city, issued__lt=F("size"))
    )
    if begun.restored_at is not None:
        open_lists = open_lists.filter(created_at__gte=begun.restored_at)
    row = open_lists.order_by("id").first()
    if row is None:
        number = StatusList.objects.filter(region=city).count() + 1
        code = f"{city}-{begun.number}-{number}" if begun.number else f"{city}-{number}"
        row = StatusList.objects.create(
            code=code,
            region=city,
            width=WIDTH,
            size=LIST_SIZE,
            bits=bytes(LIST_SIZE * WIDTH // 8),
            created_at=at,
        )
    secret = blind_index(row.code, "permits.status_list")
    index = place(secret, row.issued, row.size)
    StatusList.objects.filter(pk=row.pk).update(issued=F("issued") + 1)
    return Place(row.pk, row.code, index)


_NOT_IN_FORCE = f"""
SELECT c.status_list_id, c.index,
       CASE WHEN c.revoked_at IS NOT NULL OR p.state = ANY(%s) THEN {status_list.INVALID} ELSE
       {status_list.SUSPENDED} END
FROM permits_credential c JOIN permits_permit p ON p.id = c.permit_id
WHERE c.expires_at > %s AND (c.revoked_at IS NOT NULL OR p.state <> '{PermitState.ACTIVE.value}')
"""  # noqa: S608 - constants of ours
FETCH = 10_000


def publish(*, actor: Actor, at: datetime) -> int:
    """Build and sign every list anew; how many. Lists of areas without an active key wait for one.

    A permit that is lost, suspended or still being made is suspended here; one that ended, or whose credential was
    withdrawn, is invalid for ever. Credentials past their own end need no mark.
    """
    with as_intake_role():
        lists = list(StatusList.objects.defer("bits", "token", "taken").order_by("id"))
        packed = {row.pk: bytearray((row.size * row.width + 7) // 8) for row in lists}
        for list_id, index, state in _stream(at):
            shift = index % 4 * 2
            packed[list_id][index // 4] |= state << shift
        return sum(_sign(row, packed.pop(row.pk), actor, at) for row in lists)


def _stream(at: datetime) -> Iterator[tuple[int, int, int]]:
    name = f"anju_status_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cur:
        cur.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {_NOT_IN_FORCE}", [list(ENDED), at])
        while True:
            cur.execute(f"FETCH {FETCH} FROM {name}")
            found = cur.fetchall()
            yield from found
            if len(found) < FETCH:
                break
        cur.execute(f"CLOSE {name}")


def _sign(row: StatusList, packed: bytearray, actor: Actor, at: datetime) -> int:
    issued, expires = int(at.timestamp()), int((at + LIST_LIFE).timestamp())
    try:
        with keystore.signing(
            row.region,
            purpose="status.list",
            actor=actor,
            at=at,
            algorithm=keystore.Algorithm(settings.PERMIT_ALGORITHM),
        ) as signer:
            signer.about = row.code
            text = status_list.write(
                packed,
                signer,
                uri=address(row.code),
                issued=issued,
                expires=expires,
                ttl=int(LIST_TTL.total_seconds()),
                bits=row.width,
            )
    except Refused as missing:
        if missing.code != "key_none":
            raise
        return 0
    StatusList.objects.filter(pk=row.pk).update(
        bits=bytes(packed),
        token=text.encode(),
        key=signer.key.kid,
        published_at=at,
        version=F("version") + 1,
    )
    return 1


def withdraw(*, permit_id: int, why: str, actor: Actor, at: datetime) -> int:
    """Withdraw all credentials of a permit for ever; how many. Verifiers learn it from the next published list."""
    with as_intake_role():
        ids = list(
            Credential.objects.filter(permit_id=permit_id, revoked_at=None).values_list(
                "id", flat=True
            )
        )
        Credential.objects.filter(id__in=ids).update(revoked_at=at, revoked_why=why[:40] or "ended")
        audit.record_writes(
            actor,
            action="credential.withdrawn",
            subject_kind="credential",
            subject_ids=ids,
            at=at,
            details=[{"permit": permit_id, "why": why}] * len(ids),
        )
    return len(ids)


ROUNDS = 4


def place(secret: bytes, number: int, size: int) -> int:
    """Where the `number`-th (from 0) entry of a list of `size` places stands. `size` is an even power of two."""
    half = (size.bit_length() - 1) // 2
    if size != 1 << (2 * half) or not 0 <= number < size:
        raise ValueError("a list's size is an even power of two, and numbers lie below it")
    mask = (1 << half) - 1
    left, right = number >> half, number & mask
    for turn in range(ROUNDS):
        mixed = hmac.digest(secret, bytes((turn,)) + right.to_bytes(8, "big"), hashlib.sha256)
        left, right = right, left ^ (int.from_bytes(mixed[:8], "big") & mask)
    return left << half | right
