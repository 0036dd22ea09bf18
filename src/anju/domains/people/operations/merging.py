"""Merging records, reversibly, and the merges that two persons decide. Rights and independence the caller checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from anju.domains.people.data import MergeRequestView, Merging, OnMerge, PersonReference
from anju.domains.people.models import Merge, MergeRequest, Person
from anju.domains.people.operations.merged_gaps import empty_gaps_again, fill_merged_gaps
from anju.domains.people.operations.name_pictures import give_name_pictures_back, move_name_pictures
from anju.domains.people.operations.references import (
    give_back,
    handle_merge,
    move_all,
    register_references,
)
from anju.domains.people.queries.merges import request_view
from anju.foundation.actor import Actor
from anju.foundation.db.statements import run
from anju.foundation.errors import Conflict, NotAllowed

_RELATIONSHIPS = (
    "t.{rest} <> %(kept)s AND (t.until IS NOT NULL OR NOT EXISTS (SELECT FROM people_guardianship k "
    "WHERE k.until IS NULL AND k.{rest} = t.{rest} AND k.{column} = %(kept)s))"
)
"""Nobody becomes their own guardian or ward, or has the same relationship twice."""

register_references(
    PersonReference("people_document", "person_id", OnMerge.MOVED),
    PersonReference(
        "people_name_picture", "person_id", OnMerge.HANDLED, "name_pictures.move_name_pictures"
    ),
    PersonReference(
        "people_membership",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "t.until IS NOT NULL OR NOT EXISTS (SELECT FROM people_membership k WHERE k.person_id = %(kept)s "
            "AND k.until IS NULL)"
        ),
    ),
    PersonReference(
        "people_contact",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "NOT t.live OR NOT EXISTS (SELECT FROM people_contact k WHERE k.person_id = %(kept)s AND k.live "
            "AND k.kind = t.kind)"
        ),
    ),
    PersonReference(
        "people_guardianship",
        "ward_id",
        OnMerge.MOVED,
        only_if=_RELATIONSHIPS.format(rest="guardian_id", column="ward_id"),
    ),
    PersonReference(
        "people_guardianship",
        "guardian_id",
        OnMerge.MOVED,
        only_if=_RELATIONSHIPS.format(rest="ward_id", column="guardian_id"),
    ),
    PersonReference("people_household", "head_id", OnMerge.MOVED),
    PersonReference("people_scope", "person_id", OnMerge.DERIVED, "published anew"),
    PersonReference("people_finding", "person_id", OnMerge.DERIVED, "published anew"),
    PersonReference(
        "people_person", "merged_into_id", OnMerge.TRACE, "the chain that `canonical` follows"
    ),
    PersonReference("people_merge", "kept_id", OnMerge.TRACE),
    PersonReference("people_merge", "other_id", OnMerge.TRACE),
    PersonReference("people_merge", "moved", OnMerge.TRACE, "row numbers, and what was before"),
    PersonReference(
        "people_mergerequest", "kept_id", OnMerge.TRACE, "lapses once the record is merged"
    ),
    PersonReference(
        "people_mergerequest", "other_id", OnMerge.TRACE, "lapses once the record is merged"
    ),
    PersonReference(
        "audit_entry", "person_id", OnMerge.TRACE, "read together with those of the merged records"
    ),
)
handle_merge("people.name_pictures", merge=move_name_pictures, unmerge=give_name_pictures_back)
handle_merge("people.gaps", merge=fill_merged_gaps, unmerge=empty_gaps_again)


def merge(kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime) -> int:
    """Let `kept` stand for both, with everything that hangs on `other` (see `references`); the journal entry.

    Raises `Conflict` ``merge_stale`` when either record was merged or withdrawn meanwhile.
    """
    both = {
        p.id: p
        for p in Person.objects.select_for_update(no_key=True)
        .filter(id__in=[kept_id, other_id])
        .order_by("id")
    }
    if (
        kept_id == other_id
        or len(both) < 2
        or any(p.merged_into_id or p.withdrawn_at for p in both.values())
    ):
        raise Conflict("merge_stale")
    moved = move_all(Merging(kept_id, other_id, actor, at, at))
    run("UPDATE people_person SET merged_into_id = %s WHERE id = %s", [kept_id, other_id])
    lapse_merge_requests(other_id, actor=actor, at=at)
    entry = Merge.objects.create(
        kept_id=kept_id, other_id=other_id, moved=moved, reason=reason, by_user=actor.user_id, at=at
    )
    return int(entry.id)


def unmerge(merge_id: int, *, actor: Actor, at: datetime) -> Merge:
    """Give back what the merge moved; the journal entry.

    Raises `Conflict` ``merge_undone_already``, and ``merge_built_on`` when the kept record was merged
    away itself since: that merge is taken back first.
    """
    entry = Merge.objects.select_for_update().filter(id=merge_id).first()
    if entry is None or entry.undone_at is not None:
        raise Conflict("merge_undone_already")
    both = {
        p.id: p
        for p in Person.objects.select_for_update(no_key=True)
        .filter(id__in=[entry.kept_id, entry.other_id])
        .order_by("id")
    }
    if (
        both[entry.kept_id].merged_into_id is not None
        or both[entry.other_id].merged_into_id != entry.kept_id
    ):
        raise Conflict("merge_built_on")
    give_back(Merging(entry.kept_id, entry.other_id, actor, at, entry.at), entry.moved)
    # The kept record is written too: whoever waits for its lock looks again whose the documents are.
    run(
        "UPDATE people_person SET merged_into_id = CASE WHEN id = %s THEN NULL ELSE merged_into_id END WHERE"
        " id = ANY(%s)",
        [entry.other_id, [entry.kept_id, entry.other_id]],
    )
    entry.undone_at = at
    entry.save(update_fields=["undone_at"])
    return entry


def store_merge_request(
    kept_id: int,
    other_id: int,
    *,
    contradictions: Sequence[str],
    reason: str,
    actor: Actor,
    at: datetime,
) -> MergeRequestView:
    """Write down that a merge was asked for. Raises `Conflict` ``merge_asked_already`` while one of these two waits,
    `NotAllowed` ``approver_person_needed`` for an actor that is no person."""
    if actor.user_id is None:
        raise NotAllowed("approver_person_needed")
    pair = [kept_id, other_id]
    if MergeRequest.objects.filter(decision="", kept_id__in=pair, other_id__in=pair).exists():
        raise Conflict("merge_asked_already")
    return request_view(
        MergeRequest.objects.create(
            kept_id=kept_id,
            other_id=other_id,
            contradictions=list(contradictions),
            reason=reason,
            asked_by=actor.user_id,
            asked_label=actor.label[:100],
            asked_at=at,
        )
    )


def lock_merge_request(request_id: int) -> MergeRequestView:
    """The request, locked. Raises `Conflict` ``merge_request_decided`` when somebody was first."""
    row = MergeRequest.objects.select_for_update().filter(id=request_id, decision="").first()
    if row is None:
        raise Conflict("merge_request_decided")
    return request_view(row)


def close_merge_request(
    request_id: int,
    *,
    decision: str,
    note: str,
    merge_id: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down what became of a locked request: approve (with the merge it led to) or refuse."""
    MergeRequest.objects.filter(id=request_id).update(
        decision=decision,
        note=note,
        merge_id=merge_id,
        decided_by=actor.user_id,
        decided_label=actor.label[:100],
        decided_at=at,
    )


def lapse_merge_requests(merged_id: int, *, actor: Actor, at: datetime) -> None:
    """Close what waits about a record that is merged away now: nobody sees it any more, so nobody
    could. Once the merge is undone the two may be asked about anew. A request whose approval is this
    merge is closed by it afterwards."""
    MergeRequest.objects.filter(Q(kept_id=merged_id) | Q(other_id=merged_id), decision="").update(
        decision="lapsed", decided_label=actor.label[:100], decided_at=at
    )
