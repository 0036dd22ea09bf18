"""How much is proved of a message, by the way it came; the least that each class needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class Assurance(StrEnum):
    """signed: RFC 9421, the whole request and its moment, by a key only the sender has. headers: the national gateway's
    scheme: the sender and the moment, by a secret both have; neither the body nor a nonce. md5: the same by MD5."""

    SIGNED = "signed"
    HEADERS = "headers"
    MD5 = "md5"


_ORDER = (Assurance.MD5, Assurance.HEADERS, Assurance.SIGNED)


def suffices(given: str, needed: str) -> bool:
    """What is proved is at least what is needed."""
    return _ORDER.index(Assurance(given)) >= _ORDER.index(Assurance(needed))


@cache
def least_for(kind: str) -> Assurance:
    """The least that a class of messages needs; signed where the file names none."""
    found: dict[str, str] = yaml.safe_load(
        (Path(__file__).parent / "least.yaml").read_text("utf-8")
    )
    return Assurance(found.get(kind, Assurance.SIGNED))


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a request of an older gateway says it is from. `caller`: the name under which the secret is kept; `covered`:
    the text that is signed, before the secret; `moment`: milliseconds since 1970; `body`: what was sent."""

    scheme: Assurance
    caller: str
    covered: str
    moment: int
    signature: str
    body: bytes
