"""Using keys: no use without its line in the trail, written in the caller's transaction. Card keys leave for the
production centre once, for the cards that two persons agreed on, wrapped for its key only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.credentials.signing import PublicKey
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.keystore.backends import backend
from anju.foundation.keystore.data import Action, Algorithm, Kind, State
from anju.foundation.keystore.derivation import card_input
from anju.foundation.keystore.models import Key, Request
from anju.foundation.keystore.operations import MANAGE, cards_digest
from anju.foundation.keystore.queries import nearest


@dataclass(slots=True)
class Signing:
    """A `Signer` over one key; remembers what it signed until the trail is written."""

    id: int
    key: PublicKey
    label: str
    backend: str
    uses: list[str] = field(default_factory=list)
    about: str = ""

    def sign(self, message: bytes) -> bytes:
        """Sign. Set `about` before, to say in the trail what it was."""
        signature = backend(self.backend).sign(self.label, Algorithm(self.key.alg), message)
        self.uses.append(self.about)
        return signature


@contextmanager
def signing(
    region: str, *, purpose: str, actor: Actor, at: datetime, algorithm: Algorithm = Algorithm.ES256
) -> Iterator[Signing]:
    """The issuer's active key for a region; on leaving, one line in the trail for every signature,
    also after an error."""
    row = nearest(Kind.SIGN, algorithm, region)
    found = Signing(
        row.pk, PublicKey(row.algorithm, bytes(row.public or b"")), row.label, row.backend
    )
    try:
        yield found
    finally:
        _record(actor, row, [f"{purpose} {use}".strip() for use in found.uses], at)


def card_mac(
    card: str,
    message: bytes,
    *,
    region: str,
    version: int,
    algorithm: Algorithm,
    purpose: str,
    actor: Actor,
    at: datetime,
) -> bytes:
    """A CMAC under the key of one card, made by the region's key of that version (in use or retired)."""
    row = region_key(region, version, algorithm)
    root = row.parent
    assert root is not None  # noqa: S101 - a region's key has a root by constraint
    mac = backend(row.backend).card_mac(
        root.label, algorithm, row.region, row.version, card_input(card), message
    )
    _record(actor, row, [f"{purpose} {card}"], at)
    return mac


def region_key(region: str, version: int, algorithm: Algorithm) -> Key:
    """A region's key by version; `Refused` ``key_none`` unless it is active or retired."""
    row = (
        Key.objects.select_related("parent")
        .filter(
            kind=Kind.REGION.value,
            algorithm=algorithm.value,
            region=region,
            version=version,
            state__in=[State.ACTIVE.value, State.RETIRED.value],
        )
        .first()
    )
    if row is None:
        raise Refused("key_none", kind="region", algorithm=algorithm.value, region=region)
    return row


def _record(actor: Actor, row: Key, uses: list[str], at: datetime) -> None:
    audit.record_writes(
        actor,
        action="key.used",
        subject_kind="key",
        subject_ids=[row.pk] * len(uses),
        at=at,
        details=[{"for": use, "version": row.version, "region": row.region} for use in uses],
    )


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
