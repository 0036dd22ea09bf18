"""Devices, and who somebody is who comes with one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from anju.domains.access import api as access
from anju.domains.fieldwork.sync.data.devices import DeviceValue
from anju.domains.fieldwork.sync.models import Device
from anju.domains.fieldwork.sync.rules.devices import NEEDED, state_of
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, NotFound

PREFIX = "anjufd_"
"""Every secret of a device starts so, that scanners for leaked secrets can find it."""
SCOPES = frozenset({*NEEDED, "home.edit"})
"""What a device can do of all that its holder may."""
DEVICE = "device"
"""The key of `Actor.extra` under which the device's code stands."""


def digest(secret: str) -> bytes:
    """What is stored of a secret. Plain SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def actor_of_device(secret: str, *, at: datetime, request_id: str = "", purpose: str = "") -> Actor:
    """The holder of a device, by its secret. A device that was revoked, and one whose holder's account is closed, is
    still known: what it brings is for the office, and nothing is given to it.

    `NotAllowed` ``token_invalid`` for a secret of no device.
    """
    row = Device.objects.filter(digest=digest(secret)).first()
    if row is None:
        raise NotAllowed("token_invalid")
    closed = Actor("staff", row.user_id, f"#{row.user_id}", channel="field", request_id=request_id)
    try:
        holder = access.actor_for(
            row.user_id,
            at=at,
            purpose=purpose,
            channel="field",
            request_id=request_id,
            scopes=SCOPES,
        )
    except NotAllowed:
        holder = closed
    if row.revoked_at is not None:
        holder = replace(holder, grants=())
    return replace(holder, extra={DEVICE: row.code})


def account_now(user_id: int, *, at: datetime, purpose: str = "", request_id: str = "") -> Actor:
    """An account at work in the field; without any right when it is closed."""
    try:
        return access.actor_for(
            user_id,
            at=at,
            purpose=purpose,
            channel="field",
            request_id=request_id,
            scopes=SCOPES,
        )
    except NotAllowed:
        return Actor("staff", user_id, f"#{user_id}", channel="field", request_id=request_id)


def device_of(actor: Actor, *, at: datetime) -> DeviceValue:
    """The device with which the actor came. `NotAllowed` ``device_missing`` for whoever came without."""
    row = Device.objects.filter(code=actor.extra.get(DEVICE, "")).first()
    if row is None:
        raise NotAllowed("device_missing")
    return device_value(row, actor.label, at)


def devices_of(actor: Actor, *, user_id: int, at: datetime) -> Sequence[DeviceValue]:
    """Devices of oneself or of a user the actor administers, newest first. `NotFound` ``user_unknown`` otherwise."""
    holder = access.user_value(actor, user_id=user_id)
    rows = Device.objects.filter(user_id=user_id).order_by("-id")
    return [device_value(row, holder.display_name or holder.username, at) for row in rows]


def row_of(actor: Actor, code: str) -> Device:
    """The device of this code, locked, where the actor may revoke it. `NotFound` ``device_unknown``."""
    row = Device.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("device_unknown")
    if actor.kind != "system":
        try:
            access.user_value(actor, user_id=row.user_id)
        except (NotFound, NotAllowed) as error:
            raise NotFound("device_unknown") from error
    return row


def device_value(row: Device, holder: str, at: datetime) -> DeviceValue:
    """A stored device as a value."""
    return DeviceValue(
        code=row.code,
        user_id=row.user_id,
        holder=holder,
        name=row.name,
        enrolled_at=row.enrolled_at,
        expires_at=row.expires_at,
        seen_at=row.seen_at,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        persisted=row.persisted,
        numbers_differ=row.numbers_differ,
        state=state_of(revoked_at=row.revoked_at, expires_at=row.expires_at, at=at),
    )
