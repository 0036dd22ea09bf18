"""Where the number of a person is written down, and what a merge of two records does there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anju.foundation.actor import Actor


class OnMerge(StrEnum):
    """What becomes of a number that names the record that is merged away.

    `MOVED`: the merge writes the kept record's number into the row, and its undo writes the old one back.
    `HANDLED`: a function of the owning domain does so inside the merge (`people.handle_merge`).
    `FOLLOWED`: a listener of the owning domain does so after the merge is committed.
    `RESOLVED`: the row stays as it was written; whoever acts on it asks `people.lock` or `people.canonical` first.
    `DERIVED`: computed anew by the merge. `TRACE`: says what happened, and so never changes.
    """

    MOVED = "moved"
    HANDLED = "handled"
    FOLLOWED = "followed"
    RESOLVED = "resolved"
    DERIVED = "derived"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class PersonReference:
    """One column that names persons. `only_if`: SQL over the row ``t`` with ``%(kept)s`` and
    ``%(other)s`` that says which rows may move (those that would break a constraint stay). `row`: the
    column that identifies a row; the same as `column` where a table holds one row a person. `note`
    says why, or who sees to it."""

    table: str
    column: str
    on_merge: OnMerge
    note: str = ""
    only_if: str = "true"
    row: str = "id"

    @property
    def key(self) -> str:
        """Its name in the merge journal."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True)
class Merging:
    """A merge, or its undo, under way."""

    kept_id: int
    other_id: int
    actor: Actor
    at: datetime
