"""Undo of a batch, or of some declarations of it: the register reads exactly as before, and
remembers that it once read otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.corrections.operations import reapplying, records
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations.batches import may_undo, see_batch
from anju.domains.register.declarations.operations.file_forms import handler_of
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.intake.operations import homes, resubmitted_rows
from anju.domains.register.ledger.operations import merging_ledgers, visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict
from anju.foundation.events import api as events

_KEPT = {
    "register_stay": "line, person_id, home_id, region, party, period, habitual, reason, police_reason, dwelling, "
    "leave_due, declaration_id, channel",
    "register_job": "line, person_id, employer_id, region, party, period, position, contract_end, declaration_id, "
    "channel",
    "register_absence": "line, person_id, region, period, destination, destination_text, position, left_children, "
    "left_elderly, declaration_id, channel",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken back: a batch; with `only`, these declarations of it."""

    batch_id: int
    only: tuple[int, ...] | None = None

    def own(self, alias: str) -> str:
        """The condition on a declaration to be one of these, with the parameters `named`."""
        each = "" if self.only is None else f" AND {alias}.id = ANY(%(only)s)"
        return f"({alias}.batch_id = %(batch)s{each})"

    def named(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any statement
        """Parameters of `own`, and more."""
        return {"batch": self.batch_id, "only": list(self.only or ()), **more}


@retried
def undo(batch_id: int, *, actor: Actor, at: datetime) -> int:
    """Take an applied batch back; the number of declarations undone.

    Ledger versions the batch added are superseded, those it closed are brought back, phones and
    other fields read as without it, persons only it had brought are withdrawn, rooms only it had
    entered go. What others declared too stays, now by their declaration (`reapplying`). Raises
    `NotFound` for a batch out of sight, `NotAllowed` for whoever neither sent it nor may apply
    imports there; `Conflict` `undo_not_applied`, or `undo_changed_since` when later declarations or
    merges build on it (then correct, or undo those first).
    """
    see_batch(batch_id, "batch_unknown")
    with as_intake_role():
        batch = Batch.objects.select_for_update().get(id=batch_id)
        may_undo(actor, batch)
        if batch.state != "applied":
            raise Conflict("undo_not_applied", state=batch.state)
        if handler := handler_of(batch.form):
            count = handler.undo(batch_id, actor=actor, at=at)
        else:
            count = take_back(Taken(batch_id), at=at)
        places.remove_unused(batch.made_homes, used=homes.used(batch.made_homes))
        batch.state, batch.undone_at = "undone", at
        batch.save(update_fields=["state", "undone_at"])
        audit.record_write(
            actor,
            action="register.undo",
            subject_kind="batch",
            subject_id=batch_id,
            at=at,
            detail={"declarations": count},
        )
        events.emit("register.undone", {"batch": batch_id}, at=at)
    return count


def take_back(taken: Taken, *, at: datetime) -> int:
    """Let the register read as without these declarations; how many they were. Raises `Conflict`
    `undo_changed_since`. Runs as the intake role."""
    persons = sorted(
        {
            r[0]
            for r in rows(
                f"SELECT person_id FROM register_declaration d WHERE {taken.own('d')} "  # noqa: S608
                "AND person_id IS NOT NULL",
                taken.named(),
            )
        }
    )
    stands = people.lock(persons)
    count = _take_out(taken, stands, at, undone=True)
    visibility_scope.recompute(sorted({*persons, *stands.values()}))
    return count


def _take_out(taken: Taken, stands: Mapping[int, int], at: datetime, *, undone: bool) -> int:
    """What `take_back` does with these persons locked. Not `undone`: the declarations will wait,
    which is noted by the caller."""
    blocked = _changed_since(taken, stands)
    if blocked:
        raise Conflict("undo_changed_since", people=len(blocked))
    own = reapplying.of_batch(taken.batch_id, only=taken.only)
    persons = sorted({d.person_id for d in own})
    resubmitted_rows.write_out(taken.batch_id)
    others = reapplying.about(persons, but=taken.batch_id, only=taken.only)
    touched = {(stands.get(p, p), part, employer) for p, part, employer in _touched(taken)}
    for table in _KEPT:
        _undo_one(table, taken, stands, at)
    records.restore(own, others, at=at)
    count = _set_undone(taken, at) if undone else 0
    reapplying.apply_again(
        [d for d in others if d.status != "undone"],
        touched,
        since=min((d.applied_at for d in own), default=at),
        at=at,
        take_out=lambda batch, only: _take_out_what_waits(batch, only, stands, at),
    )
    resubmitted_rows.forget(persons)
    return count


def _take_out_what_waits(
    batch_id: int, only: Sequence[int], stands: Mapping[int, int], at: datetime
) -> None:
    """What cannot be applied in place of what was taken back waits, and nothing it had brought
    stays."""
    _take_out(Taken(batch_id, tuple(only)), stands, at, undone=False)


def _set_undone(taken: Taken, at: datetime) -> int:
    count = run(
        f"UPDATE register_declaration d SET status = 'undone' WHERE {taken.own('d')} "  # noqa: S608
        "AND status IN ('applied', 'unchanged', 'waiting')",
        taken.named(),
    )
    run(
        f"UPDATE register_review r SET decided_at = %(at)s, decision = 'undone' FROM register_declaration d "  # noqa: S608
        f"WHERE d.id = r.declaration_id AND {taken.own('d')} AND r.decided_at IS NULL",
        taken.named(at=at),
    )
    return count


_LATER = """
SELECT DISTINCT t.person_id FROM {table} t JOIN register_declaration d ON d.id = t.declaration_id
JOIN register_declaration s ON s.id = t.superseded_by
WHERE {own} AND d.status = 'applied' AND NOT {later} AND s.status = 'applied'
"""


def _changed_since(taken: Taken, stands: Mapping[int, int]) -> list[int]:
    """People whose lines another batch, or a merge, went on writing after this one. What was
    applied once and waits again, or was refused then, holds no line that anything could build on.
    `stands`: person → the record that stands for it."""
    own = taken.own("d")
    created = [
        r[0]
        for r in rows(
            f"SELECT person_id FROM register_declaration d WHERE {own} AND status = 'applied' "  # noqa: S608
            "AND effects ->> 'created' = 'true'",
            taken.named(),
        )
    ]
    found = set(
        merging_ledgers.joined_since(taken.batch_id, sorted({*stands, *stands.values()}), created)
    )
    for table in _KEPT:
        found.update(
            r[0]
            for r in rows(_LATER.format(table=table, own=own, later=taken.own("s")), taken.named())
        )
    found.update(
        r[0]
        for r in rows(
            f"""
        SELECT DISTINCT n.person_id FROM register_declaration d JOIN register_declaration n
          ON n.person_id = d.person_id AND n.kind = 'correct' AND n.status = 'applied' AND n.id > d.id
        WHERE {own} AND d.effects ->> 'created' = 'true' AND d.status = 'applied'""",  # noqa: S608
            taken.named(),
        )
    )
    for table, once, live in _ONCE:
        found.update(
            r[0]
            for r in rows(
                _CROSSED.format(
                    table=table,
                    once=once,
                    live=live,
                    own=taken.own("s"),
                    other=taken.own("d"),
                    later=_later_of_line(table, taken),
                ),
                taken.named(was=list(stands), stands=list(stands.values())),
            )
        )
    return sorted(found)


# A line comes back once: as it last was before these declarations, where they superseded it more than once (a merge or
# an unmerge in between had brought it back).
_LATER_OF_LINE = """SELECT FROM {table} o JOIN register_declaration os ON os.id = o.superseded_by AND {own_os}
          AND os.status = 'applied'
        JOIN register_declaration od ON od.id = o.declaration_id AND NOT {own_od}
        WHERE o.line = t.line AND o.person_id = t.person_id AND o.id > t.id"""

# What would come back must not meet what others have entered since in the room that this batch had made.
_CROSSED = """
WITH back AS (SELECT coalesce(m.stands, t.person_id) AS person, t.* FROM {table} t
    LEFT JOIN unnest(%(was)s::bigint[], %(stands)s::bigint[]) AS m(was, stands) ON m.was = t.person_id
    JOIN register_declaration s ON s.id = t.superseded_by
    AND {own} AND s.status = 'applied'
    JOIN register_declaration d ON d.id = t.declaration_id AND NOT {other}
    WHERE NOT EXISTS ({later}))
SELECT DISTINCT b.person FROM back b JOIN {table} t ON t.person_id = b.person AND t.superseded_at IS NULL
  AND t.period && b.period AND {once} JOIN register_declaration d ON d.id = t.declaration_id AND NOT {other}
WHERE {live}
"""
_ONCE = (
    ("register_stay", "t.habitual", "b.habitual"),
    ("register_job", "t.employer_id = b.employer_id", "true"),
    ("register_absence", "true", "true"),
)


def _later_of_line(table: str, taken: Taken) -> str:
    return _LATER_OF_LINE.format(table=table, own_os=taken.own("os"), own_od=taken.own("od"))


def _undo_one(table: str, taken: Taken, stands: Mapping[int, int], at: datetime) -> None:
    """Supersede what the declarations wrote, then bring back what they had superseded (not their
    own intermediate versions), of the record that stands for the person now. A declaration that
    waits again has given back already."""
    run(
        f"""UPDATE {table} t SET superseded_at = %(at)s FROM register_declaration d
        WHERE d.id = t.declaration_id AND {taken.own("d")} AND t.superseded_at IS NULL""",  # noqa: S608
        taken.named(at=at),
    )
    kept = _KEPT[table]
    picked = ", ".join(
        "coalesce(m.stands, t.person_id)" if c.strip() == "person_id" else f"t.{c.strip()}"
        for c in kept.split(",")
    )
    run(
        f"""INSERT INTO {table} ({kept}, recorded_at) SELECT {picked}, %(at)s FROM {table} t
        JOIN register_declaration s ON s.id = t.superseded_by AND {taken.own("s")} AND s.status = 'applied'
        JOIN register_declaration d ON d.id = t.declaration_id AND NOT {taken.own("d")}
        LEFT JOIN unnest(%(was)s::bigint[], %(stands)s::bigint[]) AS m(was, stands) ON m.was = t.person_id
        WHERE NOT EXISTS ({_later_of_line(table, taken)})""",  # noqa: S608
        taken.named(at=at, was=list(stands), stands=list(stands.values())),
    )
    if (
        taken.only is not None
    ):  # they may be applied and taken back once more: then only what they superseded by then
        run(
            f"""UPDATE {table} t SET superseded_by = NULL FROM register_declaration s
            WHERE s.id = t.superseded_by AND {taken.own("s")}""",  # noqa: S608
            taken.named(),
        )


_PARTS = (
    ("register_stay", "stay", "NULL::bigint"),
    ("register_job", "job", "t.employer_id"),
    ("register_absence", "absence", "NULL::bigint"),
)


def _touched(taken: Taken) -> reapplying.Touched:
    """Whose readings the undo changes, and of what."""
    return {
        (r[0], part, r[1])
        for table, part, employer in _PARTS
        for r in rows(
            f"""
        SELECT DISTINCT t.person_id, {employer} FROM register_declaration d JOIN {table} t ON t.declaration_id = d.id
         WHERE {taken.own("d")}
        UNION SELECT t.person_id, {employer} FROM register_declaration d JOIN {table} t ON t.superseded_by = d.id
         WHERE {taken.own("d")}""",  # noqa: S608
            taken.named(),
        )
    }
