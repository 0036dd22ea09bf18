"""The lines of two records that become one or part: how they are read, and further versions of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.register.declarations.data.kinds import ABSENCE, JOB, STAY
from anju.domains.register.ledger.operations.ledger import COPIED
from anju.domains.register.ledger.rules import Span
from anju.foundation.db.statements import rows, run


@dataclass(frozen=True, slots=True)
class Ledger:
    """`name`: as kinds of declarations name it. `place`: what tells that two rows speak of the same. `lane`: rows of
    other lanes never exclude each other. `habitual`: the expression for it; a ledger without such rows has no room for
    what lies beside."""

    name: str
    table: str
    place: str
    lane: str
    habitual: str
    not_habitual: bool


LEDGERS = (
    Ledger(STAY, "register_stay", "t.home_id", "0", "t.habitual", not_habitual=True),
    Ledger(JOB, "register_job", "t.employer_id", "t.employer_id", "true", not_habitual=False),
    Ledger(ABSENCE, "register_absence", "1", "0", "true", not_habitual=False),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A version with its line and whose it is."""

    span: Span
    lane: int
    line: int
    person_id: int


Chain = Sequence[tuple[Span, int]]
"""How a line read before each declaration that ended it, in their order, with that declaration: what its undo brings
back."""


def ledger_rows(
    ledger: Ledger, condition: str, parameters: Sequence[Any], *, kept: int
) -> list[LedgerRow]:
    """The versions that meet a condition on ``t``. `kept`: the record that stands for both."""
    return [
        LedgerRow(Span(i, place, since, until, habitual, person == kept), lane, line, person)
        for i, place, since, until, habitual, lane, line, person in rows(
            f"""
        SELECT t.id, {ledger.place}, lower(t.period), upper(t.period), {ledger.habitual},
        {ledger.lane}, t.line, t.person_id
        FROM {ledger.table} t WHERE {condition} ORDER BY t.id""",  # noqa: S608
            parameters,
        )
    ]


def write_versions(
    ledger: Ledger,
    new: Sequence[tuple[int, int, Span]],
    dropped: Sequence[int],
    at: datetime,
    *,
    chains: Mapping[int, Chain] | None = None,
) -> dict[int, int]:
    """Supersede these versions and those of `new`, and write the next ones (old version, person, reading): old → next.
    `chains`: how a version read before each declaration that ended it."""
    table = ledger.table
    run(
        f"UPDATE {table} SET superseded_at = %s WHERE superseded_at IS NULL AND id = ANY(%s)",  # noqa: S608
        [at, [*(n[0] for n in new), *dropped]],
    )
    written: dict[int, int] = {}
    for old, person, span in new:
        declaration = None
        for before, by in (chains or {}).get(old, ()):
            copy_version(ledger, old, person, before, at, declaration=declaration, ended_by=by)
            declaration = by
        written[old] = copy_version(ledger, old, person, span, at, declaration=declaration)
    return written


def copy_version(
    ledger: Ledger,
    old: int,
    person: int,
    span: Span,
    at: datetime,
    *,
    declaration: int | None = None,
    ended_by: int | None = None,
) -> int:
    """A further version of a line, by the same declaration or by `declaration`; with `ended_by` one
    that was never live."""
    table = ledger.table
    kept = [c for c in COPIED[table] if c not in ("person_id", "habitual")]
    flag = ", habitual" if ledger.not_habitual else ""
    found = rows(
        f"""INSERT INTO {table} ({", ".join(kept)}, person_id, period, declaration_id, channel, recorded_at,
            superseded_at, superseded_by{flag})
        SELECT {", ".join("t." + c for c in kept)}, %s, daterange(%s, %s), coalesce(%s,
        t.declaration_id), t.channel, %s,
            %s, %s {", %s::boolean" if ledger.not_habitual else ""} FROM {table} t WHERE t.id = %s RETURNING id""",  # noqa: S608
        [
            person,
            span.since,
            span.until,
            declaration,
            at,
            at if ended_by else None,
            ended_by,
            *([span.habitual] if ledger.not_habitual else []),
            old,
        ],
    )
    return int(found[0][0])
