"""The registry of what hangs on a person. Each domain enters its own columns when Django has loaded it.

A merge moves what is registered as `MOVED`, and asks the functions of `handle_merge` for the rest that
must change within its transaction; the journal remembers both, and the undo of the merge gives
everything back. A test compares the registry with the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.domains.people.data import Merging, OnMerge, PersonReference
from anju.foundation.db.statements import rows, run

Merge = Callable[[Merging], Mapping[str, Any]]
Unmerge = Callable[[Merging, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class _Part:
    merge: Merge
    unmerge: Unmerge


_references: dict[str, PersonReference] = {}
_parts: dict[str, _Part] = {}


def register_references(*references: PersonReference) -> None:
    """Enter columns that name persons."""
    for reference in references:
        _references[reference.key] = reference


def handle_merge(key: str, *, merge: Merge, unmerge: Unmerge) -> None:
    """Let a domain do its part of every merge, in the same transaction, with both records locked and the whole register
    in sight. What `merge` returns is kept in the journal; `unmerge` is given the whole journal entry."""
    _parts[key] = _Part(merge, unmerge)


def references() -> tuple[PersonReference, ...]:
    """All registered columns."""
    return tuple(_references.values())


def move_all(merging: Merging) -> dict[str, Any]:
    """Everything that hangs on the other record becomes the kept one's; what was moved, for the journal."""
    moved: dict[str, Any] = {
        r.key: _move(r, merging) for r in references() if r.on_merge is OnMerge.MOVED
    }
    for part in _parts.values():
        moved.update(part.merge(merging))
    return moved


def give_back(merging: Merging, moved: Mapping[str, Any]) -> None:
    """What `move_all` moved goes back. Entries from before the registry name a column by its table alone."""
    for part in _parts.values():
        part.unmerge(merging, moved)
    for reference in references():
        ids = moved.get(reference.key) or moved.get(reference.table) or []
        if reference.on_merge is OnMerge.MOVED and ids:
            run(
                f"UPDATE {reference.table} SET {reference.column} = %s WHERE {reference.column} = %s"  # noqa: S608
                f"{'' if reference.row == reference.column else f' AND {reference.row} = ANY(%s)'}",
                [
                    merging.other_id,
                    merging.kept_id,
                    *([] if reference.row == reference.column else [ids]),
                ],
            )


def _move(reference: PersonReference, merging: Merging) -> list[int]:
    table, column = reference.table, reference.column
    sql = (
        f"UPDATE {table} t SET {column} = %(kept)s WHERE t.{column} = %(other)s AND ({reference.only_if})"  # noqa: S608
        f" RETURNING t.{reference.row}"
    )
    return [int(r[0]) for r in rows(sql, {"kept": merging.kept_id, "other": merging.other_id})]
