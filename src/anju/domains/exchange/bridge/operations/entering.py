"""At the inner end: what came is declared to the register here; an application finds its person, somebody shielded is
shielded here too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.exchange.bridge.data.bridge import DECLARATION, IN, PERMIT, SHIELDED, ItemState
from anju.domains.exchange.bridge.models import Bridge, BridgeItem
from anju.domains.exchange.bridge.operations.shielding import shield_as_reported
from anju.domains.exchange.bridge.queries.standing import ITEM
from anju.domains.exchange.links.operations.arriving import CHANNEL, person_frame
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor, system
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.days import day_in
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import joined, run
from anju.foundation.errors import AnjuError

AT_ONCE = 1_000
_DAYS = ("birth_date", "start")


def enter(*, at: datetime, actor: Actor | None = None) -> int:
    """Enter all that came and was not entered yet, a slice a transaction; how many. A slice that is refused as a whole
    is tried row by row; a row that cannot be entered says why and still waits for its answer."""
    done = 0
    who = actor or system("exchange.bridge", channel=CHANNEL)
    while True:
        with acting(who):
            taken = _slice(who, at)
        if not taken:
            return done
        done += taken


def _slice(actor: Actor, at: datetime) -> int:
    waiting = list(
        BridgeItem.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(direction=IN, state=ItemState.OPEN.value, result="")
        .select_related("bridge")
        .order_by("id")[:AT_ONCE]
    )
    if not waiting:
        return 0
    first = waiting[0]
    some = [i for i in waiting if (i.bridge_id, i.kind) == (first.bridge_id, first.kind)]
    bound = [row_of(i.bridge_id, IN, i.key) for i in some]
    contents = [
        json.loads(c) for c in decrypt_many([i.payload_cipher for i in some], ITEM, rows=bound)
    ]
    outcomes = _OUTCOMES[first.kind](some, contents, first.bridge, actor, at)
    source, values = joined(
        {
            "id": ("bigint", [i.pk for i in some]),
            "person": ("bigint", [p for p, _, _ in outcomes]),
            "result": ("text", [r for _, r, _ in outcomes]),
            "state": ("text", [s for _, _, s in outcomes]),
        }
    )
    run(
        f"""UPDATE exchange_bridge_item i SET person_id = o.person, result = o.result, state = o.state
        FROM {source} AS o(id, person, result, state) WHERE i.id = o.id""",  # noqa: S608
        values,
    )
    return len(some)


Outcome = tuple[int | None, str, str]
_OPEN, _FAILED = ItemState.OPEN.value, ItemState.FAILED.value


def _declared(
    items: Sequence[BridgeItem],
    contents: Sequence[Mapping[str, Any]],
    bridge: Bridge,
    actor: Actor,
    at: datetime,
) -> list[Outcome]:
    rows = [_item(i, c) for i, c in zip(items, contents, strict=True)]
    try:
        with acting(actor):
            receipt = register.declare(
                rows,
                sender=Sender(f"bridge:{bridge.other}", CHANNEL, bridge.other),
                actor=actor,
                at=at,
                batch_key=f"bridge.{bridge.pk}.{items[0].pk}.{len(items)}",
                new_homes=True,
            )
    except AnjuError as refused:
        if len(items) == 1:
            return [(None, refused.code[:40], _FAILED)]
        return [
            _declared([i], [c], bridge, actor, at)[0] for i, c in zip(items, contents, strict=True)
        ]
    return [
        (o.person_id, (o.reason or o.status)[:40], _FAILED)
        if o.status == register.REFUSED
        else (o.person_id, o.status, _OPEN)
        for o in receipt.outcomes
    ]


def _item(item: BridgeItem, content: Mapping[str, Any]) -> dict[str, Any]:
    given = {k: v for k, v in content.items() if v and k in register.ITEM_SCHEMA and k not in _DAYS}
    days = {k: day_in(content[k]) for k in _DAYS if content.get(k)}
    return {**given, **days, "key": f"b{item.bridge_id}.{item.key}", "kind": "arrive"}


def _matched(
    items: Sequence[BridgeItem],
    contents: Sequence[Mapping[str, Any]],
    _: Bridge,
    __: Actor,
    ___: datetime,
) -> list[Outcome]:
    """An application is about somebody on file here, or about nobody we know; either way it waits for its answer."""
    frame = people.match(person_frame([dict(c) for c in contents]))
    return [
        (person, verdict, _OPEN)
        for person, verdict in zip(
            frame["person_id"].to_list(), frame["verdict"].to_list(), strict=True
        )
    ]


def _shielded(
    items: Sequence[BridgeItem],
    contents: Sequence[Mapping[str, Any]],
    _: Bridge,
    __: Actor,
    at: datetime,
) -> list[Outcome]:
    return shield_as_reported(items, contents, at)


_OUTCOMES = {DECLARATION: _declared, PERMIT: _matched, SHIELDED: _shielded}
