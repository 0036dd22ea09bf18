"""The ledgers of two records become one person's, and two persons' again: further versions, so that
what was known before a merge stays what was known before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.kinds import OPENING
from anju.domains.register.ledger.operations.closing_at_parting import (
    Closing,
    Returning,
    closings_of_own,
    end_own,
)
from anju.domains.register.ledger.operations.lines_of_two import (
    LEDGERS,
    Chain,
    Ledger,
    LedgerRow,
    copy_version,
    ledger_rows,
    write_versions,
)
from anju.domains.register.ledger.operations.parting import (
    Line,
    declared_for_other,
    give_declarations,
    lines_at_parting,
)
from anju.domains.register.ledger.rules import Span, fitted, joined
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict

LINES = "lines"
"""In the merge journal: ledger → [version before, version the merge wrote or null]."""


def merge_ledgers(merging: Merging) -> Mapping[str, Any]:
    """Stays, jobs and absences become the kept record's (see `ledger.rules`)."""
    return {LINES: {ledger.table: _merge(ledger, merging) for ledger in LEDGERS}}


def unmerge_ledgers(merging: Merging, moved: Mapping[str, Any]) -> None:
    """Each line goes back to whom it was of, as it was, or as it has become since the merge; what was
    opened since goes to whom its declaration names (`parting`). What was declared on the other record
    and undone since does not come back. `Conflict` ``merge_read_on`` where a later merge into the same record had to
    read one of these lines otherwise: how it reads without this one can only be said once that one is undone."""
    if LINES not in moved:
        _unmerge_rows(merging, moved)
        return
    _require_not_read_on(merging, moved)
    theirs = declared_for_other(merging, moved)
    for ledger in LEDGERS:
        _unmerge(
            ledger, [(old, new) for old, new in moved[LINES].get(ledger.table, [])], merging, theirs
        )
    give_declarations(merging, theirs)


def _require_not_read_on(merging: Merging, moved: Mapping[str, Any]) -> None:
    standing = [m for m in people.standing_merges([merging.kept_id]) if m[0] == merging.kept_id]
    this = next(n for n, (_kept, other, _moved) in enumerate(standing) if other == merging.other_id)
    for _kept, _other, later in standing[this + 1 :]:
        for table, lines in later.get(LINES, {}).items():
            mine = [old for old, _new in moved[LINES].get(table, [])]
            if _share_a_line(table, mine, [old for old, _new in lines]):
                raise Conflict("merge_read_on")


def _share_a_line(table: str, some: Sequence[int], others: Sequence[int]) -> bool:
    return bool(
        rows(
            f"""SELECT FROM {table} a JOIN {table} b ON b.line = a.line
            WHERE a.id = ANY(%s) AND b.id = ANY(%s) LIMIT 1""",
            [list(some), list(others)],
        )
    )


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


def _merge(ledger: Ledger, merging: Merging) -> list[list[int | None]]:
    found = ledger_rows(
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
    written = write_versions(ledger, new, dropped, merging.at)
    lines: list[list[int | None]] = [[old, written[old]] for old, _, _ in new]
    return lines + [[old, None] for old in dropped]


def _unmerge(
    ledger: Ledger,
    lines: Sequence[tuple[int, int | None]],
    merging: Merging,
    theirs: Collection[int],
) -> None:
    had = rows(
        f"SELECT id, line, person_id FROM {ledger.table} WHERE id = ANY(%s)",  # noqa: S608
        [[old for old, _ in lines]],
    )
    owners = {line: person for _, line, person in had}
    wrote = dict(lines)
    merged = {line: version for old, line, _ in had if (version := wrote[old]) is not None}
    closings = closings_of_own(ledger, owners, merging, theirs)
    parting = lines_at_parting(
        ledger.table, owners, merged, merging, theirs, {c.declaration for c in closings}
    )
    back = _returning(ledger, wrote, merged, parting, merging)
    live = [p.live for p in parting.values()]
    others = ledger_rows(
        ledger,
        "t.superseded_at IS NULL AND t.person_id = ANY(%s) AND t.id <> ALL(%s)",
        [[merging.kept_id, merging.other_id], live],
        kept=merging.kept_id,
    )
    if closings:
        back, others = _closed(ledger, closings, back, others)
    fit = _fitted(ledger, back, others, merging)
    openers = _openers(ledger, [*(r.span.id for r in others), *(b.id for b in back)])
    new: list[tuple[int, int, Span]] = []
    chains: dict[int, Chain] = {}
    unchanged: set[int] = set()
    for one in back:
        span = fit.get(one.id)
        chain = list(one.chain)
        if span is None:
            continue
        by = openers.get((one.person, span.until))
        if span.until != one.span.until and by is not None:
            chain.append((one.span, by))
        if not chain and one.is_as_it_stands(span):
            unchanged.add(one.id)
        else:
            new.append((one.id, one.person, span))
            chains[one.id] = chain
    _write_before(ledger, parting, merging)
    write_versions(ledger, new, [i for i in live if i not in unchanged], merging.at, chains=chains)
    _bring_back_to(ledger, parting, merging)


def _returning(
    ledger: Ledger,
    wrote: Mapping[int, int | None],
    merged: Mapping[int, int],
    parting: Mapping[int, Line],
    merging: Merging,
) -> list[Returning]:
    """The lines that the merge had changed and those that part, each as it reads for whom it is of."""
    before = {
        r.span.id: r
        for r in ledger_rows(
            ledger,
            """t.id = ANY(%s) AND NOT EXISTS (SELECT FROM register_declaration d
        WHERE d.id = t.declaration_id AND d.status = 'undone')""",
            [list(wrote)],
            kept=merging.kept_id,
        )
    }
    merged_spans = {
        r.span.id: r.span
        for r in ledger_rows(
            ledger, "t.id = ANY(%s)", [list(merged.values())], kept=merging.kept_id
        )
    }
    now = {
        r.line: r
        for r in ledger_rows(
            ledger, "t.id = ANY(%s)", [[p.reading for p in parting.values()]], kept=merging.kept_id
        )
    }
    out = [
        Returning(row.line, row.person_id, row.span, row.lane)
        for old, row in before.items()
        if wrote[old] is None and row.line not in now
    ]
    for line, row in now.items():
        part = parting[line]
        was = next((b.span for b in before.values() if b.line == line), None)
        read = replace(row.span, since=part.since, until=part.until)
        span = read if was is None else _as_become(read, was, merged_spans.get(merged.get(line, 0)))
        stands = row if row.span.id == part.live else None
        out.append(Returning(line, part.owner, span, row.lane, part.ended_at, stands))
    return out


def _closed(
    ledger: Ledger,
    closings: Sequence[Closing],
    back: list[Returning],
    others: list[LedgerRow],
) -> tuple[list[Returning], list[LedgerRow]]:
    """With the ends of each person's own lines: what comes back, and what stands beside it."""
    there = [Returning(r.line, r.person_id, r.span, r.lane, stands=r) for r in others]
    end_own(ledger, closings, [*back, *there])
    ended = [one for one in there if one.chain]
    ids = {one.id for one in ended}
    return [*back, *ended], [r for r in others if r.span.id not in ids]


def _fitted(
    ledger: Ledger, back: Sequence[Returning], others: Sequence[LedgerRow], merging: Merging
) -> dict[int, Span]:
    """How what comes back reads beside what is there, and beside one another."""
    out: dict[int, Span] = {}
    for person, lane in {(b.person, b.lane) for b in back}:
        found = fitted(
            [b.span for b in back if (b.person, b.lane) == (person, lane)],
            [r.span for r in others if (r.person_id, r.lane) == (person, lane)],
            today=local_date(merging.at),
        )
        out |= {
            i: s for i, s in found.items() if s is not None and (s.habitual or ledger.not_habitual)
        }
    return out


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


def _write_before(ledger: Ledger, parting: Mapping[int, Line], merging: Merging) -> None:
    """What undos would bring back, without what the other person's declarations had changed of it."""
    again = {
        version: (line.owner, since, until, by)
        for line in parting.values()
        for version, since, until, by in line.before
    }
    for row in ledger_rows(ledger, "t.id = ANY(%s)", [list(again)], kept=merging.kept_id):
        owner, since, until, by = again[row.span.id]
        span = replace(row.span, since=since, until=until)
        copy_version(ledger, row.span.id, owner, span, merging.at, ended_by=by)


def _openers(ledger: Ledger, ids: Sequence[int]) -> dict[tuple[int, date | None], int]:
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


def _bring_back_to(ledger: Ledger, parting: Mapping[int, Line], merging: Merging) -> None:
    """What an undo would bring back of the other's lines comes back to the other: as a version of theirs that was never
    live, in place of the one that was the kept record's for the time of the merge."""
    theirs = [line for line, p in parting.items() if p.owner == merging.other_id]
    for row, by in rows(
        f"""SELECT id, superseded_by FROM {ledger.table} WHERE line = ANY(%s) AND person_id = %s
            AND superseded_by IN (SELECT id FROM register_declaration WHERE person_id = %s)""",  # noqa: S608
        [theirs, merging.kept_id, merging.kept_id],
    ):
        (found,) = ledger_rows(ledger, "t.id = ANY(%s)", [[row]], kept=merging.kept_id)
        copy_version(ledger, row, merging.other_id, found.span, merging.at, ended_by=by)
        run(f"UPDATE {ledger.table} SET superseded_by = NULL WHERE id = %s", [row])  # noqa: S608


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
        found = ledger_rows(
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
        write_versions(ledger, new, [r.span.id for r in found], merging.at)
