"""This place, its keys, the other places, their keys and agreements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Min, Q, QuerySet

from anju.domains.exchange.links.data.links import Agreement, PeerKeyView, PeerState, PeerView
from anju.domains.exchange.links.models import Agreement as AgreementRow
from anju.domains.exchange.links.models import OwnKey, OwnPlace, Peer, PeerKey
from anju.foundation.credentials.signing import HeldKey, PublicKey
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, NotFound

SECRET = "exchange.key"  # noqa: S105 - the context of the ciphertext


def own_place() -> tuple[str, str]:
    """Code and name of this place. `NotFound` ``exchange_not_set_up``."""
    found = OwnPlace.objects.values_list("code", "name").first()
    if found is None:
        raise NotFound("exchange_not_set_up")
    return found


_OWN = """
SELECT p.code, k.kid, k.algorithm, k.point, k.secret_cipher FROM exchange_own_place p
CROSS JOIN LATERAL (
  SELECT * FROM exchange_own_key WHERE retired_at IS NULL ORDER BY made_at DESC, id DESC LIMIT 1
) k
"""


def own_signer() -> HeldKey:
    """The key by which this place signs now. `NotFound` ``exchange_not_set_up``."""
    return own_code_and_signer()[1]


def own_code_and_signer() -> tuple[str, HeldKey]:
    """The code of this place and the key by which it signs now. `NotFound` ``exchange_not_set_up``."""
    found = rows(_OWN, often=True)
    if not found:
        raise NotFound("exchange_not_set_up")
    code, kid, algorithm, point, cipher = found[0]
    return code, _held(kid, algorithm, bytes(point), bytes(cipher))


@lru_cache(maxsize=8)
def _held(kid: str, algorithm: str, point: bytes, cipher: bytes) -> HeldKey:
    """A key pair, opened once a process."""
    secret = decrypt(cipher, SECRET, row=row_of(kid))
    return HeldKey(PublicKey(algorithm, point), bytes.fromhex(secret))


def own_public_keys() -> list[PublicKey]:
    """All keys of this place that others may still meet, the newest first."""
    found = OwnKey.objects.order_by("-made_at", "-id").values_list("algorithm", "point")
    return [PublicKey(algorithm, bytes(point)) for algorithm, point in found]


def peer_public_keys() -> list[PublicKey]:
    """All keys of all peers, past ones too: for the evidence in the log."""
    found = PeerKey.objects.values_list("algorithm", "point")
    return [PublicKey(algorithm, bytes(point)) for algorithm, point in found]


_PEER = ("id", "code", "name", "url", "state", "test", "epoch", "seen_at")
_SIGNER = f"""
SELECT k.algorithm, k.point, k.since, k.until, {", ".join(f"p.{name}" for name in _PEER)}
FROM exchange_peer_key k JOIN exchange_peer p ON p.id = k.peer_id WHERE k.kid = %s
"""  # noqa: S608


def keys_of(
    found: list[Peer], only: int | None = None
) -> Callable[[str, datetime], PublicKey | None]:
    """The keys of peers (of that one `only`), for checking; whose key it was is put into `found`."""

    def key_of(kid: str, at: datetime) -> PublicKey | None:
        row = next(iter(rows(_SIGNER, [kid], often=True)), None)
        if row is None or (only is not None and row[4] != only):
            return None
        algorithm, point, since, until, *of_peer = row
        if at < since or (until is not None and at >= until):
            raise NotAllowed("signature_key_ended")
        found.append(Peer(**dict(zip(_PEER, of_peer, strict=True))))
        return PublicKey(algorithm, bytes(point))

    return key_of


def peer_keys(peer_id: int) -> list[PeerKeyView]:
    """The keys of a peer, the newest first."""
    found = PeerKey.objects.filter(peer_id=peer_id).order_by("-since", "-id")
    return [PeerKeyView(k.kid, k.algorithm, k.since, k.until) for k in found]


def agreements_of(peer_id: int) -> list[Agreement]:
    """All agreements with a peer, the newest first."""
    found = AgreementRow.objects.filter(peer_id=peer_id).order_by("-proposed_at", "-id")
    return [agreement_value(a) for a in found]


def agreements_about(resource: str) -> list[Agreement]:
    """The agreements that name an entry of the catalogue, with the other place's name, the newest first."""
    found = AgreementRow.objects.filter(resource=resource).select_related("peer")
    return [
        replace(agreement_value(a), peer=f"{a.peer.name} {a.peer.code}")
        for a in found.order_by("-proposed_at", "-id")
    ]


def agreement_value(row: AgreementRow) -> Agreement:
    """A row as a value."""
    return Agreement(
        row.pk,
        row.number,
        tuple(row.classes),
        tuple(row.own_classes),
        tuple(row.purposes),
        row.first,
        row.last,
        row.per_day,
        row.state,
        row.proposed_by,
        row.proposed_label,
        row.accepted_label,
        row.resource,
    )


def peers() -> list[PeerView]:
    """All links with their health, by code. One query."""
    return [_view(p) for p in _with_health(Peer.objects.order_by("code"))]


def peer(code: str) -> PeerView:
    """One link. `NotFound` ``peer_unknown``."""
    row = _with_health(Peer.objects.filter(code=code)).first()
    if row is None:
        raise NotFound("peer_unknown")
    return _view(row)


def _with_health(peers: QuerySet[Peer]) -> QuerySet[Peer]:
    queued = Q(messages__state="queued")
    return peers.annotate(
        waiting=Count("messages", filter=queued),
        oldest=Min("messages__at", filter=queued),
        rejected=Count("messages", filter=Q(messages__state="rejected")),
        aside=Count("messages", filter=Q(messages__state="set_aside")),
    )


def _view(row: Peer) -> PeerView:
    return PeerView(
        row.pk,
        row.code,
        row.name,
        row.url,
        tuple(row.regions),
        PeerState(row.state),
        row.test,
        row.epoch,
        row.seen_at,
        row.failure,
        row.failing_since,
        row.next_at,
        row.waiting,  # type: ignore[attr-defined] # annotated above
        row.oldest,  # type: ignore[attr-defined]
        row.rejected,  # type: ignore[attr-defined]
        row.aside,  # type: ignore[attr-defined]
    )
