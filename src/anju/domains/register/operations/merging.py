"""Two records, one person: the register's part of a merge, and of taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.people.api import Merging
from anju.domains.register.operations import reach, repeats
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import at_the_door
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import NotFound
from anju.foundation.events import api as events


def merge_people(kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Let one record stand for both; the journal entry that `unmerge_people` takes back.

    Stays of the other that overlap stays of the kept one stay on as not habitual (nobody lives in two homes at once).
    Whatever hangs on the other record follows (`people.references`). Needs `person.merge`. Raises `NotFound` for people
    out of sight, `Conflict` when stale.
    """
    actor.require("person.merge")
    if len(people.persons([kept_id, other_id])) < 2:
        raise NotFound("person_unknown")
    with at_the_door():
        entry = people.merge(kept_id, other_id, actor=actor, reason=reason, at=at)
        repeats.forget([kept_id, other_id])
        reach.recompute([kept_id, other_id])
        audit.record_write(actor, action="register.merge", subject_kind="merge", subject_id=entry, person_id=kept_id,
                           at=at, detail={"kept": kept_id, "other": other_id})
        events.emit("register.merged", {"kept": kept_id, "other": other_id}, at=at)
    return entry


def unmerge_people(merge_id: int, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Take a merge back: (kept, other) are two people again, each with what was theirs.

    Needs `person.merge`. Raises `NotFound` for a merge out of sight, `Conflict` when it was taken back already, or the
    kept record was merged away itself since.
    """
    actor.require("person.merge")
    if not people.sees_merge(merge_id):
        raise NotFound("merge_unknown", id=merge_id)
    with at_the_door():
        entry = people.unmerge(merge_id, actor=actor, at=at)
        kept, other = entry.kept_id, entry.other_id
        repeats.forget([kept, other])
        reach.recompute([kept, other])
        audit.record_write(actor, action="register.unmerge", subject_kind="merge", subject_id=merge_id,
                           person_id=kept, at=at, detail={"kept": kept, "other": other})
        events.emit("register.unmerged", {"kept": kept, "other": other}, at=at)
    return kept, other


def merge_ledgers(merging: Merging) -> Mapping[str, Any]:
    """Stays, jobs and absences become the kept record's."""
    kept_id, other_id, at = merging.kept_id, merging.other_id, merging.at
    lessened = [r[0] for r in rows("""UPDATE register_stay t SET habitual = false
        WHERE t.person_id = %s AND t.habitual AND t.superseded_at IS NULL AND EXISTS (
            SELECT FROM register_stay k WHERE k.person_id = %s AND k.habitual AND k.superseded_at IS NULL
            AND k.period && t.period) RETURNING t.id""", [other_id, kept_id])]
    doubled = [r[0] for r in rows("""UPDATE register_job t SET superseded_at = %s
        WHERE t.person_id = %s AND t.superseded_at IS NULL AND EXISTS (
            SELECT FROM register_job k WHERE k.person_id = %s AND k.employer_id = t.employer_id
            AND k.superseded_at IS NULL AND k.period && t.period) RETURNING t.id""", [at, other_id, kept_id])]
    away = [r[0] for r in rows("""UPDATE register_absence t SET superseded_at = %s
        WHERE t.person_id = %s AND t.superseded_at IS NULL AND EXISTS (
            SELECT FROM register_absence k WHERE k.person_id = %s AND k.superseded_at IS NULL
            AND k.period && t.period) RETURNING t.id""", [at, other_id, kept_id])]
    return {"lessened": lessened, "doubled": doubled, "away": away,
            **{t: _move(t, kept_id, other_id) for t in _LEDGERS}}


def unmerge_ledgers(merging: Merging, moved: Mapping[str, Any]) -> None:
    """And go back."""
    kept, other = merging.kept_id, merging.other_id
    for table in _LEDGERS:
        _give_back(table, moved.get(table, []), kept, other)
    run("UPDATE register_stay SET habitual = true WHERE superseded_at IS NULL AND NOT habitual AND person_id = %s "
        "AND line IN (SELECT line FROM register_stay WHERE id = ANY(%s))", [other, moved["lessened"]])
    for table, ids in (("register_job", moved["doubled"]), ("register_absence", moved.get("away", []))):
        run(f"UPDATE {table} SET superseded_at = NULL WHERE superseded_by IS NULL AND id = ANY(%s)", [ids])  # noqa: S608


def move_accounts(merging: Merging) -> Mapping[str, Any]:
    """Accounts tied to the other record follow."""
    return {"users": list(access.move_ties(merging.actor, from_person_id=merging.other_id, to_person_id=merging.kept_id,
                                           at=merging.at))}


def give_accounts_back(merging: Merging, moved: Mapping[str, Any]) -> None:
    """And go back."""
    if moved.get("users"):
        access.move_ties(merging.actor, from_person_id=merging.kept_id, to_person_id=merging.other_id,
                         user_ids=tuple(moved["users"]), at=merging.at)


_LEDGERS = ("register_stay", "register_job", "register_absence")


def _give_back(table: str, ids: list[int], kept: int, other: int) -> None:
    """The versions that moved, and those written since on the same lines."""
    run(f"UPDATE {table} SET person_id = %s WHERE person_id = %s "  # noqa: S608
        f"AND line IN (SELECT line FROM {table} WHERE id = ANY(%s))", [other, kept, ids])


def _move(table: str, kept_id: int, other_id: int) -> list[int]:
    return [r[0] for r in rows(f"UPDATE {table} SET person_id = %s WHERE person_id = %s RETURNING id",  # noqa: S608
                               [kept_id, other_id])]
