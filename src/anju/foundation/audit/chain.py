"""The chain over the trail: sealing in batches, and checking all of it.

Writers do not wait for each other: each line carries its own hash, and once a second one sealer chains all lines of
the transactions that ended meanwhile (decision 0004). A batch is a range of transaction numbers up to the horizon below
which no transaction runs any more, so a late commit falls into a later batch and is never missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from anju.foundation.actor import system
from anju.foundation.audit.data import Anchor, Problem, Verification
from anju.foundation.db.scope import acting

BATCH = 200_000
"""Entries of one seal, unless a single transaction wrote more: it bounds the memory of sealing and checking."""

SEALS_AT_ONCE = 500
_LOCK = 0x616E6A75  # "anju"
_SYSTEM = system("audit chain")

_SEAL = """
WITH last AS (SELECT number, to_xid, hash FROM audit_seal ORDER BY number DESC LIMIT 1),
start AS (
    SELECT coalesce((SELECT number FROM last), 0) + 1 AS number,
           coalesce((SELECT to_xid FROM last), 0) AS from_xid,
           coalesce((SELECT hash FROM last), ''::bytea) AS previous),
bound AS (
    SELECT least(anju_horizon(),
                 (SELECT e.xid + 1 FROM audit_entry e WHERE e.xid >= (SELECT from_xid FROM start)
                  ORDER BY e.xid OFFSET %(batch)s LIMIT 1)) AS to_xid),
found AS (
    SELECT count(*) AS entries, sha256(coalesce(string_agg(e.row_hash, ''::bytea ORDER BY e.id), ''::bytea)) AS digest
    FROM audit_entry e
    WHERE e.xid >= (SELECT from_xid FROM start) AND e.xid < (SELECT to_xid FROM bound)),
link AS (
    SELECT (start.number, %(at)s::timestamptz, start.from_xid, bound.to_xid, found.entries, found.digest,
            start.previous, ''::bytea)::audit_seal AS s
    FROM start, bound, found WHERE found.entries > 0)
INSERT INTO audit_seal (number, at, from_xid, to_xid, entries, digest, previous, hash)
SELECT (s).number, (s).at, (s).from_xid, (s).to_xid, (s).entries, (s).digest, (s).previous, anju_seal_hash(s) FROM link
RETURNING entries
"""

_CHECK = """
SELECT s.number, s.from_xid, s.to_xid, s.entries, s.previous, s.hash, anju_seal_hash(s) = s.hash, f.entries,
       f.digest = s.digest, f.altered
FROM audit_seal s CROSS JOIN LATERAL (
    SELECT count(*) AS entries,
           sha256(coalesce(string_agg(e.row_hash, ''::bytea ORDER BY e.id), ''::bytea)) AS digest,
           min(e.id) FILTER (WHERE e.row_hash IS DISTINCT FROM anju_entry_hash(e)) AS altered
    FROM audit_entry e WHERE e.xid >= s.from_xid AND e.xid < s.to_xid) f
WHERE s.number > %s ORDER BY s.number LIMIT %s
"""

_REST = """
SELECT count(*), min(e.id) FILTER (WHERE e.row_hash IS DISTINCT FROM anju_entry_hash(e)) FROM audit_entry e
WHERE e.xid >= %s
"""


def seal(at: datetime) -> int:
    """Chain every line whose transaction has ended; returns how many. Safe to run from several processes at once."""
    total = 0
    while True:
        with acting(_SYSTEM), connection.cursor() as cur:
            cur.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cur.fetchone()[0]:
                return total
            cur.execute(_SEAL, {"at": at, "batch": BATCH - 1})
            row = cur.fetchone()
        if row is None:
            return total
        total += row[0]


def verify(
    progress: Callable[[int], None] | None = None, *, anchors: tuple[Anchor, ...] = ()
) -> Verification:
    """Recompute every hash and every link. `progress` is told the number of entries looked at so far.

    `anchors` are heads noted earlier outside the database: only they betray a chain that was rewritten from some point
    on, or cut off at its end, by somebody who commands the whole database.
    """
    state = _Walk({a.number: a.hash for a in anchors})
    with acting(_SYSTEM):
        for row in _checked_seals():
            state.problem = state.look(row)
            if progress:
                progress(state.entries)
            if state.problem:
                return state.result(unsealed=0)
        with connection.cursor() as cur:
            cur.execute(_REST, [state.to_xid])
            unsealed, altered = cur.fetchone()
    if altered is not None:
        state.problem = Problem("audit_entry_altered", {"entry": altered, "seal": None})
    elif state.anchors:
        state.problem = Problem(
            "audit_chain_cut", {"seal": min(state.anchors), "head": state.number}
        )
    return state.result(unsealed=unsealed)


class _Walk:
    """Where the check stands on its way along the chain."""

    def __init__(self, anchors: dict[int, str]) -> None:
        self.anchors = anchors
        self.number = self.to_xid = self.entries = 0
        self.hash = b""
        self.problem: Problem | None = None

    def look(self, row: tuple[Any, ...]) -> Problem | None:
        """Step onto the next seal; what is wrong with it, if anything."""
        number, from_xid, to_xid, expected, previous, own, sound, found, same, altered = row
        if number != self.number + 1 or from_xid != self.to_xid or bytes(previous) != self.hash:
            return Problem("audit_seal_unlinked", {"seal": number, "after": self.number})
        if not sound:
            return Problem("audit_seal_altered", {"seal": number})
        if self.anchors.pop(number, bytes(own).hex()) != bytes(own).hex():
            return Problem("audit_anchor_differs", {"seal": number})
        if altered is not None:
            return Problem("audit_entry_altered", {"entry": altered, "seal": number})
        if found != expected:
            code = "audit_entries_missing" if found < expected else "audit_entries_added"
            return Problem(code, {"seal": number, "expected": expected, "found": found})
        if not same:
            return Problem("audit_entries_replaced", {"seal": number})
        self.number, self.to_xid, self.hash = number, to_xid, bytes(own)
        self.entries += found
        return None

    def result(self, unsealed: int) -> Verification:
        head = Anchor(self.number, self.hash.hex()) if self.number else None
        return Verification(
            entries=self.entries + unsealed,
            seals=self.number,
            unsealed=unsealed,
            head=head,
            problem=self.problem,
        )


def _checked_seals() -> Iterator[tuple[Any, ...]]:
    """Every seal with what was found under it, a few hundred at a time so that neither side holds the whole trail."""
    last = 0
    while True:
        with connection.cursor() as cur:
            cur.execute(_CHECK, [last, SEALS_AT_ONCE])
            rows = cur.fetchall()
        yield from rows
        if len(rows) < SEALS_AT_ONCE:
            return
        last = rows[-1][0]
