"""Reading and writing JSON so that both ends see one thing: no member twice, no fractions, one canonical text."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NoReturn

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class NotReadable(ValueError):  # noqa: N818 - a plain statement about a text
    """The bytes are no JSON of the kind that is exchanged."""


def read_json(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The value. Raises `NotReadable`."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_members,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        if _SURROGATE.search(data):
            canonical(value).encode("utf-8")  # half a pair is no character
        return value
    except (ValueError, RecursionError) as error:
        raise NotReadable("not readable") from error


def canonical(value: object) -> str:
    """Members in order, no white space: the text that digests are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return digest_of(canonical(value))


def digest_of(text: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotReadable("a member twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise NotReadable(text)
