"""What was declared while two records were one: it is about the person whose number it names, once
they are two again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.kinds import KINDS, OPENING
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.db.statements import rows, run


@dataclass(frozen=True, slots=True)
class Line:
    """A line at parting: whose it is, its live version (0: the other person's move had ended it as
    a whole), and how it is to be read: as the version `reading`, in the period `since`, `until`.
    `before`: versions that undos would bring back and that are to be read in another period too,
    each with the declaration by whose undo. `ended_at`: when a declaration of its own changed its end
    since the merge."""

    owner: int
    live: int
    reading: int
    since: date
    until: date | None
    before: tuple[tuple[int, date, date | None, int], ...]
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    line: int
    declaration: int
    opening: bool
    since: date
    until: date | None
    recorded_at: datetime


def declared_for_other(merging: Merging, moved: Mapping[str, Any]) -> frozenset[int]:
    """Declarations kept for the one record that name a number of the other, while its documents are
    still there."""
    documents = moved.get("people_document.person_id") or moved.get("people_document") or []
    numbers = set(people.numbers(documents).values())
    found = (
        rows(
            "SELECT id, payload_cipher FROM register_declaration WHERE person_id = %s AND kind = ANY(%s)",
            [merging.kept_id, list(KINDS)],
        )
        if numbers
        else []
    )
    data = submitted([(i, c) for i, c in found])
    return frozenset(
        i
        for (i, _), declared in zip(found, data, strict=True)
        if declared.get("doc_number") in numbers
    )


def give_declarations(merging: Merging, declarations: Collection[int]) -> None:
    """From now on they are about the other record."""
    run(
        "UPDATE register_declaration SET person_id = %s WHERE id = ANY(%s)",
        [merging.other_id, list(declarations)],
    )


def lines_at_parting(
    table: str,
    owners: Mapping[int, int],
    merged: Mapping[int, int],
    merging: Merging,
    theirs: Collection[int],
    passing: Collection[int],
) -> dict[int, Line]:
    """The live lines that part or are read anew. `owners`: line → whose it was before the merge;
    `merged`: line → the version the merge wrote; `theirs`: `declared_for_other`; `passing`: the ends
    that count for lines of the other of the two than whose line they ended.

    A line that was opened meanwhile is of the person whose number was named. Versions that only the
    other person's move, new job or such an end wrote are passed over: the line reads, and after an
    undo will read, as if they had not been written. What such a move ended as a whole is there again.
    """
    out: dict[int, Line] = {}
    for last, opener, ended_by in _last_versions(table, merging):
        owner = owners.get(last.line, merging.other_id if opener in theirs else merging.kept_id)
        foreign = partial(_foreign, owner == merging.kept_id, theirs)
        if ended_by is not None and not foreign(ended_by):
            continue
        history = _history(table, last, merged.get(last.line, last.line), merging)
        passed = [
            v
            for v in history[:-1]
            if v.declaration in passing or (v.opening and foreign(v.declaration))
        ]
        if ended_by is not None or last.line in owners or owner == merging.other_id or passed:
            read = _periods(history, passed)
            stay = [v for v in history if v not in passed]
            before = tuple(
                (v.id, *read[v.id], newer.declaration)
                for newer, v in pairwise(stay)
                if read[v.id] != (v.since, v.until)
            )
            live = last.id if ended_by is None else 0
            ended_at = max((v.recorded_at for v in _ending(history, passed)), default=None)
            out[last.line] = Line(owner, live, stay[0].id, *read[stay[0].id], before, ended_at)
            if passed or ended_by is not None:
                _pass_over(table, history, passed, [b[0] for b in before])
    return out


def _foreign(of_kept: bool, theirs: Collection[int], declaration: int) -> bool:
    """Is it a declaration of the other of the two than whose line it is?"""
    return (declaration in theirs) == of_kept


def _ending(history: Sequence[_Version], passed: Collection[_Version]) -> list[_Version]:
    """The versions that changed the end of the line, but for those passed over."""
    return [
        v
        for before, v in pairwise(reversed(history))
        if v not in passed and v.until != before.until
    ]


_VERSION = """t.id, t.line, t.declaration_id, d.kind = ANY(%s) AND d.person_id = %s, lower(t.period), upper(t.period),
    t.recorded_at"""


def _last_versions(table: str, merging: Merging) -> list[tuple[_Version, int, int | None]]:
    """The live versions of the kept record, each with the declaration that opened its line; and of
    lines that a move or new job ended as a whole the last, with that declaration too."""
    return [
        (_Version(*version), opener, ended_by)
        for *version, opener, ended_by in rows(
            f"""SELECT {_VERSION}, f.declaration_id, t.superseded_by
            FROM (SELECT DISTINCT ON (line) * FROM {table} WHERE person_id = %s
                  ORDER BY line, superseded_at DESC NULLS FIRST, id DESC) t
            JOIN register_declaration d ON d.id = t.declaration_id JOIN {table} f ON f.id = t.line
            LEFT JOIN register_declaration s ON s.id = t.superseded_by
            WHERE t.superseded_at IS NULL OR (s.kind = ANY(%s) AND s.person_id = t.person_id
              AND s.status = 'applied')""",  # noqa: S608 - tables of ours
            [list(OPENING), merging.kept_id, merging.kept_id, list(OPENING)],
        )
    ]


def _history(table: str, live: _Version, first: int, merging: Merging) -> list[_Version]:
    """The versions of a line from the live one back to `first`: each is what an undo of the one
    before would bring back."""
    out = [live]
    while out[-1].id > first:
        before = rows(
            f"""SELECT {_VERSION} FROM {table} t JOIN register_declaration d ON d.id = t.declaration_id
            WHERE t.superseded_by = %s AND t.line = %s AND t.id <> ALL(%s)
            ORDER BY t.id DESC LIMIT 1""",  # noqa: S608
            [
                list(OPENING),
                merging.kept_id,
                out[-1].declaration,
                live.line,
                [v.id for v in out],
            ],
        )
        if not before:
            break
        out.append(_Version(*before[0]))
    return out


def _periods(
    history: Sequence[_Version], passed: Collection[_Version]
) -> dict[int, tuple[date, date | None]]:
    """How each version reads where every version changed what it changed, but for those passed
    over. One that would have no day left reads as it is."""
    since, until = history[-1].since, history[-1].until
    out = {history[-1].id: (since, until)}
    for before, version in pairwise(reversed(history)):
        if version not in passed:
            since = version.since if version.since != before.since else since
            until = version.until if version.until != before.until else until
        empty = until is not None and until <= since
        out[version.id] = (version.since, version.until) if empty else (since, until)
    return out


def _pass_over(
    table: str,
    history: Sequence[_Version],
    passed: Collection[_Version],
    written_anew: Collection[int],
) -> None:
    """An undo of what followed brings back what was before these versions; their own finds nothing
    to bring back."""
    stay = [v for v in history if v not in passed]
    after = {
        **{older.id: newer.declaration for newer, older in pairwise(stay)},
        stay[0].id: None,
        **dict.fromkeys([*(v.id for v in passed), *written_anew]),
    }
    for version, by in after.items():
        run(f"UPDATE {table} SET superseded_by = %s WHERE id = %s", [by, version])  # noqa: S608
