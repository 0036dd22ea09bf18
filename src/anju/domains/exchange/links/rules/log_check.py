"""Checking an exported log: every hash, every link, every signature. Needs no installation."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.foundation.credentials.signing import PublicKey


@dataclass(frozen=True, slots=True)
class LogCheck:
    """How many entries hold; what is wrong with the next (`problem`, "" when nothing is) and its `number`."""

    entries: int
    head: str
    problem: str = ""
    number: int = 0


def checked(entries: Iterable[Mapping[str, Any]], keys: Mapping[str, PublicKey]) -> LogCheck:
    """Walk along the chain. Problems: log_gap, log_unlinked, log_altered, log_key_unknown, log_signature."""
    count, previous = 0, ""
    for entry in entries:
        problem = _problem(entry, count + 1, previous, keys)
        if problem:
            return LogCheck(count, previous, problem, int(entry.get("number") or 0))
        count, previous = count + 1, str(entry["hash"])
    return LogCheck(count, previous)


def _problem(
    entry: Mapping[str, Any], number: int, previous: str, keys: Mapping[str, PublicKey]
) -> str:
    if entry.get("number") != number:
        return "log_gap"
    if entry.get("previous") != previous:
        return "log_unlinked"
    text = str(entry.get("content"))
    if hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest() != entry.get("hash"):
        return "log_altered"
    content = json.loads(text)
    key = keys.get(content["keyid"])
    if key is None:
        return "log_key_unknown"
    base, signature = base64.b64decode(content["base"]), base64.b64decode(content["signature"])
    return "" if key.verify(base, signature) else "log_signature"
