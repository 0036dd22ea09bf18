"""Secrets of older gateways: entered, replaced and ended, each step with its audit row. None is ever shown."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.gateway.data.assurance import Assurance
from anju.domains.exchange.links.models import GatewaySecret, Peer
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.links.queries.gateways import CONTEXT
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused

SHORTEST = 8


def set_secret(
    code: str,
    scheme: str,
    caller: str,
    service: str,
    secret: str,
    *,
    outgoing: bool,
    until: datetime | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Enter the secret under which a place calls by an older gateway, or the next one of the same name.

    `service`: the id of the service with the national gateway; `outgoing`: this place sends to it by the same scheme,
    instead of signing by RFC 9421. `Refused` ``gateway_incomplete``; `Conflict` ``gateway_taken`` for the name of
    another place; `NotFound` ``peer_unknown``.
    """
    actor.require(MANAGE)
    peer = Peer.objects.select_for_update().filter(code=code).first()
    if peer is None:
        raise NotFound("peer_unknown")
    whole = 0 < len(caller) <= 64 and SHORTEST <= len(secret) <= 200 and caller.isprintable()
    named = bool(service) == (scheme == Assurance.HEADERS) and len(service) <= 100
    if scheme not in (Assurance.HEADERS, Assurance.MD5) or not whole or not named:
        raise Refused("gateway_incomplete")
    held = GatewaySecret.objects.select_for_update().filter(scheme=scheme, caller=caller).first()
    if held is not None and held.peer_id != peer.pk:
        raise Conflict("gateway_taken")
    if outgoing:
        GatewaySecret.objects.filter(peer=peer).update(outgoing=False)
    GatewaySecret.objects.update_or_create(
        scheme=scheme,
        caller=caller,
        defaults={
            "peer": peer,
            "service": service,
            "outgoing": outgoing,
            "secret_cipher": encrypt(secret, CONTEXT, row=row_of(scheme, caller)),
            "since": at,
            "until": until,
        },
    )
    _record(actor, "exchange.gateway_set", code, scheme, at)


def end_secret(code: str, scheme: str, caller: str, *, actor: Actor, at: datetime) -> None:
    """From now on nothing is taken or sent by it. A second time changes nothing. `NotFound` ``gateway_unknown``."""
    actor.require(MANAGE)
    row = (
        GatewaySecret.objects.select_for_update()
        .filter(peer__code=code, scheme=scheme, caller=caller)
        .first()
    )
    if row is None:
        raise NotFound("gateway_unknown")
    if row.until is None or row.until > at:
        row.until = at
        row.save(update_fields=["until"])
        _record(actor, "exchange.gateway_ended", code, scheme, at)


def _record(actor: Actor, action: str, code: str, scheme: str, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_peer",
        subject_id=code,
        at=at,
        detail={"scheme": str(scheme)},
    )
