"""A place in memory that answers by the published rules, for the kit to be tried on; and thirty that break one each."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from anju.domains.exchange.api import conformance, messages, signing
from anju.domains.exchange.api.conformance import Keys
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.links.data.links import Agreement
from anju.domains.exchange.links.rules.judging import Known, is_repeated, judged
from anju.foundation.clock import local_date
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.errors import NotAllowed

CODE = "520102"
Result = dict[str, Any]


@dataclass
class MemoryPlace:
    """A sound place. Subclasses break it."""

    keys: Keys
    clock: Callable[[], datetime]
    own: HeldKey = field(default_factory=HeldKey.make)
    nonces: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        today = local_date(self.clock())
        every = tuple(messages.CLASSES)

        def agreement(number, classes, purposes, first, last, per_day):
            first, last = today + timedelta(days=first), today + timedelta(days=last)
            return Agreement(1, number, classes, (), purposes, first, last, per_day, "active")

        found = (
            agreement(conformance.AGREEMENT, every, messages.PURPOSES, -1, 1, 10_000),
            agreement(conformance.ENDED, every, messages.PURPOSES, -9, -2, 10_000),
            agreement(
                conformance.NARROW, ("enquiry",), ("care",), -1, 1, conformance.NARROW_PER_DAY
            ),
        )
        self.known = Known({a.number: a for a in found})

    def __call__(self, request: HttpMessage) -> tuple[int, Mapping[str, str], bytes]:
        """A transport of the kit."""
        if request.method != "POST":
            return 405, {"content-type": "text/plain"}, b""
        try:
            self.admit(request)
            items = self.items(request)
        except NotAllowed as refused:
            status = messages.errors()[refused.code].status
            return self.answer(request, status, {"code": refused.code})
        results = [self.result(item) for item in items]
        return self.answer(request, 200, self.body(results))

    def body(self, results: list[Result]) -> dict[str, Any]:
        return {
            "version": "1.0",
            "place": CODE,
            "epoch": 0,
            "received": self.clock().isoformat(),
            "results": results,
        }

    def key_of(self, kid: str, at: datetime):
        if kid == self.keys.ended.key.kid:
            raise NotAllowed("signature_key_ended")
        known = {k.key.kid: k.key for k in (self.keys.used, self.keys.suspended)}
        return known.get(kid)

    def admit(self, request: HttpMessage) -> None:
        if len(request.body) > messages.MOST_BYTES:
            raise NotAllowed("body_too_large")
        if request.headers["content-type"].split(";")[0] != "application/json":
            raise NotAllowed("media_type_wrong")
        proof = self.verify(request)
        self.spend(proof.nonce)
        if proof.keyid == self.keys.suspended.key.kid:
            raise NotAllowed("peer_suspended")

    def verify(self, request: HttpMessage):
        return signing.verified(request, self.key_of, at=self.clock())

    def spend(self, nonce: str) -> None:
        if nonce in self.nonces:
            raise NotAllowed("nonce_used")
        self.nonces.add(nonce)

    def read(self, body: bytes) -> object:
        try:
            return messages.read_json(body)
        except messages.NotReadable as error:
            raise NotAllowed("body_not_json") from error

    def items(self, request: HttpMessage) -> list[Any]:
        value = self.read(request.body)
        items = value if isinstance(value, list) else [value]
        if not items:
            raise NotAllowed("messages_missing")
        if len(items) > messages.MOST_MESSAGES:
            raise NotAllowed("messages_too_many")
        return items

    def faults(self, item: object) -> list[messages.Fault]:
        occasion = messages.Occasion(CODE, conformance.PLACE, self.clock())
        return messages.faults(item, occasion)

    def judge(self, item: dict[str, Any]) -> messages.Fault | None:
        return judged(item, self.known, local_date(self.clock()))

    def repeated(self, item: dict[str, Any]) -> bool:
        return is_repeated(item, self.known)

    def keep(self, item: dict[str, Any]) -> None:
        self.known.keep(item)

    def result(self, item: Any) -> Result:
        wrong = self.faults(item)
        if messages.kept_out(wrong):
            return self.rejection(item, wrong)
        repeated = self.repeated(item)
        if not repeated:
            fault = self.judge(item)
            if fault is not None:
                return self.rejection(item, [fault])
            self.keep(item)
        return self.receipt(item, repeated, wrong)

    def receipt(self, item: dict[str, Any], repeated: bool, wrong: list[messages.Fault]) -> Result:
        return {
            "class": "receipt",
            "id": item["id"],
            "digest": messages.digest(item),
            "repeated": repeated,
            "warnings": [f.written() for f in wrong],
        }

    def rejection(self, item: Any, wrong: list[messages.Fault]) -> Result:
        named = str(item.get("id", ""))[:36] if isinstance(item, dict) else ""
        return {"class": "rejection", "id": named, "errors": [f.written() for f in wrong]}

    def answer(self, request: HttpMessage, status: int, body: Any):
        text = json.dumps(body, ensure_ascii=False).encode()
        bare = HttpMessage(
            text, {"content-type": "application/json"}, status=status, request=request
        )
        return status, {**bare.headers, **self.sign(bare)}, text

    def sign(self, bare: HttpMessage) -> dict[str, str]:
        nonce = secrets.token_urlsafe(16)
        try:
            return signing.signed(bare, self.own, nonce=nonce, at=self.clock())
        except signing.NotCoverable:
            return signing.signed(
                replace(bare, request=None), self.own, nonce=nonce, at=self.clock()
            )
