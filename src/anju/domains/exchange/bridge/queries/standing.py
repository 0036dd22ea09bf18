"""How far each bridge is, its keys, and items with what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from anju.domains.exchange.bridge.data.bridge import (
    DECLARATION,
    IN,
    OUT,
    PERMIT,
    BridgeKeyView,
    BridgeView,
    ItemState,
    ItemView,
    Position,
    Role,
    Verdict,
)
from anju.domains.exchange.bridge.models import Bridge, BridgeItem, BridgeKey
from anju.domains.exchange.links.models import OwnKey
from anju.domains.exchange.links.queries.peers import SECRET
from anju.domains.exchange.shields.models import Shield
from anju.foundation.credentials.signing import HeldKey, PublicKey
from anju.foundation.crypto import EnvelopeKey, decrypt, decrypt_many, row_of
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound

ITEM, ANSWERED = "exchange.bridge.item", "exchange.bridge.answer"
CHECKED = (DECLARATION, PERMIT)
_WAITING = Q(direction=OUT, number=None) & ~Q(
    kind__in=CHECKED, person_id__in=Shield.objects.filter(until=None).values("person_id")
)
"""What is about somebody shielded stays here, and waits for nobody."""


def bridges() -> list[BridgeView]:
    """Every bridge with its state. Two queries."""
    rows = list(Bridge.objects.order_by("id"))
    counts: dict[int, dict[str, Any]] = {
        r["bridge"]: dict(r)
        for r in BridgeItem.objects.values("bridge").annotate(
            waiting=Count("id", filter=_WAITING),
            oldest=Min("at", filter=_WAITING),
            checks=Count("id", filter=Q(direction=IN, state__in=OPEN_IN)),
            differences=Count("id", filter=DIFFERENT),
        )
    }
    return [_view(b, counts.get(b.pk, {})) for b in rows]


OPEN_IN = (ItemState.OPEN.value, ItemState.FAILED.value)
DIFFERENT = Q(direction=OUT, state=ItemState.ANSWERED.value) & ~Q(result=Verdict.AGREES.value)


def bridge(bridge_id: int) -> BridgeView:
    """One bridge. `NotFound` ``bridge_unknown``."""
    found = next((b for b in bridges() if b.id == bridge_id), None)
    if found is None:
        raise NotFound("bridge_unknown")
    return found


def _view(row: Bridge, counts: dict[str, Any]) -> BridgeView:
    return BridgeView(
        row.pk,
        row.name,
        row.other,
        Role(row.role),
        Position(row.sent_number, row.sent_hash),
        row.sent_at,
        row.acknowledged,
        row.acknowledged_at,
        Position(row.received_number, row.received_hash),
        row.received_at,
        counts.get("waiting", 0),
        counts.get("oldest"),
        tuple(row.missing),
        row.missing[0] if row.missing else 0,
        row.failure,
        row.failure_at,
        counts.get("checks", 0),
        counts.get("differences", 0),
    )


def keys(bridge_id: int) -> list[BridgeKeyView]:
    """The other side's keys, the newest first."""
    return [
        BridgeKeyView(k.kid, fingerprint(public_key(k), envelope_of(k)), k.since, k.until)
        for k in BridgeKey.objects.filter(bridge_id=bridge_id).order_by("-since", "-id")
    ]


def own_signer() -> HeldKey:
    """The key by which this place signs now, whether or not it is linked with other places. `NotFound`
    ``exchange_not_set_up``."""
    row = OwnKey.objects.filter(retired_at=None).order_by("-made_at", "-id").first()
    if row is None:
        raise NotFound("exchange_not_set_up")
    secret = decrypt(row.secret_cipher, SECRET, row=row_of(row.kid))
    return HeldKey(PublicKey(row.algorithm, bytes(row.point)), bytes.fromhex(secret))


def public_key(row: BridgeKey) -> PublicKey:
    """By which its signature is checked."""
    return PublicKey(row.algorithm, bytes(row.point))


def envelope_of(row: BridgeKey) -> EnvelopeKey:
    """For which files to it are encrypted."""
    return EnvelopeKey(row.envelope_version, bytes(row.envelope_point))


def fingerprint(key: PublicKey, envelope: EnvelopeKey) -> str:
    """What two people read to each other over the telephone: both keys, in six groups of four digits."""
    parts = key.alg.encode() + key.point + bytes((envelope.version,)) + envelope.point
    number = int.from_bytes(hashlib.sha256(b"anju bridge card\0" + parts).digest()) % 10**24
    text = f"{number:024}"
    return " ".join(text[n : n + 4] for n in range(0, 24, 4))


def current_keys(bridge_id: int, at: datetime) -> list[BridgeKey]:
    """The other side's keys that hold now, the newest first."""
    return list(
        BridgeKey.objects.filter(bridge_id=bridge_id, since__lte=at)
        .filter(Q(until=None) | Q(until__gt=at))
        .order_by("-since", "-id")
    )


def items_where(
    bridge_id: int, which: str, *, limit: int, offset: int = 0, regions: Sequence[str] = ("",)
) -> tuple[list[ItemView], int]:
    """Items of one list (`LISTS`) in these regions (prefixes), the oldest first, and how many there are. Two
    queries."""
    found = BridgeItem.objects.filter(
        LISTS[which], inside(regions), bridge_id=bridge_id, kind__in=CHECKED
    )
    page = found.select_related("bridge").order_by("id")[offset : offset + limit]
    return views(list(page)), found.count()


LISTS: dict[str, Q] = {
    "checks": Q(direction=IN, state__in=OPEN_IN),
    "checked": Q(direction=IN, state=ItemState.ANSWERED.value),
    "differences": DIFFERENT,
    "asked": Q(direction=OUT, state=ItemState.OPEN.value),
    "closed": Q(direction=OUT, state=ItemState.CLOSED.value),
}
"""checks: to be looked at here; checked: answered here; differences: answered otherwise by the other side; asked:
not answered yet; closed: differences that a person saw to."""


def views(rows: Sequence[BridgeItem]) -> list[ItemView]:
    """Rows, whose bridge is at hand, with what they say."""
    bound = [row_of(r.bridge_id, r.direction, r.key) for r in rows]
    contents = decrypt_many([r.payload_cipher for r in rows], ITEM, rows=bound)
    answers = decrypt_many([r.answer_cipher for r in rows], ANSWERED, rows=bound)
    return [
        ItemView(
            r.pk,
            r.bridge_id,
            r.direction,
            r.kind,
            r.key,
            r.region,
            r.person_id,
            r.number,
            r.direction == IN or (r.number is not None and r.number <= r.bridge.acknowledged),
            ItemState(r.state),
            r.result,
            r.at,
            r.done_at,
            json.loads(content) if content else {},
            json.loads(answer) if answer else {},
        )
        for r, content, answer in zip(rows, contents, answers, strict=True)
    ]
