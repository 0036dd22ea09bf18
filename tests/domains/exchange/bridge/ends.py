"""Two ends of a bridge, each with a database and keys of its own, and folders between them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anju.domains.exchange.api import bridge
from anju.domains.exchange.api.bridge import Role
from anju.domains.exchange.bridge.models import BridgeItem
from anju.domains.exchange.bridge.queries.standing import ITEM
from anju.foundation.clock import now
from anju.foundation.crypto import encrypt_many
from anju.foundation.crypto.keyring import current_keyring, new_keyring, use_keyring
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM
from tests.factories.two_places import Installation


@dataclass
class End:
    """One end: its installation, keys, spool and the folder it writes into and reads from."""

    place: Installation
    ring: Any
    spool: Path
    out: Path
    into: Path

    @contextmanager
    def working(self) -> Iterator[None]:
        """Django works here, with this end's keys."""
        usual = current_keyring()
        use_keyring(self.ring)
        try:
            with self.place.working():
                yield
        finally:
            use_keyring(usual)

    def card(self) -> dict[str, Any]:
        with self.working(), acting(PLATFORM):
            return bridge.own_card(self.view().id)

    def enter(self, card: dict[str, Any]) -> None:
        with self.working(), acting(PLATFORM):
            bridge.enter_card(self.view().id, card, card["fingerprint"], actor=PLATFORM, at=now())

    def view(self) -> bridge.BridgeView:
        with self.working(), acting(PLATFORM):
            return bridge.bridges()[0]

    def send(self, **more: Any) -> bridge.Sending:
        with self.working():
            return bridge.send(self.out, self.spool, actor=PLATFORM, at=now(), **more)

    def receive(self, **more: Any) -> list[str]:
        with self.working():
            found = bridge.receive(
                self.into, actor=PLATFORM, at=now(), **{"remove": True, "reply": self.out, **more}
            )
        return [f.code for f in found]

    def put(self, keys: list[str], **content: str) -> None:
        """Items that wait to go over."""
        with self.working(), acting(PLATFORM):
            row = self.view().id
            texts = [json.dumps({"name": k, **content}) for k in keys]
            ciphers = encrypt_many(texts, ITEM, rows=[f"{row}:out:{k}".encode() for k in keys])
            BridgeItem.objects.bulk_create(
                BridgeItem(
                    bridge_id=row,
                    direction="out",
                    key=key,
                    kind="permit",
                    region=HERE,
                    payload_cipher=cipher,
                    state="open",
                    at=now(),
                )
                for key, cipher in zip(keys, ciphers, strict=True)
            )

    def came(self) -> list[str]:
        """Keys of what came here, in order, whole."""
        with self.working(), acting(PLATFORM):
            found = [
                i
                for which in ("checks", "checked")
                for i in bridge.items_where(self.view().id, which, limit=100_000)[0]
            ]
            assert all(i.content["name"] == i.key for i in found if i.kind == "permit")
            return sorted(i.key for i in found)


@contextmanager
def two_ends(tmp: Path) -> Iterator[tuple[End, End]]:
    """The outer end and the inner one, each with the other's keys. What one writes the other reads."""
    places, ends = [], []
    try:
        over, back = tmp / f"over-{uuid.uuid4().hex[:6]}", tmp / f"back-{uuid.uuid4().hex[:6]}"
        for name, other, role, out, into in (
            ("outside", "inside", Role.OUTSIDE, over, back),
            ("inside", "outside", Role.INSIDE, back, over),
        ):
            places.append(Installation("430181", name, tmp))
            out.mkdir(exist_ok=True)
            end = End(places[-1], new_keyring(), tmp / f"spool-{name}-{over.name}", out, into)
            ends.append(end)
            with end.working(), acting(PLATFORM):
                bridge.set_up(name, other, role, actor=PLATFORM, at=now())
        ends[0].enter(ends[1].card())
        ends[1].enter(ends[0].card())
        yield ends[0], ends[1]
    finally:
        for place in places:
            place.drop()
