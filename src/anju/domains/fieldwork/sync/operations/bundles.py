"""Offering a bundle to a device, and handing it over piece by piece."""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from anju.domains.fieldwork.sync.data.bundles import (
    EPOCH_STEP,
    KEPT,
    MOST_PIECE,
    PERSON_FIELDS,
    BundleOffered,
    WaitingAt,
)
from anju.domains.fieldwork.sync.data.devices import (
    BUNDLE_DAYS,
    BUNDLE_DAYS_UNPERSISTED,
    DeviceState,
)
from anju.domains.fieldwork.sync.models import Bundle, Device
from anju.domains.fieldwork.sync.queries.bundles import Record, records
from anju.domains.fieldwork.sync.queries.devices import DEVICE
from anju.domains.fieldwork.sync.rules import delta
from anju.domains.fieldwork.sync.rules.devices import areas_of, state_of
from anju.domains.fieldwork.sync.rules.reading import canonical
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit.api import epoch, record_read
from anju.foundation.clock import local_date
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import NotAllowed, NotFound

CONTEXT = "field.bundle"
_LEVEL = 6
"""Of compression: a second more would save a twentieth."""


def offer_bundle(
    actor: Actor,
    *,
    since: int,
    areas: Sequence[str],
    persisted: bool,
    at: datetime,
    waiting: WaitingAt,
) -> BundleOffered:
    """What the device is to take next: all of its holder's areas, or what has changed of them `since` the bundle that
    it holds (0: none) of these `areas`. `waiting` tells what is to be done at homes. Whom it tells of is recorded as
    read.

    `NotAllowed` ``device_missing``, ``device_revoked``, ``device_expired``, ``field_without_area``; `Refused`
    ``bundle_too_large``.
    """
    with transaction.atomic():
        device = _usable(actor, at)
        now = areas_of(actor)
        if not now:
            raise NotAllowed("field_without_area")
        base = _base(device, since, areas, now)
        device.persisted, device.seen_at, device.areas = persisted, at, list(now)
        device.save(update_fields=["persisted", "seen_at", "areas"])
        found = records(now, day=local_date(at), waiting=waiting)
        manifest = delta.of_records((r.code, r.text) for r in found.values())
        offered = _offered_before(device, base, now, manifest, at)
        if offered is None:
            offered = _offer(actor, device, base, now, manifest, found, at)
        Bundle.objects.filter(device=device, sequence__lt=offered.base).delete()
    return _value(offered, len(found))


def bundle_piece(actor: Actor, *, code: str, offset: int, at: datetime) -> bytes:
    """Bytes of a bundle from `offset` on, at most `MOST_PIECE`. `NotFound` ``bundle_unknown`` for one that was never
    offered to this device or is too old; else as `offer_bundle`."""
    device = _usable(actor, at)
    row = Bundle.objects.filter(device=device, code=code, offered_at__gt=at - KEPT).first()
    if row is None or row.cipher is None:
        raise NotFound("bundle_unknown")
    whole = decrypt_bytes(row.cipher, CONTEXT, row=row_of(row.code))
    return whole[offset : offset + MOST_PIECE]


def sweep_bundles(*, at: datetime) -> int:
    """Remove the content of bundles that can no longer be fetched; how many."""
    old = Bundle.objects.filter(cipher__isnull=False, offered_at__lte=at - KEPT)
    return old.update(cipher=None)


def _usable(actor: Actor, at: datetime) -> Device:
    device = Device.objects.select_for_update().filter(code=actor.extra.get(DEVICE, "")).first()
    if device is None or device.user_id != actor.user_id:
        raise NotAllowed("device_missing")
    state = state_of(revoked_at=device.revoked_at, expires_at=device.expires_at, at=at)
    if state is not DeviceState.ACTIVE:
        raise NotAllowed("device_revoked" if state is DeviceState.REVOKED else "device_expired")
    return device


def _base(device: Device, since: int, had: Sequence[str], now: Sequence[str]) -> Bundle | None:
    """The bundle that the device says it holds, if it is of the areas that it should hold now."""
    if since == 0 or sorted(had) != sorted(now):
        return None
    return Bundle.objects.filter(device=device, sequence=since, areas=sorted(now)).first()


def _offered_before(
    device: Device,
    base: Bundle | None,
    areas: Sequence[str],
    manifest: delta.Manifest,
    at: datetime,
) -> Bundle | None:
    """The same bundle, offered and perhaps half fetched: the device goes on where it stopped."""
    last = device.bundles.order_by("-sequence").first()
    same = (
        last is not None
        and last.cipher is not None
        and last.base == (base.sequence if base else 0)
        and last.areas == sorted(areas)
        and last.offered_at > at - KEPT / 2
        and delta.unpacked(bytes(last.manifest)) == manifest
    )
    return last if same else None


def _offer(
    actor: Actor,
    device: Device,
    base: Bundle | None,
    areas: Sequence[str],
    manifest: delta.Manifest,
    found: Mapping[str, Record],
    at: datetime,
) -> Bundle:
    had = delta.unpacked(bytes(base.manifest)) if base else {}
    difference = delta.difference(had, manifest)
    sent = [found[code] for code in difference.changed]
    days = BUNDLE_DAYS if device.persisted else BUNDLE_DAYS_UNPERSISTED
    row = Bundle(
        device=device,
        code=secrets.token_hex(8),
        sequence=_next(device),
        base=base.sequence if base else 0,
        areas=sorted(areas),
        manifest=delta.packed(manifest),
        offered_at=at,
        expires_at=min(at + timedelta(days=days), device.expires_at),
    )
    content = gzip.compress(_content(row, sent, difference.gone, actor).encode(), _LEVEL, mtime=0)
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    row.cipher = encrypt_bytes(content, CONTEXT, row=row_of(row.code))
    row.save()
    read = sorted({p for record in sent for p in record.persons})
    record_read(actor, person_ids=read, fields=PERSON_FIELDS, action="field.bundle", at=at)
    return row


def _next(device: Device) -> int:
    """The next number of a bundle: above all given before, also above those that a restored register forgot."""
    last = device.bundles.aggregate(last=Max("sequence"))["last"] or 0
    return int(max(last, epoch().number * EPOCH_STEP)) + 1


def _content(row: Bundle, sent: Sequence[Record], gone: Sequence[str], actor: Actor) -> str:
    """The text of a bundle; its records as they were compared."""
    head = canonical(
        {
            "sequence": row.sequence,
            "base": row.base,
            "epoch": epoch().number,
            "areas": {a: _name(a) for a in row.areas},
            "purpose": actor.purpose,
            "offered_at": row.offered_at.isoformat(),
            "valid_until": row.expires_at.isoformat(),
            "gone": list(gone),
        }
    )
    return f'{head[:-1]},"homes":[{",".join(r.text for r in sent)}]}}'


def _name(area: str) -> str:
    path = regions.path(area)
    return path[-1].name if path else area


def _value(row: Bundle, homes: int) -> BundleOffered:
    return BundleOffered(
        row.code,
        row.sequence,
        row.base,
        tuple(row.areas),
        row.size,
        row.sha256,
        homes,
        row.expires_at,
    )
