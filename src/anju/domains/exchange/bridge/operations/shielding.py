"""Somebody shielded at one end of a bridge: what is on file stays at that end until the shield has ended, and the other
end is notified, so that it answers nothing about the person either."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.exchange.bridge.data.bridge import OUT, SHIELDED, ItemState
from anju.domains.exchange.bridge.models import Bridge, BridgeItem
from anju.domains.exchange.bridge.operations.filling import FIELDS
from anju.domains.exchange.bridge.queries.standing import CHECKED, ITEM
from anju.domains.exchange.links.operations.arriving import person_frame
from anju.domains.exchange.links.operations.enquiries import persons_written
from anju.domains.exchange.shields.data import OVER_BRIDGE
from anju.domains.exchange.shields.models import Shield
from anju.domains.exchange.shields.queries import shielded_records
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA
from anju.foundation.crypto import encrypt_many, row_of
from anju.foundation.db.statements import rows

COUNTY = 6
"""Digits of a division's code that cross with somebody shielded."""
_WAITING = """
SELECT DISTINCT person_id FROM exchange_bridge_item
WHERE bridge_id = %s AND direction = 'out' AND number IS NULL AND kind = ANY(%s) AND person_id IS NOT NULL
"""
_CROSSING = """
SELECT h.id, h.person_id, h.region, h.since, h.until FROM exchange_shield h
WHERE h.reason <> %s AND NOT EXISTS (SELECT FROM exchange_bridge_item i WHERE i.bridge_id = %s AND i.direction = 'out'
    AND i.key = CASE WHEN h.until IS NULL THEN 'h' ELSE 'e' END || h.id)
  AND CASE WHEN h.until IS NULL
    THEN EXISTS (SELECT FROM exchange_bridge_item i WHERE i.bridge_id = %s AND i.direction = 'out'
      AND i.kind = ANY(%s) AND anju_stands_for(i.person_id) = anju_stands_for(h.person_id))
    ELSE EXISTS (SELECT FROM exchange_bridge_item i WHERE i.bridge_id = %s AND i.direction = 'out'
      AND i.key = 'h' || h.id) END
ORDER BY h.id
"""


def held_back(bridge_id: int, at: datetime) -> list[int]:
    """The persons whose waiting declarations and applications do not cross now."""
    waiting = [p for (p,) in rows(_WAITING, [bridge_id, list(CHECKED)])]
    return sorted(shielded_records(waiting, at))


def notify_of_shields(bridge: Bridge, *, actor: Actor, at: datetime) -> int:
    """Put in that somebody of whom something crosses is shielded, or no longer is; how many. Document, name and county
    cross, neither an address nor the reason."""
    found = rows(_CROSSING, [OVER_BRIDGE, bridge.pk, bridge.pk, list(CHECKED), bridge.pk])
    standing = people.all_canonical([r[1] for r in found])
    written = persons_written(sorted(set(standing.values())))
    drafts = []
    for number, person, region, since, until in found:
        named = written.get(standing[person])
        if named is None:
            continue
        content = {
            **{k: named[k] for k in ("name", "doc_type", "doc_number")},
            "county": region[:COUNTY],
            "since": _day(since),
            "until": _day(until) if until else "",
        }
        key = f"{'e' if until else 'h'}{number}"
        drafts.append((key, region[:COUNTY], standing[person], content))
    _put(bridge, drafts, at)
    audit.record_read(
        actor,
        person_ids=sorted({d[2] for d in drafts}),
        fields=FIELDS[:2],
        action="bridge.offered",
        at=at,
    )
    return len(drafts)


def _put(
    bridge: Bridge, drafts: Sequence[tuple[str, str, int, Mapping[str, str]]], at: datetime
) -> None:
    texts = [json.dumps(d[3], ensure_ascii=False) for d in drafts]
    ciphers = encrypt_many(texts, ITEM, rows=[row_of(bridge.pk, OUT, d[0]) for d in drafts])
    BridgeItem.objects.bulk_create(
        BridgeItem(
            bridge=bridge,
            direction=OUT,
            key=key,
            kind=SHIELDED,
            region=region,
            person_id=person,
            payload_cipher=cipher,
            state=ItemState.OPEN.value,
            at=at,
        )
        for (key, region, person, _), cipher in zip(drafts, ciphers, strict=True)
    )


def shield_as_reported(
    items: Sequence[BridgeItem], contents: Sequence[Mapping[str, Any]], at: datetime
) -> list[tuple[int | None, str, str]]:
    """Shield those of these people who are on file here, or end what the other end began. Person, result and state of
    each item."""
    matched = people.match(person_frame([dict(c) for c in contents]))
    out: list[tuple[int | None, str, str]] = []
    for item, content, person in zip(items, contents, matched["person_id"].to_list(), strict=True):
        if person is None:
            out.append((None, "not_on_file", ItemState.CLOSED.value))
        elif content["until"]:
            _end(person, at)
            out.append((person, "shield_ended", ItemState.CLOSED.value))
        else:
            _begin(person, item.region, at)
            out.append((person, "shielded", ItemState.CLOSED.value))
    return out


def _begin(person: int, region: str, at: datetime) -> None:
    Shield.objects.get_or_create(
        person_id=person,
        until=None,
        defaults={"region": region, "reason": OVER_BRIDGE, "since": at},
    )


def _end(person: int, at: datetime) -> None:
    Shield.objects.filter(person_id=person, until=None, reason=OVER_BRIDGE).update(until=at)


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA).date().isoformat()
