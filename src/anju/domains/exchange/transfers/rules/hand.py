"""A record in the person's own hand: one JSON object, signed by the place that gave it, that proves itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.exchange.messages.data.classes import VERSION
from anju.domains.exchange.messages.rules.canonical import NotReadable, canonical, read_json
from anju.domains.exchange.messages.rules.schemas import pointers
from anju.foundation.clock import CHINA
from anju.foundation.credentials.signing import (
    Malformed,
    PublicKey,
    Signer,
    from_base64url,
    to_base64url,
)
from anju.foundation.errors import Refused

FORMAT = "anju-record/1"
SIGNED = ("format", "place", "place_name", "issued", "class", "body")
"""Members that the signature covers, as their canonical text."""
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Handed:
    """What a file says, its signature true by the key `kid` that it names itself."""

    place: str
    place_name: str
    issued: datetime
    name: str
    body: Mapping[str, Any]
    key: PublicKey


def written(
    name: str, body: Mapping[str, Any], *, place: tuple[str, str], signer: Signer, at: datetime
) -> dict[str, Any]:
    """The file. `name`: class of the message; `place`: code and name of who gives it."""
    content = {
        "format": FORMAT,
        "place": place[0],
        "place_name": place[1],
        "issued": at.astimezone(CHINA).isoformat(timespec="seconds"),
        "class": name,
        "body": dict(body),
    }
    signature = to_base64url(signer.sign(canonical(content).encode()))
    return {**content, "key": signer.key.jwk(), "signature": signature}


def read(data: bytes) -> Handed:
    """What a file says. `Refused` ``hand_unreadable``, ``hand_signature``. Whose key it is, the caller asks."""
    try:
        found = read_json(data)
    except NotReadable as error:
        raise Refused("hand_unreadable") from error
    if len(data) > MOST_BYTES or not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refused("hand_unreadable")
    if not set(SIGNED) <= found.keys() or not _is_sound(found):
        raise Refused("hand_unreadable")
    try:
        key = PublicKey.from_jwk(found.get("key") or {})
        signature = from_base64url(str(found.get("signature", "")))
    except (Malformed, KeyError, TypeError, ValueError) as error:
        raise Refused("hand_signature") from error
    text = canonical({k: found[k] for k in SIGNED})
    if not key.verify(text.encode(), signature):
        raise Refused("hand_signature")
    issued = datetime.fromisoformat(found["issued"])
    return Handed(found["place"], found["place_name"], issued, found["class"], found["body"], key)


def _is_sound(found: Mapping[str, Any]) -> bool:
    """Members of the right kind, and a body as the schema of its class says."""
    texts = [found["place"], found["place_name"], found["issued"], found["class"]]
    if not all(isinstance(t, str) and len(t) <= 60 for t in texts):
        return False
    try:
        moment = datetime.fromisoformat(found["issued"])
    except ValueError:
        return False
    known = found["class"] in ("record_transfer", "carer_contact", "left_behind_notice")
    sound = known and next(pointers(VERSION, found["class"], found["body"]), None) is None
    return sound and moment.tzinfo is not None
