"""What was declared while two records were one: it is about the person whose number it names, once
they are two again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.kinds import KINDS, OPENING
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.db.statements import rows, run


@dataclass(frozen=True, slots=True)
class Line:
    """A line at parting: whose it is, its live version, and the version to go by (`reading`)."""

    owner: int
    live: int
    reading: int


def declared_for_other(merging: Merging, moved: Mapping[str, Any]) -> frozenset[int]:
    """Declarations kept for the one record that name a number of the other, while its documents are still there."""
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
    """The live lines that part or are read anew. `owners`: line → whose it was before the merge; `merged`: line → the
    version the merge wrote; `theirs`: `declared_for_other`.

    A line that was opened meanwhile is of the person whose number was named. A version that only the
    other person's move or new job wrote is passed over: the line reads as before it.
    """
    out: dict[int, Line] = {}
    passed: set[int] = set()
    for line, live, declaration, coming, opener in rows(
        f"""
            SELECT t.line, t.id, t.declaration_id, d.kind = ANY(%s) AND d.person_id = %s,
            f.declaration_id FROM {table} t
            JOIN register_declaration d ON d.id = t.declaration_id JOIN {table} f ON f.id = t.line
            WHERE t.superseded_at IS NULL AND t.person_id = %s""",  # noqa: S608 - tables of ours
        [list(OPENING), merging.kept_id, merging.kept_id],
    ):
        owner = owners.get(line, merging.other_id if opener in theirs else merging.kept_id)
        first, reading = merged.get(line, line), live
        while coming and reading > first and (declaration in theirs) == (owner == merging.kept_id):
            before = rows(
                f"""SELECT t.id, t.declaration_id, d.kind = ANY(%s) AND d.person_id = %s FROM {table} t
                JOIN register_declaration d ON d.id = t.declaration_id WHERE t.superseded_by = %s AND t.line = %s
                ORDER BY t.id DESC LIMIT 1""",  # noqa: S608
                [list(OPENING), merging.kept_id, declaration, line],
            )
            if not before:
                break
            passed.add(declaration)
            reading, declaration, coming = before[0]
        if line in owners or owner == merging.other_id or reading != live:
            out[line] = Line(owner, live, reading)
    run(
        f"UPDATE {table} SET superseded_by = NULL WHERE superseded_by = ANY(%s) AND line = ANY(%s)",  # noqa: S608
        [list(passed), list(out)],
    )  # their undo finds nothing to bring back
    return out
