"""Setting a device up, and revoking it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.sync.data.devices import MOST, VALID, Enrolled
from anju.domains.fieldwork.sync.models import Device
from anju.domains.fieldwork.sync.queries.devices import PREFIX, device_value, digest, row_of
from anju.domains.fieldwork.sync.rules.devices import areas_of
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.free_text import require_no_identity_number

LONGEST_NAME = 60


def enrol(actor: Actor, *, name: str, persisted: bool, at: datetime) -> Enrolled:
    """Set a phone up for the actor's own work in the field. `persisted`: the browser has promised to keep its storage.

    `NotAllowed` ``field_without_area`` for whoever works in no community or grid; `Refused` ``device_name``,
    ``devices_too_many`` (most). The secret is in the answer and nowhere else.
    """
    areas = areas_of(actor)
    if actor.user_id is None or not areas:
        raise NotAllowed("field_without_area")
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise Refused("device_name", most=LONGEST_NAME)
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        mine = Device.objects.select_for_update().filter(user_id=actor.user_id, revoked_at=None)
        if sum(row.expires_at > at for row in mine) >= MOST:
            raise Refused("devices_too_many", most=MOST)
        row = Device.objects.create(
            code=secrets.token_hex(8),
            user_id=actor.user_id,
            name=name.strip(),
            digest=digest(secret),
            areas=list(areas),
            persisted=persisted,
            enrolled_at=at,
            expires_at=at + VALID,
        )
        _record(actor, "device.enrol", row, at, areas=list(areas), persisted=persisted)
    return Enrolled(device_value(row, actor.label, at), secret)


def revoke_device(actor: Actor, *, code: str, reason: str, at: datetime) -> None:
    """Give a device nothing any more: one's own, or that of a user one administers. What it still brings is kept for
    the office.

    `NotFound` ``device_unknown``; `Refused` ``reason_missing``; `Conflict` ``device_revoked_already``.
    """
    require_no_identity_number(reason)
    if not reason.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        row = row_of(actor, code)
        if row.revoked_at is not None:
            raise Conflict("device_revoked_already")
        row.revoked_at, row.revoked_by, row.revoked_why = at, actor.user_id, reason.strip()[:200]
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        _record(actor, "device.revoke", row, at, reason=row.revoked_why)


def _record(actor: Actor, action: str, row: Device, at: datetime, **detail: object) -> None:
    record_write(
        actor,
        action=action,
        subject_kind="user",
        subject_id=row.user_id,
        at=at,
        detail={"device": row.code, **detail},
    )
