"""Publishing the lists: one pass over the credentials that no longer hold, whatever their number.

Memory is the lists' own (256 KiB a million permits); rows come by a cursor of the server and are let go.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import F

from anju.domains.permits.credentials.data import LIST_LIFE, LIST_TTL
from anju.domains.permits.credentials.models import StatusList
from anju.domains.permits.credentials.operations.status_list_places import address
from anju.domains.permits.transitions.data.states import ENDED, PermitState
from anju.foundation.actor import Actor
from anju.foundation.credentials import status_list
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.keystore import api as keystore

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
