"""Answers: the inner end says what it found; the outer end's people see to what differs. Nothing is overwritten, and
nothing that was registered depends on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from anju.domains.exchange.bridge.data.bridge import (
    ANSWER,
    COMPARABLE,
    IN,
    OUT,
    ItemState,
    ItemView,
    Verdict,
)
from anju.domains.exchange.bridge.models import BridgeItem
from anju.domains.exchange.bridge.queries.standing import (
    ANSWERED,
    DIFFERENT,
    ITEM,
    OPEN_IN,
    items_where,
    views,
)
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

MOST_AT_ONCE = 200


def look_at(item_id: int, *, actor: Actor, at: datetime) -> ItemView:
    """One item with what it says, recorded as a reading. `NotFound` ``bridge_item_unknown``."""
    row = _rows([item_id], actor)[0]
    found = views([row])[0]
    if found.person_id is not None:
        audit.record_read(
            actor,
            person_ids=[found.person_id],
            fields=["name", "documents", "stay"],
            action="bridge.item",
            at=at,
            reveal=True,
        )
    return found


def look_through(
    bridge_id: int, which: str, *, actor: Actor, at: datetime, limit: int, offset: int = 0
) -> tuple[list[ItemView], int]:
    """A page of one of the lists (`queries.standing.LISTS`) in the actor's care, and how many there are, recorded as a
    reading."""
    actor.require(MANAGE)
    regions = actor.regions(MANAGE)
    found, total = items_where(bridge_id, which, limit=limit, offset=offset, regions=regions)
    persons = [i.person_id for i in found if i.person_id is not None]
    audit.record_read(actor, person_ids=persons, fields=["name"], action="bridge.list", at=at)
    if len(persons) < len(found):
        audit.record_list(
            actor,
            action="bridge.list",
            subject_kind="exchange_bridge",
            subject_id=bridge_id,
            fields=["name"],
            at=at,
        )
    return found, total


def answer(
    item_ids: Sequence[int],
    verdict: Verdict,
    *,
    actor: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    note: str = "",
) -> int:
    """Answer items that came; how many. `NotFound` ``bridge_item_unknown``, `Conflict` ``bridge_item_done``,
    `Refused` ``bridge_answer`` (what differs is not named), ``identity_number_in_text``."""
    if verdict is Verdict.DIFFERS and not (set(fields) & set(COMPARABLE) or note.strip()):
        raise Refused("bridge_answer")
    require_no_identity_number(note)
    rows = _rows(list(dict.fromkeys(item_ids))[:MOST_AT_ONCE], actor, lock=True)
    if any(r.direction != IN or r.state not in OPEN_IN for r in rows):
        raise Conflict("bridge_item_done")
    text = json.dumps(
        {
            "verdict": verdict.value,
            "fields": ",".join(f for f in COMPARABLE if f in fields),
            "note": note.strip()[:500],
            "at": at.astimezone(CHINA).isoformat(timespec="seconds"),
        },
        ensure_ascii=False,
    )
    for row in rows:
        row.state, row.result, row.done_at = ItemState.ANSWERED.value, verdict.value, at
        row.answer_cipher = encrypt(text, ANSWERED, row=row_of(row.bridge_id, IN, row.key))
    BridgeItem.objects.bulk_update(rows, ["state", "result", "done_at", "answer_cipher"])
    BridgeItem.objects.bulk_create(
        BridgeItem(
            bridge_id=row.bridge_id,
            direction=OUT,
            key=f"a{row.pk}",
            kind=ANSWER,
            about=row.key,
            region=row.region,
            person_id=row.person_id,
            payload_cipher=encrypt(text, ITEM, row=row_of(row.bridge_id, OUT, f"a{row.pk}")),
            state=ItemState.OPEN.value,
            at=at,
        )
        for row in rows
    )
    _record(actor, "bridge.answered", rows, at, verdict.value)
    return len(rows)


def close(item_id: int, note: str, *, actor: Actor, at: datetime) -> None:
    """Close a difference that somebody has seen to, saying what was found. `Refused` ``bridge_note``,
    ``identity_number_in_text``, `NotFound` ``bridge_item_unknown``, `Conflict` ``bridge_item_done``."""
    if not note.strip():
        raise Refused("bridge_note")
    require_no_identity_number(note)
    (row,) = _rows([item_id], actor, lock=True)
    if not BridgeItem.objects.filter(DIFFERENT, pk=row.pk).exists():
        raise Conflict("bridge_item_done")
    found = {**views([row])[0].answer, "closed": note.strip()[:500]}
    row.answer_cipher = encrypt(
        json.dumps(found, ensure_ascii=False), ANSWERED, row=row_of(row.bridge_id, OUT, row.key)
    )
    row.state, row.done_at = ItemState.CLOSED.value, at
    row.save(update_fields=["state", "done_at", "answer_cipher"])
    _record(actor, "bridge.closed", [row], at, row.result)


def _rows(item_ids: Sequence[int], actor: Actor, *, lock: bool = False) -> list[BridgeItem]:
    """Items in the actor's sight, all of them or `NotFound`."""
    actor.require(MANAGE)
    found = BridgeItem.objects.select_related("bridge").filter(pk__in=item_ids).order_by("id")
    rows = list(found.select_for_update(of=("self",)) if lock else found)
    here = [r for r in rows if actor.may(MANAGE, region=r.region)]
    if not item_ids or len(here) != len(item_ids):
        raise NotFound("bridge_item_unknown")
    return here


def _record(
    actor: Actor, action: str, rows: Sequence[BridgeItem], at: datetime, result: str
) -> None:
    audit.record_writes(
        actor,
        action=action,
        subject_kind="exchange_bridge_item",
        subject_ids=[r.pk for r in rows],
        at=at,
        person_ids=[r.person_id for r in rows],
        details=[{"result": result}] * len(rows),
    )
