"""Records that contradict each other are merged by two persons: one asks, an independent second one decides."""

from __future__ import annotations

from datetime import datetime

from anju.domains.people import api as people
from anju.domains.people.api import MergeRequestView
from anju.domains.register.corrections.operations.merging import join_records, require_both
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.independence import require_independent


@retried
def ask_merge(
    kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime
) -> MergeRequestView:
    """Ask that two records which contradict each other become one. The rights and refusals of `merge_people`.

    Besides: `Refused` ``reason_missing``, ``merge_needs_no_second``; `NotAllowed`
    ``approver_person_needed`` for an actor that is no person; `Conflict` ``merge_asked_already``.
    """
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
