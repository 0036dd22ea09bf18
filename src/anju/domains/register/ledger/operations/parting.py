"""What was declared while two records were one: it is about the person whose number it names, once
they are two again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.kinds import KINDS, OPENING
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.db.statements import rows, run


@dataclass(frozen=True, slots=True)
class Line:
    """A line at parting: whose it is, its live version, and how it is to be read: as the version
    `reading`, in the period `since`, `until`."""

    owner: int
    live: int
    reading: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    line: int
    declaration: int
    opening: bool
    since: date
    until: date | None


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
        i for (i, _), said in zip(found, data, strict=True) if said.get("doc_number") in numbers
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
) -> dict[int, Line]:
    """The live lines that part or are read anew. `owners`: line → whose it was before the merge;
    `merged`: line → the version the merge wrote; `theirs`: `declared_for_other`.

    A line that was opened meanwhile is of the person whose number was named. Versions that only the
    other person's move or new job wrote are passed over: the line reads, and after an undo will
    read, as if they had not been written.
    """
    out: dict[int, Line] = {}
    for live, opener in _live(table, merging):
        owner = owners.get(live.line, merging.other_id if opener in theirs else merging.kept_id)
        history = _history(table, live, merged.get(live.line, live.line), merging)
        passed = [
            v
            for v in history[:-1]
            if v.opening and (v.declaration in theirs) == (owner == merging.kept_id)
        ]
        if live.line in owners or owner == merging.other_id or passed:
            since, until = _period_without(history, passed)
            reading = next(v for v in history if v not in passed)
            out[live.line] = Line(owner, live.id, reading.id, since, until)
            _pass_over(table, history, passed)
    return out


_VERSION = "t.id, t.line, t.declaration_id, d.kind = ANY(%s) AND d.person_id = %s, lower(t.period), upper(t.period)"


def _live(table: str, merging: Merging) -> list[tuple[_Version, int]]:
    """The live versions of the kept record, each with the declaration that opened its line."""
    return [
        (_Version(*version), opener)
        for *version, opener in rows(
            f"""SELECT {_VERSION}, f.declaration_id FROM {table} t
            JOIN register_declaration d ON d.id = t.declaration_id JOIN {table} f ON f.id = t.line
            WHERE t.superseded_at IS NULL AND t.person_id = %s""",  # noqa: S608 - tables of ours
            [list(OPENING), merging.kept_id, merging.kept_id],
        )
    ]


def _history(table: str, live: _Version, first: int, merging: Merging) -> list[_Version]:
    """The versions of a line from the live one back to `first`: each is what an undo of the one
    before would bring back."""
    out = [live]
    while out[-1].id > first:
        before = rows(
            f"""SELECT {_VERSION} FROM {table} t JOIN register_declaration d ON d.id = t.declaration_id
            WHERE t.superseded_by = %s AND t.line = %s AND t.id < %s ORDER BY t.id DESC LIMIT 1""",  # noqa: S608
            [
                list(OPENING),
                merging.kept_id,
                out[-1].declaration,
                live.line,
                out[-1].id,
            ],
        )
        if not before:
            break
        out.append(_Version(*before[0]))
    return out


def _period_without(
    history: Sequence[_Version], passed: Collection[_Version]
) -> tuple[date, date | None]:
    """How the line reads: each version changed what it changed, but for those passed over."""
    since, until = history[-1].since, history[-1].until
    for before, version in pairwise(reversed(history)):
        if version not in passed:
            since = version.since if version.since != before.since else since
            until = version.until if version.until != before.until else until
    return since, until


def _pass_over(table: str, history: Sequence[_Version], passed: Collection[_Version]) -> None:
    """An undo of what followed brings back what was before these versions; their own finds nothing
    to bring back."""
    if not passed:
        return
    stay = [v for v in history if v not in passed]
    after = {
        **{v.id: None for v in passed},
        **{older.id: newer.declaration for newer, older in pairwise(stay)},
        **({stay[0].id: None} if stay[0] is not history[0] else {}),
    }
    for version, by in after.items():
        run(f"UPDATE {table} SET superseded_by = %s WHERE id = %s", [by, version])  # noqa: S608
