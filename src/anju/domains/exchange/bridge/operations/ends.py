"""Setting a bridge up: this end and the other, their keys. Every step leaves its audit row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anju.domains.exchange.bridge.data.bridge import Role
from anju.domains.exchange.bridge.models import Bridge, BridgeKey
from anju.domains.exchange.bridge.queries.standing import fingerprint, own_signer
from anju.domains.exchange.links.models import OwnKey
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.links.operations.peers import rotate_key
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.credentials.signing import Malformed, PublicKey, from_base64url, to_base64url
from anju.foundation.crypto import EnvelopeKey, envelope_key
from anju.foundation.errors import Conflict, NotFound, Refused

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,18}[a-z0-9]")


def set_up(name: str, other: str, role: Role, *, actor: Actor, at: datetime) -> int:
    """Enter a bridge between this end (`name`) and another; its number. The first one also makes this place's signing
    key. `Refused` ``bridge_name_form``, `Conflict` ``bridge_known``."""
    actor.require(MANAGE)
    if not _NAME.fullmatch(name) or not _NAME.fullmatch(other) or name == other:
        raise Refused("bridge_name_form")
    try:
        with transaction.atomic():
            made = Bridge.objects.create(name=name, other=other, role=role.value, made_at=at)
    except IntegrityError as error:
        raise Conflict("bridge_known") from error
    if not OwnKey.objects.exists():
        rotate_key(actor=actor, at=at)
    _record(actor, "exchange.bridge_made", made, at, other=other, role=role.value)
    return int(made.pk)


def own_card(bridge_id: int) -> dict[str, Any]:
    """What the other side enters: names, both public keys, and the digits two people compare by telephone."""
    row = located(bridge_id)
    key, envelope = own_signer().key, envelope_key()
    return {
        "bridge": row.name,
        "for": row.other,
        "sign": key.jwk(),
        "encrypt": {"version": envelope.version, "point": to_base64url(envelope.point)},
        "fingerprint": fingerprint(key, envelope),
    }


def enter_card(
    bridge_id: int, card: Mapping[str, Any], digits: str, *, actor: Actor, at: datetime
) -> str:
    """Enter the other side's keys as its card gives them, with the digits that were read out by telephone; the key's
    name. Earlier keys stay in force for signatures until they are ended; files are encrypted for the newest.
    `Refused` ``bridge_card``, ``bridge_fingerprint``, `Conflict` ``bridge_key_known``."""
    actor.require(MANAGE)
    row = located(bridge_id)
    try:
        key = PublicKey.from_jwk(card["sign"])
        point = from_base64url(str(card["encrypt"]["point"]))
        envelope = EnvelopeKey(int(card["encrypt"]["version"]), point)
        named = (str(card["bridge"]), str(card["for"]))
    except (Malformed, KeyError, TypeError, ValueError) as error:
        raise Refused("bridge_card") from error
    if named != (row.other, row.name) or len(point) != 65 or not 1 <= envelope.version <= 255:
        raise Refused("bridge_card")
    if re.sub(r"[^0-9]", "", digits) != fingerprint(key, envelope).replace(" ", ""):
        raise Refused("bridge_fingerprint")
    try:
        with transaction.atomic():
            BridgeKey.objects.create(
                bridge=row,
                kid=key.kid,
                algorithm=key.alg,
                point=key.point,
                envelope_version=envelope.version,
                envelope_point=point,
                since=at,
            )
    except IntegrityError as error:
        raise Conflict("bridge_key_known") from error
    _record(actor, "exchange.bridge_key_added", row, at, kid=key.kid)
    return key.kid


def end_key(bridge_id: int, kid: str, *, actor: Actor, at: datetime) -> None:
    """End a key of the other side: nothing signed by it is taken in from now on. `NotFound` ``bridge_key_unknown``."""
    actor.require(MANAGE)
    row = located(bridge_id)
    if not BridgeKey.objects.filter(bridge=row, kid=kid, until=None).update(until=at):
        raise NotFound("bridge_key_unknown")
    _record(actor, "exchange.bridge_key_ended", row, at, kid=kid)


def located(bridge_id: int | None = None, *, lock: bool = False) -> Bridge:
    """A bridge; without a number the only one there is. `NotFound` ``bridge_unknown``, `Refused` ``bridge_which``."""
    found = Bridge.objects.select_for_update() if lock else Bridge.objects.all()
    rows = list(found.order_by("id") if bridge_id is None else found.filter(pk=bridge_id))
    if not rows:
        raise NotFound("bridge_unknown")
    if len(rows) > 1:
        raise Refused("bridge_which")
    return rows[0]


def _record(actor: Actor, action: str, row: Bridge, at: datetime, **detail: str) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_bridge",
        subject_id=row.pk,
        at=at,
        detail=detail,
    )
