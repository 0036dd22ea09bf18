"""What the kit sends: sound messages, and requests that are signed well or badly. No clock, no network."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from anju.domains.exchange.conformance.data.report import AGREEMENT, PLACE, SUSPENDED, Target
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.messages.rules.schemas import reference_messages
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.base import signature_base
from anju.domains.exchange.signing.rules.profile import content_digest, signed
from anju.domains.exchange.signing.rules.structured import read_inputs, written_bytes
from anju.foundation.clock import CHINA, local_date
from anju.foundation.credentials.signing import HeldKey, PublicKey

JSON_TYPE = "application/json"
Message = dict[str, Any]
Transport = Callable[[HttpMessage], tuple[int, Mapping[str, str], bytes]]
"""Sends a request to the place under test. `OSError` when no answer comes."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The kit's own keys: one in use, one that has ended, one of the suspended place, one nobody has entered."""

    used: HeldKey = field(default_factory=HeldKey.make)
    ended: HeldKey = field(default_factory=HeldKey.make)
    suspended: HeldKey = field(default_factory=HeldKey.make)
    unknown: HeldKey = field(default_factory=HeldKey.make)

    def setup(self) -> dict[str, Any]:
        """What the place under test has to enter, for its operator to read."""
        return {
            PLACE: {"in_use": self.used.key.jwk(), "ended": self.ended.key.jwk()},
            SUSPENDED: {"in_use": self.suspended.key.jwk()},
        }


@dataclass(slots=True)
class Kit:
    """Writes what is sent. `clock` is asked for each request."""

    target: Target
    known: tuple[PublicKey, ...]
    keys: Keys
    clock: Callable[[], datetime]
    sequences: dict[str, itertools.count[int]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where messages go."""
        return self.target.url.rstrip("/") + "/exchange/v1/messages"

    def message(self, kind: str, **changes: Any) -> Message:  # noqa: ANN401 - whatever JSON holds
        """A sound message of this class, the first of a subject of its own unless `subject` is given. `changes` replace
        members, `class_` the class; None takes a member out."""
        at = self.clock()
        found: Message = dict(reference_messages()[kind])
        subject = changes.get("subject") or secrets.token_urlsafe(16)
        sequence = next(self.sequences.setdefault(subject, itertools.count(1)))
        found |= {
            "id": str(uuid4()),
            "from": PLACE,
            "to": self.target.place,
            "agreement": AGREEMENT,
            "subject": subject,
            "sequence": sequence,
            "created": at.astimezone(CHINA).isoformat(timespec="seconds"),
        }
        if "answer_by" in found:
            found["answer_by"] = (local_date(at) + timedelta(days=40)).isoformat()
        if "class_" in changes:
            changes["class"] = changes.pop("class_")
        return {k: v for k, v in (found | changes).items() if v is not None}

    def request(
        self,
        content: object,
        *,
        key: HeldKey | None = None,
        at: datetime | None = None,
        **options: Any,  # noqa: ANN401 - nonce and lifetime of `signed`
    ) -> HttpMessage:
        """A request signed by the profile. `content`: bytes as they are, else JSON of it."""
        body = content if isinstance(content, bytes) else canonical(content).encode()
        bare = HttpMessage(body, {"content-type": JSON_TYPE}, "POST", self.address)
        options.setdefault("nonce", secrets.token_urlsafe(16))
        return self.signed(bare, key=key, at=at, **options)

    def signed(
        self,
        bare: HttpMessage,
        *,
        key: HeldKey | None = None,
        at: datetime | None = None,
        **options: Any,  # noqa: ANN401
    ) -> HttpMessage:
        """The same request with the header fields that sign it."""
        options.setdefault("nonce", secrets.token_urlsafe(16))
        fields = signed(bare, key or self.keys.used, at=at or self.clock(), **options)
        return with_fields(bare, **fields)

    def resigned(self, content: object, *changes: tuple[str, str], digest: str = "") -> HttpMessage:
        """Truly signed over other components or parameters than the profile's: `changes` replace parts of the text of
        `Signature-Input`."""
        message = self.request(content)
        text = message.headers["signature-input"]
        for old, new in changes:
            text = text.replace(old, new)
        message = with_fields(message, **{"content-digest": digest or content_digest(message.body)})
        ((label, covered),) = read_inputs(text).items()
        signature = self.keys.used.sign(signature_base(message, covered))
        return with_fields(
            message,
            **{
                "signature-input": f"{label}={covered}",
                "signature": f"{label}={written_bytes(signature)}",
            },
        )


def with_fields(message: HttpMessage, **fields: str | None) -> HttpMessage:
    """The same message with other header fields; None takes one out."""
    given = {**message.headers, **fields}
    return replace(message, headers={k: v for k, v in given.items() if v is not None})


def parameter(message: HttpMessage, name: str) -> str:
    """A parameter of the signature as it stands in `Signature-Input`."""
    (covered,) = read_inputs(message.headers["signature-input"]).values()
    return str(covered.params[name])


def readable(body: bytes) -> object:
    """The JSON of an answer; None for what is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
