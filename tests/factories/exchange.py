"""Another place as tests play it: it signs what it sends, answers what it is sent, and keeps both."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from anju.domains.exchange.api import links, messages, signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.clock import CHINA, local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from tests.factories.register import PLATFORM

HERE, NAME, THERE, THERE_NAME = "430181", "浏阳市", "510823", "剑阁县"
NUMBER = "JG-LY-2026-01"
URL = "http://there.example"
OWN_URL = "http://localhost:8420" + links.PATH
CLASSES = tuple(messages.CLASSES)


@dataclass
class Remote:
    """The other place. `taken`: messages it was sent; `status`, `reject` and `mute` say how it answers."""

    key: HeldKey = field(default_factory=HeldKey.make)
    code: str = THERE
    epoch: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    reject: dict[str, str] = field(default_factory=dict)
    failure: Exception | None = None
    status: int = 200
    streams: dict[str, itertools.count[int]] = field(default_factory=dict)
    home: Any = None

    def message(
        self,
        kind: str,
        body: dict[str, Any] | None = None,
        *,
        at: datetime | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """A sound message of this class, the next of its subject. Without a body: that of the reference message."""
        at = at or now()
        reference = messages.reference_messages()[kind]
        if kind == "agreement_proposal" and body is None:
            body = {"terms": self.terms(reference["body"]["terms"])}
        subject = more.pop("subject", None) or secrets.token_urlsafe(16)
        sequence = next(self.streams.setdefault(subject, itertools.count(1)))
        found = {
            **reference,
            "id": str(uuid4()),
            "from": self.code,
            "to": HERE,
            "agreement": NUMBER,
            "subject": subject,
            "sequence": sequence,
            "epoch": self.epoch,
            "created": at.astimezone(CHINA).isoformat(timespec="seconds"),
            **({"body": body} if body is not None else {}),
            **more,
        }
        if "answer_by" in found and "answer_by" not in more:
            found["answer_by"] = (local_date(at) + timedelta(days=40)).isoformat()
        return {k: v for k, v in found.items() if v is not None}

    def terms(self, reference: dict[str, Any]) -> dict[str, Any]:
        """The reference's terms, between this place and the one under test."""
        first, second = reference["sides"]
        sides = [{**first, "place": self.code}, {**second, "place": HERE}]
        kept = {k: v for k, v in reference.items() if k not in ("service_days", "reviews")}
        duties = [d for d in reference["duties"] if "by" not in d]
        return {**kept, "number": NUMBER, "sides": sides, "duties": duties}

    def request(self, content: Any, *, at: datetime | None = None, **more: Any) -> HttpMessage:
        """A signed request with these messages."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        bare = HttpMessage(body, {"content-type": "application/json"}, "POST", OWN_URL)
        more.setdefault("nonce", secrets.token_urlsafe(16))
        fields = signing.signed(bare, self.key, at=at or now(), **more)
        return replace(bare, headers={**bare.headers, **fields})

    def send(self, *sent: dict[str, Any], at: datetime | None = None) -> list[dict[str, Any]]:
        """Send messages and return the results."""
        request = self.request(list(sent), at=at)
        reply = links.receive(request, at=at or now())
        content = json.loads(reply.body)
        assert reply.status == 200, content
        answer = HttpMessage(reply.body, reply.headers, status=reply.status, request=request)
        signing.verified(answer, lambda *_: self.home, at=at or now())
        results: list[dict[str, Any]] = content["results"]
        return results

    def transport(self, url: str, headers: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """What `send_due` posts to."""
        if self.failure is not None:
            raise self.failure
        content = json.loads(body)
        found = content if isinstance(content, list) else [content]
        results = [self._result(m) for m in found]
        text = json.dumps(
            {
                "version": "1.0",
                "place": self.code,
                "epoch": self.epoch,
                "received": now().isoformat(),
                "results": results,
            }
            if self.status == 200
            else {"code": "nonce_used"}
        ).encode()
        request = HttpMessage(body, headers, "POST", url)
        bare = HttpMessage(
            text, {"content-type": "application/json"}, status=self.status, request=request
        )
        fields = signing.signed(bare, self.key, nonce=secrets.token_urlsafe(16), at=now())
        return self.status, {**bare.headers, **fields}, text

    def _result(self, message: dict[str, Any]) -> dict[str, Any]:
        code = self.reject.get(message["class"])
        if code:
            wrong = [{"code": code, "at": "", "severity": "error"}]
            return {"class": "rejection", "id": message["id"], "errors": wrong}
        self.taken.append(message)
        return {
            "class": "receipt",
            "id": message["id"],
            "digest": messages.digest(message),
            "repeated": False,
            "warnings": [],
        }

    def sent_to(self, kind: str) -> list[dict[str, Any]]:
        """What it was sent of a class."""
        return [m for m in self.taken if m["class"] == kind]


def linked(*, at: datetime | None = None, regions: Sequence[str] = (THERE,)) -> Remote:
    """This place, another one, its key, and an agreement on everything."""
    at, there = at or now(), Remote()
    with acting(PLATFORM):
        links.set_place(HERE, NAME, actor=PLATFORM, at=at)
        links.add_peer(THERE, THERE_NAME, URL, regions=regions, actor=PLATFORM, at=at)
        links.add_key(
            THERE, there.key.key.jwk(), since=at - timedelta(days=30), actor=PLATFORM, at=at
        )
        agree(at=at)
        there.home = links.own_public_keys()[0]
    return there


def agree(number: str = NUMBER, *, at: datetime | None = None, **more: Any) -> int:
    """An agreement in force; `more` changes what it covers."""
    today = local_date(at or now())
    terms = {
        "classes": CLASSES,
        "own_classes": CLASSES,
        "purposes": messages.PURPOSES,
        "first": today - timedelta(days=400),
        "last": today + timedelta(days=400),
        "per_day": 1_000,
        **more,
    }
    with acting(PLATFORM):
        made = links.propose_agreement(THERE, number, **terms, actor=PLATFORM, at=at or now())
        links.accept_agreement(made, actor=PLATFORM, at=at or now())
    return made


def carry(there: Remote, *, at: datetime | None = None) -> None:
    """Send everything that is queued, and apply what came."""
    links.apply_kept(at=at or now())
    for peer in links.due_peers(at=at or now()):
        while links.send_due(peer, there.transport, at=at or now()).messages:
            if there.failure is not None or there.status != 200:
                break


def person_of(who: Any) -> dict[str, str]:
    """Somebody as a message names them."""
    return {"name": who.name, "doc_type": who.doc_type, "doc_number": who.doc_number}
