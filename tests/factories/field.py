"""A phone in the field, as far as the server can tell: it numbers operations, closes envelopes and sends them."""

from __future__ import annotations

import io
import itertools
import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PIL import Image

from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.sync.operations import photos, receiving
from anju.domains.fieldwork.sync.rules.reading import canonical
from anju.domains.places.api import HomeView
from anju.foundation.actor import Actor
from anju.foundation.clock import now
from anju.foundation.crypto import close_envelope, envelope_key
from anju.foundation.db.scope import acting
from tests.factories import staff
from tests.factories.people import Somebody
from tests.factories.register import HERE

_names = itertools.count()


@dataclass(slots=True)
class Phone:
    """One device of one holder. `log`: key → text of everything that was written down on it."""

    user: int
    secret: str
    code: str
    clock: int = 1_700_000_000_000
    number: int = 0
    log: dict[str, str] = field(default_factory=dict)
    envelopes: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def enrolled(cls, region: str = HERE, *, role: str = "grid") -> Phone:
        """A new grid worker with a phone."""
        user = staff.staff(f"field{next(_names)}-{uuid.uuid4().hex[:6]}", (role, region))
        return cls.of(user)

    @classmethod
    def of(cls, user: int) -> Phone:
        """A phone of this account."""
        with acting(staff.actor(user)):
            made = sync.enrol(staff.actor(user), name="工作手机", persisted=True, at=now())
        return cls(user, made.secret, made.device.code)

    @property
    def actor(self) -> Actor:
        """Who comes with it now."""
        return sync.actor_of_device(self.secret, at=now(), purpose="register")

    def write(self, kind: str, *, key: str = "", **more: Any) -> str:
        """Write an operation down; its key."""
        key = key or str(uuid.uuid4())
        self.number += 1
        self.clock += 1000
        text = canonical(
            {"v": 1, "key": key, "number": self.number, "kind": kind, "at": self.clock, **more}
        )
        return self.put(key, text)

    def put(self, key: str, text: str) -> str:
        """Note this text under a key, whatever it is."""
        self.log[key] = text
        self.envelopes[key] = close_envelope(
            text.encode(), f"{receiving.CONTEXT}\0{key}", envelope_key()
        )
        return key

    def move_in(self, who: Somebody, home: HomeView | str, *, start: str = "", **more: Any) -> str:
        """Somebody moves in: into a home on file, or one that an operation of this phone enters."""
        content = {
            "name": who.name,
            "doc_type": who.doc_type,
            "doc_number": who.doc_number,
            "start": start or f"{now():%Y-%m-%d}",
            "reason": "01",
        }
        return self.write("move_in", **{**_at(home), **more, "content": content})

    def change(self, home: HomeView, **fields: tuple[Any, Any]) -> str:
        """Fields of a home: name=(value the phone knew, value it wants)."""
        changes = {n: {"base": base, "value": value} for n, (base, value) in fields.items()}
        return self.write("change", home={"code": home.code}, changes=changes)

    def visit(self, home: HomeView, result: str = "nobody", **more: Any) -> str:
        """A visit at a door."""
        return self.write("visit", home={"code": home.code}, content={"result": result}, **more)

    def home(self, room: str, *, region: str = HERE, address: str = "新屋路99号") -> str:
        """A home that nobody has entered yet."""
        content = {"region": region, "address": address, "room": room, "capacity": 2}
        return self.write("home", content=content)

    def send(
        self, *keys: str, batch: str = "", at: datetime | None = None
    ) -> dict[str, sync.Answer]:
        """Send these operations (without any: all) in this order; the answers by key."""
        sent = list(keys) or list(self.log)
        actor = self.actor
        with acting(actor):
            received = sync.receive_operations(
                actor,
                batch_key=batch or uuid.uuid4().hex,
                sent_at=self.clock + 1000,
                sent=[sync.Sent(k, self.envelopes[k]) for k in sent],
                at=at or now(),
            )
        assert [a.key for a in received.answers] == sent
        return {a.key: a for a in received.answers}

    def bundle(
        self, since: int = 0, areas: Sequence[str] = (), *, at: datetime | None = None
    ) -> dict[str, Any]:
        """Ask for a bundle and fetch it; its content, with the offer as ``offer``."""
        import gzip

        actor, moment = self.actor, at or now()
        with acting(actor):
            offer = sync.offer_bundle(actor, since=since, areas=areas, persisted=True, at=moment)
            content = b""
            while piece := sync.bundle_piece(
                actor, code=offer.code, offset=len(content), at=moment
            ):
                content += piece
        assert len(content) == offer.size
        return {**json.loads(gzip.decompress(content)), "offer": offer}


def _at(home: HomeView | str) -> dict[str, Any]:
    if isinstance(home, str):
        return {"home": {"operation": home}, "after": [home]}
    return {"home": {"code": home.code}}


def picture(seed: int = 1, *, width: int = 320, height: int = 240) -> bytes:
    """A photograph of nothing: noise, so that it does not shrink."""
    chance = random.Random(seed)
    image = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def closed_photo(data: bytes) -> bytes:
    """A photograph as a phone sends it."""
    return close_envelope(data, photos.CONTEXT, envelope_key())


def answered(answers: Mapping[str, sync.Answer], key: str) -> tuple[str, str]:
    """Status and reason of one answer."""
    return answers[key].status.value, answers[key].reason
