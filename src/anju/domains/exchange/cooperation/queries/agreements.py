"""Agreements between two places, as values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anju.domains.exchange.cooperation.data.cooperation import (
    FOR_US,
    CooperationView,
    Signed,
    Stage,
    Step,
)
from anju.domains.exchange.cooperation.models import Cooperation
from anju.domains.exchange.links.queries.peers import own_public_keys, peer_public_keys
from anju.foundation.errors import NotFound


def cooperations(peer_code: str = "") -> list[CooperationView]:
    """All agreements, those that wait for this place first. One query."""
    found = Cooperation.objects.select_related("peer").order_by("-changed_at", "-id")
    if peer_code:
        found = found.filter(peer__code=peer_code)
    views = [cooperation_value(row) for row in found]
    return sorted(views, key=lambda v: not v.waits_for_us)


def cooperation(number: int) -> CooperationView:
    """One agreement with its steps. `NotFound` ``cooperation_unknown``. Two queries."""
    row = Cooperation.objects.select_related("peer").filter(pk=number).first()
    if row is None:
        raise NotFound("cooperation_unknown")
    steps = tuple(
        Step(s.direction, s.kind, s.revision, s.digest, s.label, s.note, s.at)
        for s in row.steps.order_by("at", "id")
    )
    return cooperation_value(row, steps)


def waiting_for_us() -> int:
    """How many agreements wait for this place."""
    return Cooperation.objects.filter(stage__in=[s.value for s in FOR_US]).count()


def evidence(number: int) -> dict[str, Any]:
    """An agreement as a file that proves itself: the terms, both signatures, and the public keys they are proved by.
    `NotFound` ``cooperation_unknown``."""
    found = cooperation(number)
    known = {k.kid: k for k in (*own_public_keys(), *peer_public_keys())}
    return {
        "terms": dict(found.terms),
        "digest": found.digest,
        "signatures": [
            {
                "place": s.place,
                "office": s.office,
                "algorithm": s.algorithm,
                "signature": s.signature,
                "key": known[s.kid].jwk() if s.kid in known else {"kid": s.kid},
            }
            for s in found.signatures
        ],
    }


def cooperation_value(row: Cooperation, steps: tuple[Step, ...] = ()) -> CooperationView:
    """A row as a value."""
    found = (_signed(s) for s in (row.own_signature, row.peer_signature) if s)
    return CooperationView(
        row.pk,
        row.peer_id,
        row.peer.name,
        row.peer.code,
        row.number,
        Stage(row.stage),
        json.loads(row.terms),
        row.digest,
        row.ends_on,
        row.end_reason,
        row.drafted_by,
        tuple(found),
        row.changed_at,
        steps,
    )


def _signed(held: Mapping[str, Any]) -> Signed:
    return Signed(
        held["place"],
        held["office"],
        held["kid"],
        held["algorithm"],
        held["signature"],
        datetime.fromisoformat(held["at"]),
    )
