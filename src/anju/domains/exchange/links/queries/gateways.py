"""Secrets of older gateways: whose a claim is, and by which one this place sends to another."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from anju.domains.exchange.gateway.data.assurance import Assurance, Claim
from anju.domains.exchange.gateway.rules.schemes import checked
from anju.domains.exchange.links.data.links import GatewaySecretView
from anju.domains.exchange.links.models import GatewaySecret, Peer
from anju.domains.exchange.signing.data.messages import Verified
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.errors import NotAllowed

CONTEXT = "exchange.gateway"


def sender_of(claim: Claim, at: datetime) -> tuple[Peer, Verified]:
    """Whose request it is, proved by the secret of its name. Raises `NotAllowed` ``signature_key_unknown``,
    ``signature_key_ended`` and what `checked` raises."""
    row = (
        GatewaySecret.objects.select_related("peer")
        .filter(scheme=claim.scheme, caller=claim.caller)
        .first()
    )
    if row is None or claim.covered != _covered(row):
        raise NotAllowed("signature_key_unknown")
    if at < row.since or (row.until is not None and at >= row.until):
        raise NotAllowed("signature_key_ended")
    return row.peer, checked(claim, opened(row), at)


def sending_by(peer_id: int, at: datetime) -> GatewaySecret | None:
    """The secret by which this place sends there; None where it signs by RFC 9421."""
    holds = Q(until=None) | Q(until__gt=at)
    return GatewaySecret.objects.filter(holds, peer_id=peer_id, outgoing=True).first()


def opened(row: GatewaySecret) -> str:
    """The secret itself."""
    return decrypt(row.secret_cipher, CONTEXT, row=row_of(row.scheme, row.caller))


def gateways_of(peer_id: int) -> list[GatewaySecretView]:
    """The names under which a place calls, without their secrets."""
    return [
        GatewaySecretView(g.scheme, g.caller, g.service, g.outgoing, g.since, g.until)
        for g in GatewaySecret.objects.filter(peer_id=peer_id).order_by("scheme", "caller")
    ]


def _covered(row: GatewaySecret) -> str:
    return row.service + row.caller if row.scheme == Assurance.HEADERS else row.caller
