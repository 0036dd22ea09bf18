"""Two records, one person: the register's part of a merge, and of taking it back.

Records that contradict each other are merged by two persons: one asks, an independent second one decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.people.api import MergeRequestView, Merging
from anju.domains.register.corrections.operations import reapplying, records
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.intake.operations import resubmitted_rows
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent


@retried
def merge_people(kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Let one record stand for both; the journal entry that `unmerge_people` takes back.

    Their stays are read as those of one person (`ledger.rules`): nobody lives in two homes at once.
    Whatever hangs on the other record follows (`people.references`). Needs `person.merge` where
    each of the two lives or works now: `NotAllowed` ``merge_elsewhere``. Records that contradict
    each other are merged by two persons (`merge_requests.ask_merge`): `NotAllowed`
    ``merge_needs_second``. Raises `NotFound` for people out of sight, `Conflict` when stale.
    """
    require_no_identity_number(reason)
    require_both(kept_id, other_id, actor=actor)
    if actor.kind != "system" and people.merge_contradictions(kept_id, other_id):
        raise NotAllowed("merge_needs_second")
    return join_records(kept_id, other_id, actor=actor, reason=reason, at=at)


def require_both(kept_id: int, other_id: int, *, actor: Actor) -> None:
    """Raise, as `merge_people` says, unless the actor sees both and may merge where each lives or
    works now."""
    actor.require("person.merge")
    if len(people.persons([kept_id, other_id])) < 2:
        raise NotFound("person_unknown")
    if {kept_id, other_id} - people.within_scope_now(actor, [kept_id, other_id], "person.merge"):
        raise NotAllowed("merge_elsewhere")


def join_records(kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Merge two records for which the right was checked; the journal entry."""
    with as_intake_role():
        entry = people.merge(kept_id, other_id, actor=actor, reason=reason, at=at)
        resubmitted_rows.forget([kept_id, other_id])
        visibility_scope.recompute([kept_id, other_id])
        audit.record_write(
            actor,
            action="register.merge",
            subject_kind="merge",
            subject_id=entry,
            person_id=kept_id,
            at=at,
            detail={"kept": kept_id, "other": other_id},
        )
        events.emit("register.merged", {"kept": kept_id, "other": other_id}, at=at)
    return entry


@retried
def unmerge_people(merge_id: int, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Take a merge back: (kept, other) are two people again, each with what was theirs, and with
    what was declared since under their own number.

    Needs `person.merge` where each of the two lives or works now: `NotAllowed`
    ``unmerge_elsewhere``. Raises `NotFound` for a merge out of sight, `Conflict` when it was taken
    back already, or the kept record was merged away itself since.
    """
    actor.require("person.merge")
    if not people.sees_merge(merge_id):
        raise NotFound("merge_unknown", id=merge_id)
    with as_intake_role():
        entry = people.unmerge(merge_id, actor=actor, at=at)
        kept, other = entry.kept_id, entry.other_id
        records.give_phones(kept, other, since=entry.at, at=at)
        records.part_fields(kept, other, since=entry.at)
        for person in (kept, other):
            reapplying.apply_to_own_record(
                person, since=entry.at, at=at, take_out=lambda b, some: _take_out(b, some, at)
            )
        records.stand_phones(kept, other, since=entry.at, at=at)
        resubmitted_rows.forget([kept, other])
        visibility_scope.recompute([kept, other])
        audit.record_write(
            actor,
            action="register.unmerge",
            subject_kind="merge",
            subject_id=merge_id,
            person_id=kept,
            at=at,
            detail={"kept": kept, "other": other},
        )
        events.emit("register.unmerged", {"kept": kept, "other": other}, at=at)
    # Where each of the two belongs shows only now; what was done is undone with the error.
    if {kept, other} - people.within_scope_now(actor, [kept, other], "person.merge"):
        raise NotAllowed("unmerge_elsewhere")
    return kept, other


def _take_out(batch_id: int, only: Sequence[int], at: datetime) -> None:
    """What these declarations brought to the record they are about, besides lines (which have
    parted already)."""
    own = reapplying.of_batch(batch_id, only=only)
    persons = sorted({d.person_id for d in own})
    records.restore(own, reapplying.about(persons, but=batch_id, only=only), at=at)


def move_accounts(merging: Merging) -> Mapping[str, Any]:
    """Accounts tied to the other record follow."""
    return {
        "users": list(
            access.move_links(
                merging.actor,
                from_person_id=merging.other_id,
                to_person_id=merging.kept_id,
                at=merging.at,
            )
        )
    }


def give_accounts_back(merging: Merging, moved: Mapping[str, Any]) -> None:
    """And go back."""
    if moved.get("users"):
        access.move_links(
            merging.actor,
            from_person_id=merging.kept_id,
            to_person_id=merging.other_id,
            user_ids=tuple(moved["users"]),
            at=merging.at,
        )


@retried
def ask_merge(
    kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime
) -> MergeRequestView:
    """Ask that two records which contradict each other become one. The rights and refusals of `merge_people`.

    Besides: `Refused` ``reason_missing``, ``merge_needs_no_second``; `NotAllowed`
    ``approver_person_needed`` for an actor that is no person; `Conflict` ``merge_asked_already``.
    """
    require_no_identity_number(reason)
    if not reason.strip():
        raise Refused("reason_missing")
    require_both(kept_id, other_id, actor=actor)
    found = people.merge_contradictions(kept_id, other_id)
    if not found:
        raise Refused("merge_needs_no_second")
    with as_intake_role():
        asked = people.store_merge_request(
            kept_id, other_id, contradictions=found, reason=reason.strip(), actor=actor, at=at
        )
        audit.record_write(
            actor,
            action="register.merge_ask",
            subject_kind="merge_request",
            subject_id=asked.id,
            person_id=kept_id,
            at=at,
            detail={"kept": kept_id, "other": other_id, "contradictions": list(found)},
        )
    return asked


@retried
def decide_merge(
    request_id: int, *, approve: bool, note: str = "", actor: Actor, at: datetime
) -> int | None:
    """Approve and merge (the journal entry), or refuse, what another person asked. Whoever asked may only take it back.

    The approver could merge these two and is independent of the asker: `NotAllowed` ``approver_same_person``,
    ``approver_made``, ``approver_person_needed``, and what `merge_people` raises. `Refused`
    ``reason_missing`` for a refusal of another's request without a note; `Conflict`
    ``merge_request_decided``, ``merge_stale``; `NotFound` for a request out of sight, as are those
    about a record that was withdrawn, or merged since, with which they lapse.
    """
    actor.require("person.merge")
    require_no_identity_number(note)
    if actor.user_id is None:
        raise NotAllowed("approver_person_needed")
    if people.merge_request(request_id) is None:
        raise NotFound("merge_request_unknown")
    with as_intake_role():
        asked = people.lock_merge_request(request_id)
    if approve:
        require_independent(asked.asked_by, actor)
    elif actor.user_id != asked.asked_by and not note.strip():
        raise Refused("reason_missing")
    if approve or actor.user_id != asked.asked_by:
        require_both(asked.kept_id, asked.other_id, actor=actor)
    entry = (
        join_records(asked.kept_id, asked.other_id, actor=actor, reason=asked.reason, at=at)
        if approve
        else None
    )
    with as_intake_role():
        people.close_merge_request(
            request_id,
            decision="approve" if approve else "refuse",
            note=note.strip(),
            merge_id=entry,
            actor=actor,
            at=at,
        )
        audit.record_write(
            actor,
            action="register.merge_approve" if approve else "register.merge_refuse",
            subject_kind="merge_request",
            subject_id=request_id,
            person_id=asked.kept_id,
            at=at,
            detail={
                "kept": asked.kept_id,
                "other": asked.other_id,
                "asked_by": asked.asked_by,
                "merge": entry,
            },
        )
    return entry
