"""A bridge with one item to be checked here, one the other side found to differ, and one under way."""

from __future__ import annotations

import json
from typing import Any

from anju.domains.exchange.api import bridge
from anju.domains.exchange.api.bridge import Role
from anju.domains.exchange.bridge.models import BridgeItem
from anju.domains.exchange.bridge.queries.standing import ANSWERED, ITEM
from anju.foundation.clock import now
from anju.foundation.crypto import encrypt
from anju.foundation.db.scope import acting
from tests.factories.exchange import person_of
from tests.factories.people import Somebody
from tests.factories.register import HERE, PLATFORM


def bridged(
    who: Somebody, person: int, *, role: Role = Role.OUTSIDE, region: str = HERE
) -> tuple[int, dict[str, int]]:
    """The bridge, and its items by list."""
    with acting(PLATFORM):
        made = bridge.set_up("outside", "inside", role, actor=PLATFORM, at=now())
        content = {
            **person_of(who),
            "region": region,
            "start": "2026-10-01",
            "address": "摆渡路7号",
        }
        items = {
            "checks": _item(made, "in", "open", "applied", content, person),
            "differences": _item(
                made,
                "out",
                "answered",
                "differs",
                content,
                person,
                {"verdict": "differs", "fields": "address", "note": "实住 9 号"},
            ),
            "asked": _item(made, "out", "open", "", {**content, "room": "101"}, person),
        }
    return made, items


def _item(
    made: int,
    direction: str,
    state: str,
    result: str,
    content: dict[str, Any],
    person: int,
    answer: dict[str, str] | None = None,
) -> int:
    key = f"{direction}{state}"
    bound = f"{made}:{direction}:{key}".encode()
    text = json.dumps(content, ensure_ascii=False)
    said = json.dumps(answer, ensure_ascii=False) if answer else ""
    return BridgeItem.objects.create(
        bridge_id=made,
        direction=direction,
        key=key,
        kind="declaration",
        region=content["region"],
        person_id=person,
        payload_cipher=encrypt(text, ITEM, row=bound),
        answer_cipher=encrypt(said, ANSWERED, row=bound) if said else None,
        number=1 if answer else None,
        state=state,
        result=result,
        at=now(),
    ).pk
