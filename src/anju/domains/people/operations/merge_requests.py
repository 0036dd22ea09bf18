"""Merges that two persons decide: what was asked, and what became of it. Rights and independence the caller checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from anju.domains.people.data import MergeRequestView
from anju.domains.people.models import MergeRequest
from anju.domains.people.queries.merges import request_view
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotAllowed


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
