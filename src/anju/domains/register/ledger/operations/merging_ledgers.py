"""The ledgers of two records become one person's, and two persons' again: further versions, so that
what was known before a merge stays what was known before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.kinds import OPENING
from anju.domains.register.ledger.operations.ledger import COPIED
from anju.domains.register.ledger.operations.parting import (
    Line,
    declared_for_other,
    give_declarations,
    lines_at_parting,
)
from anju.domains.register.ledger.rules import Span, fitted, joined
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows, run

LINES = "lines"
"""In the merge journal: ledger → [version before, version the merge wrote or null]."""


@dataclass(frozen=True, slots=True)
class _Ledger:
    """`place`: what tells that two rows speak of the same. `lane`: rows of other lanes never exclude each other.
    `habitual`: the expression for it; a ledger without such rows has no room for what lies beside."""

    table: str
    place: str
    lane: str
    habitual: str
    not_habitual: bool


LEDGERS = (
    _Ledger("register_stay", "t.home_id", "0", "t.habitual", not_habitual=True),
    _Ledger("register_job", "t.employer_id", "t.employer_id", "true", not_habitual=False),
    _Ledger("register_absence", "1", "0", "true", not_habitual=False),
)


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    lane: int
    line: int
    person_id: int


def merge_ledgers(merging: Merging) -> Mapping[str, Any]:
    """Stays, jobs and absences become the kept record's (see `ledger.rules`)."""
    return {LINES: {ledger.table: _merge(ledger, merging) for ledger in LEDGERS}}


def unmerge_ledgers(merging: Merging, moved: Mapping[str, Any]) -> None:
    """Each line goes back to whom it was of, as it was, or as it has become since the merge; what was
    opened since goes to whom its declaration names (`parting`). What was declared on the other record
    and undone since does not come back."""
    if LINES not in moved:
        _unmerge_rows(merging, moved)
        return
    theirs = declared_for_other(merging, moved)
    for ledger in LEDGERS:
        _unmerge(
            ledger, [(old, new) for old, new in moved[LINES].get(ledger.table, [])], merging, theirs
        )
    give_declarations(merging, theirs)


_PERIOD = "n.period IS DISTINCT FROM o.period"
_READINGS = {
    "register_stay": f"({_PERIOD} OR n.habitual IS DISTINCT FROM o.habitual)",
    "register_job": _PERIOD,
    "register_absence": _PERIOD,
}
_REREAD = """WITH pairs AS (SELECT o.superseded_at AS merged_at, {columns} AS differs
    FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS i(o, n)
    JOIN {table} o ON o.id = i.o LEFT JOIN {table} n ON n.id = i.n)
SELECT FROM {table} t JOIN register_declaration d ON d.id = t.declaration_id
WHERE d.batch_id = %(batch)s AND d.status = 'applied' AND t.person_id = ANY(%(two)s)
  AND EXISTS (SELECT FROM pairs WHERE differs
    AND t.recorded_at < merged_at AND (t.superseded_at IS NULL OR t.superseded_at >= merged_at)) LIMIT 1"""
"""Did the batch write a line that was there when the merge read any of them otherwise? What the kept
record had is read as it was, and the other's gave way to it."""


def joined_since(batch_id: int, person_ids: Sequence[int], created: Collection[int]) -> list[int]:
    """People of a batch whose undo would not find what it wrote: the batch entered a record that was
    merged since, or wrote a line in a ledger that a merge had to read otherwise."""
    found: set[int] = set()
    for kept, other, moved in people.standing_merges(person_ids):
        if {kept, other} & set(created):
            found.add(kept)
        for table, lines in moved.get(LINES, {}).items():
            if rows(
                _REREAD.format(table=table, columns=_READINGS[table]),
                {
                    "old": [o for o, _ in lines],
                    "new": [n for _, n in lines],
                    "batch": batch_id,
                    "two": [kept, other],
                },
            ):
                found.add(kept)
    return sorted(found)


def _merge(ledger: _Ledger, merging: Merging) -> list[list[int | None]]:
    found = _rows(
        ledger,
        "t.superseded_at IS NULL AND t.person_id = ANY(%s)",
        [[merging.kept_id, merging.other_id]],
        kept=merging.kept_id,
    )
    lanes: dict[int, list[Span]] = defaultdict(list)
    for row in found:
        lanes[row.lane].append(row.span)
    changed: dict[int, Span | None] = {}
    for spans in lanes.values():
        changed |= joined(spans, today=local_date(merging.at))
    new: list[tuple[int, int, Span]] = []
    dropped: list[int] = []
    for row in found:
        reading = changed.get(row.span.id, row.span)
        if reading is None or (not reading.habitual and not ledger.not_habitual):
            dropped.append(row.span.id)
        elif reading != row.span or not row.span.kept:
            new.append((row.span.id, merging.kept_id, reading))
    written = _write(ledger, new, dropped, merging.at)
    lines: list[list[int | None]] = [[old, written[old]] for old, _, _ in new]
    return lines + [[old, None] for old in dropped]


def _unmerge(
    ledger: _Ledger,
    lines: Sequence[tuple[int, int | None]],
    merging: Merging,
    theirs: Collection[int],
) -> None:
    before = {
        r.span.id: r
        for r in _rows(
            ledger,
            """t.id = ANY(%s) AND NOT EXISTS (SELECT FROM register_declaration d
        WHERE d.id = t.declaration_id AND d.status = 'undone')""",
            [[old for old, _ in lines]],
            kept=merging.kept_id,
        )
    }
    wrote = dict(lines)
    had = rows(f"SELECT id, line, person_id FROM {ledger.table} WHERE id = ANY(%s)", [list(wrote)])  # noqa: S608
    merged = {line: version for old, line, _ in had if (version := wrote[old]) is not None}
    merged_spans = {
        r.span.id: r.span
        for r in _rows(ledger, "t.id = ANY(%s)", [list(merged.values())], kept=merging.kept_id)
    }
    parting = lines_at_parting(
        ledger.table, {line: p for _, line, p in had}, merged, merging, theirs
    )
    now = {
        r.line: r
        for r in _rows(
            ledger, "t.id = ANY(%s)", [[p.reading for p in parting.values()]], kept=merging.kept_id
        )
    }
    wanted: list[tuple[int, int, Span, int]] = []
    for old, row in before.items():
        if wrote[old] is None and row.line not in now:
            wanted.append((old, row.person_id, row.span, row.lane))
    for line, row in now.items():
        was = next((b.span for b in before.values() if b.line == line), None)
        read = replace(row.span, since=parting[line].since, until=parting[line].until)
        span = read if was is None else _as_become(read, was, merged_spans.get(merged.get(line, 0)))
        wanted.append((read.id, parting[line].owner, span, row.lane))
    live = [p.live for p in parting.values()]
    others = _rows(
        ledger,
        "t.superseded_at IS NULL AND t.person_id = ANY(%s) AND t.id <> ALL(%s)",
        [[merging.kept_id, merging.other_id], live],
        kept=merging.kept_id,
    )
    new: list[tuple[int, int, Span]] = []
    for person, lane in {(p, n) for _, p, _, n in wanted}:
        there = [r.span for r in others if (r.person_id, r.lane) == (person, lane)]
        back = fitted(
            [s for _, p, s, n in wanted if (p, n) == (person, lane)],
            there,
            today=local_date(merging.at),
        )
        new += [
            (i, person, s)
            for i, s in back.items()
            if s is not None and (s.habitual or ledger.not_habitual)
        ]
    openers = _openers(ledger, [*(r.span.id for r in others), *(i for i, *_ in wanted)])
    ended = {
        i: (span, by)
        for i, person, now_read in new
        for _, _, span, _ in [w for w in wanted if w[0] == i]
        if now_read.until != span.until
        and (by := openers.get((person, now_read.until))) is not None
    }
    unchanged = {
        r.span.id
        for r in now.values()
        if r.span.id == parting[r.line].live and (r.span.id, r.person_id, r.span) in new
    }
    new = [n for n in new if n[0] not in unchanged]
    _write_before(ledger, parting, merging)
    _write(ledger, new, [i for i in live if i not in unchanged], merging.at, ended=ended)
    _bring_back_to(ledger, parting, merging)


def _as_become(now: Span, was: Span, merged: Span | None) -> Span:
    """How a line that was so before the merge reads by what was changed of it since."""
    if merged is None:
        return replace(now, habitual=now.habitual or was.habitual)
    if now.id == merged.id:
        return replace(was, id=now.id)
    since = now.since if now.since != merged.since else was.since
    until = now.until if now.until != merged.until else was.until
    if until is not None and until <= since:
        since, until = now.since, now.until
    return replace(now, since=since, until=until, habitual=now.habitual or was.habitual)


def _write_before(ledger: _Ledger, parting: Mapping[int, Line], merging: Merging) -> None:
    """What undos would bring back, without what the other person's declarations had changed of it."""
    again = {
        version: (line.owner, since, until, by)
        for line in parting.values()
        for version, since, until, by in line.before
    }
    for row in _rows(ledger, "t.id = ANY(%s)", [list(again)], kept=merging.kept_id):
        owner, since, until, by = again[row.span.id]
        span = replace(row.span, since=since, until=until)
        _copy(ledger, row.span.id, owner, span, merging.at, ended_by=by)


def _rows(ledger: _Ledger, condition: str, parameters: Sequence[Any], *, kept: int) -> list[_Row]:
    return [
        _Row(Span(i, place, since, until, habitual, person == kept), lane, line, person)
        for i, place, since, until, habitual, lane, line, person in rows(
            f"""
        SELECT t.id, {ledger.place}, lower(t.period), upper(t.period), {ledger.habitual},
        {ledger.lane}, t.line, t.person_id
        FROM {ledger.table} t WHERE {condition} ORDER BY t.id""",  # noqa: S608
            parameters,
        )
    ]


def _openers(ledger: _Ledger, ids: Sequence[int]) -> dict[tuple[int, date | None], int]:
    """(person, first day) of these versions → the declaration of a move or new job that opened the line."""
    return {
        (person, since): by
        for person, since, by in rows(
            f"""
        SELECT t.person_id, lower(t.period), d.id FROM {ledger.table} t JOIN {ledger.table} f ON f.id = t.line
        JOIN register_declaration d ON d.id = f.declaration_id AND d.kind = ANY(%s) WHERE t.id = ANY(%s)""",  # noqa: S608
            [list(OPENING), list(ids)],
        )
    }


def _bring_back_to(ledger: _Ledger, parting: Mapping[int, Line], merging: Merging) -> None:
    """What an undo would bring back of the other's lines comes back to the other: as a version of theirs that was never
    live, in place of the one that was the kept record's for the time of the merge."""
    theirs = [line for line, p in parting.items() if p.owner == merging.other_id]
    for row, by in rows(
        f"""SELECT id, superseded_by FROM {ledger.table} WHERE line = ANY(%s) AND person_id = %s
            AND superseded_by IN (SELECT id FROM register_declaration WHERE person_id = %s)""",  # noqa: S608
        [theirs, merging.kept_id, merging.kept_id],
    ):
        (found,) = _rows(ledger, "t.id = ANY(%s)", [[row]], kept=merging.kept_id)
        _copy(ledger, row, merging.other_id, found.span, merging.at, ended_by=by)
        run(f"UPDATE {ledger.table} SET superseded_by = NULL WHERE id = %s", [row])  # noqa: S608


def _write(
    ledger: _Ledger,
    new: Sequence[tuple[int, int, Span]],
    dropped: Sequence[int],
    at: datetime,
    *,
    ended: Mapping[int, tuple[Span, int]] | None = None,
) -> dict[int, int]:
    """Supersede these versions and those of `new`, and write the next ones (old version, person, reading): old → next.
    `ended`: what a version read before a declaration ended it; its undo brings that back."""
    table, ends = ledger.table, ended or {}
    run(
        f"UPDATE {table} SET superseded_at = %s WHERE superseded_at IS NULL AND id = ANY(%s)",  # noqa: S608
        [at, [*(n[0] for n in new), *dropped]],
    )
    written: dict[int, int] = {}
    for old, person, span in new:
        if old in ends:
            before, by = ends[old]
            _copy(ledger, old, person, before, at, ended_by=by)
            written[old] = _copy(ledger, old, person, span, at, declaration=by)
        else:
            written[old] = _copy(ledger, old, person, span, at)
    return written


def _copy(
    ledger: _Ledger,
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


def _unmerge_rows(merging: Merging, moved: Mapping[str, Any]) -> None:
    """A merge from before it wrote versions: its rows were changed in place."""
    kept, other = merging.kept_id, merging.other_id
    run(
        "UPDATE register_job SET superseded_at = NULL WHERE superseded_by IS NULL AND id = ANY(%s)",
        [moved["doubled"]],
    )
    run(
        "UPDATE register_absence SET superseded_at = NULL WHERE superseded_by IS NULL AND id = ANY(%s)",
        [moved.get("away", [])],
    )
    for ledger in LEDGERS:
        found = _rows(
            ledger,
            f"""t.superseded_at IS NULL AND t.person_id = %s AND t.line IN
            (SELECT line FROM {ledger.table} WHERE id = ANY(%s))""",  # noqa: S608
            [kept, moved.get(ledger.table, [])],
            kept=kept,
        )
        lessened = (
            {
                r[0]
                for r in rows(
                    "SELECT id FROM register_stay WHERE line IN (SELECT line FROM register_stay "
                    "WHERE id = ANY(%s))",
                    [moved["lessened"]],
                )
            }
            if ledger.not_habitual
            else set()
        )
        back = [
            Span(
                r.span.id,
                r.span.place,
                r.span.since,
                r.span.until,
                r.span.habitual or r.span.id in lessened,
            )
            for r in found
        ]
        new: list[tuple[int, int, Span]] = []
        for lane in {r.lane for r in found}:
            ids = {r.span.id for r in found if r.lane == lane}
            there = fitted([b for b in back if b.id in ids], [], today=local_date(merging.at))
            new += [(i, other, s) for i, s in there.items() if s is not None]
        _write(ledger, new, [r.span.id for r in found], merging.at)
