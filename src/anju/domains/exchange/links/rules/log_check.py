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
    """How many entries hold; what is wrong with the next (`problem`, "" when nothing is) and its `number`; how many of
    them came by a shared secret, whose signature only the two who hold it can check (`shared`)."""

    entries: int
    head: str
    problem: str = ""
    number: int = 0
    shared: int = 0


def checked(entries: Iterable[Mapping[str, Any]], keys: Mapping[str, PublicKey]) -> LogCheck:
    """Walk along the chain. Problems: log_gap, log_unlinked, log_altered, log_key_unknown, log_signature."""
    count, shared, previous = 0, 0, ""
    for entry in entries:
        problem = _problem(entry, count + 1, previous, keys)
        if problem:
            return LogCheck(count, previous, problem, int(entry.get("number") or 0), shared)
        shared += not _is_signed(json.loads(str(entry["content"])))
        count, previous = count + 1, str(entry["hash"])
    return LogCheck(count, previous, shared=shared)


def _is_signed(content: Mapping[str, Any]) -> bool:
    """By a key whose signature anybody can check; entries of before schemes were noted all are."""
    return bool(content.get("assurance", "signed") == "signed")


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
    if not _is_signed(content):
        return ""
    key = keys.get(content["keyid"])
    if key is None:
        return "log_key_unknown"
    base, signature = base64.b64decode(content["base"]), base64.b64decode(content["signature"])
    return "" if key.verify(base, signature) else "log_signature"
