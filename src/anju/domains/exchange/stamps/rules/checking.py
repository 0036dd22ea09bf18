"""Checking the stamps of an exported log, along with its chain. Needs no installation."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cryptography import x509

from anju.domains.exchange.stamps.data.stamps import Level, StampCheck
from anju.domains.exchange.stamps.rules.tokens import holds
from anju.foundation.errors import Refused


class Heads:
    """The hashes of the entries that stamps name, picked up while the chain is walked."""

    def __init__(self, stamps: Iterable[Mapping[str, Any]]) -> None:
        self._wanted = {int(s["number"]) for s in stamps}
        self.found: dict[int, str] = {}

    def passing(self, entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same entries."""
        for entry in entries:
            if entry.get("number") in self._wanted:
                self.found[int(entry["number"])] = str(entry.get("hash"))
            yield entry


def stamps_checked(
    stamps: Sequence[Mapping[str, Any]],
    heads: Mapping[int, str],
    own: Sequence[x509.Certificate],
    trusted: Sequence[x509.Certificate],
) -> StampCheck:
    """Whether each stamp is of the log's own head after its entry. What a service signed counts where it leads to a
    `trusted` certificate, given by whoever checks; stamps by the installation's `own` certificates, which come with the
    log, count as its own. Problems: ``stamp_head`` (the log has no such entry), and those of a token."""
    found = StampCheck()
    for stamp in stamps:
        number = int(stamp["number"])
        if number not in heads:
            return replace(found, problem="stamp_head", number=number)
        digest = hashlib.sha256(heads[number].encode()).digest()
        of_service = stamp.get("level") != Level.OWN
        try:
            token = base64.b64decode(str(stamp["token"]), validate=True)
            read = holds(token, digest, trusted if of_service else own)
        except (Refused, ValueError) as error:
            code = error.code if isinstance(error, Refused) else "stamp_unreadable"
            return replace(found, problem=code, number=number)
        found = replace(
            found,
            own=found.own + (not of_service),
            service=found.service + of_service,
            covered=number,
            at=read.at,
        )
    return found
