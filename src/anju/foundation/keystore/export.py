"""Card keys leave for the production centre: once, for the cards that two persons agreed on, wrapped
for its key only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.keystore.backends import backend
from anju.foundation.keystore.data import Action, Algorithm
from anju.foundation.keystore.derivation import card_input
from anju.foundation.keystore.models import Request
from anju.foundation.keystore.operations import MANAGE, cards_digest


def export_card_keys(
    request_id: int, cards: Sequence[str], *, transport: bytes, actor: Actor, at: datetime
) -> dict[str, bytes]:
    """Card number → its key, wrapped under the transport key (AES, RFC 3394). One approval is one export.

    Raises `Refused` ``key_export_differs`` when these are not the cards that were approved, `Conflict`
    ``key_exported``.
    """
    actor.require(MANAGE)
    if len(transport) not in (16, 24, 32):
        raise Refused("key_transport")
    with as_intake_role():
        row = (
            Request.objects.select_for_update()
            .filter(pk=request_id, action=Action.EXPORT.value, decision="approve")
            .first()
        )
        if row is None:
            raise NotFound("key_request_unknown")
        if row.done_at is not None:
            raise Conflict("key_exported")
        if bytes(row.subject or b"") != cards_digest(cards):
            raise Refused("key_export_differs")
        key, keeper = row.key, backend(row.key.backend)
        root, algorithm = key.parent, Algorithm(key.algorithm)
        assert root is not None  # noqa: S101 - a region's key has a root by constraint
        out = {
            card: aes_key_wrap(
                transport,
                keeper.card_key(root.label, algorithm, key.region, key.version, card_input(card)),
            )
            for card in cards
        }
        row.done_at = at
        row.save(update_fields=["done_at"])
        audit.record_writes(
            actor,
            action="key.exported",
            subject_kind="key",
            subject_ids=[key.pk] * len(cards),
            at=at,
            details=[{"card": card, "request": row.pk, "version": key.version} for card in cards],
        )
    return out
