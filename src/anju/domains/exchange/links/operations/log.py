"""The log of requests: an entry each, chained in batches behind them, so that requests do not wait for one another."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from anju.domains.exchange.signing.data.messages import Verified
from anju.foundation.db.statements import joined, rows, run

_LOCK = 0x61_6E_65_78  # "anex"
AT_ONCE = 5_000


def note(
    direction: str,
    peer: str,
    proof: Verified,
    outcomes: Sequence[Sequence[str]],
    *,
    at: datetime,
    assurance: str = "signed",
) -> None:
    """Enter a request: whose signature over what (the other place's, of a request or of an answer), how much it proves,
    and each message with its digest and outcome."""
    content = json.dumps(
        {
            "at": at.isoformat(),
            "direction": direction,
            "peer": peer,
            "assurance": assurance,
            "keyid": proof.keyid,
            "base": base64.b64encode(proof.base).decode(),
            "signature": base64.b64encode(proof.signature).decode(),
            "messages": [list(o) for o in outcomes],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    run(
        """INSERT INTO exchange_log (content, xid, at, previous, hash)
        VALUES (%s, pg_current_xact_id()::text::bigint + anju_shift(), %s, '', '')""",
        [content, at],
        often=True,
    )


def chain() -> int:
    """Chain every entry whose transaction has ended; how many. Inside the caller's transaction; one at a time."""
    if not rows("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])[0][0]:
        return 0
    found = rows(
        """SELECT id, content FROM exchange_log WHERE number IS NULL AND xid < anju_horizon()
        ORDER BY xid, id LIMIT %s""",
        [AT_ONCE],
    )
    if not found:
        return 0
    last = rows(
        "SELECT number, hash FROM exchange_log WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"
    )
    number, previous = last[0] if last else (0, "")
    links: list[tuple[int, int, str, str]] = []
    for entry, content in found:
        own = chained(previous, content)
        number += 1
        links.append((entry, number, previous, own))
        previous = own
    ids, numbers, before, hashes = (list(c) for c in zip(*links, strict=True))
    source, values = joined(
        {
            "id": ("bigint", ids),
            "n": ("bigint", numbers),
            "p": ("text", before),
            "h": ("text", hashes),
        }
    )
    run(
        f"""UPDATE exchange_log l SET number = c.n, previous = c.p, hash = c.h
        FROM {source} AS c(id, n, p, h) WHERE l.id = c.id""",  # noqa: S608
        values,
    )
    return len(links)


def chained(previous: str, content: str) -> str:
    """The hash of an entry behind another."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def entries() -> Iterator[dict[str, Any]]:
    """All chained entries in their order, a few thousand at a time."""
    last = 0
    while found := rows(
        "SELECT number, previous, hash, content FROM exchange_log WHERE number > %s ORDER BY number LIMIT %s",
        [last, AT_ONCE],
    ):
        for number, previous, own, content in found:
            yield {"number": number, "previous": previous, "hash": own, "content": content}
        last = found[-1][0]
