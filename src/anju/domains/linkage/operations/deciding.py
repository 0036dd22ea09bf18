"""Somebody finds that two records are two people, or takes that back. Merging is the register's."""

from __future__ import annotations

from datetime import datetime

from anju.domains.linkage.models import DoubtfulPair
from anju.domains.linkage.operations.proposing import note_changed
from anju.domains.linkage.queries.doubtful import DIFFERENT, OPEN
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number


def find_different(one: int, other: int, *, actor: Actor, note: str, at: datetime) -> None:
    """Note that two records are two people: they are not proposed again, whatever is learnt anew, and nobody merges
    them until it is taken back. A pair that was found different already stays as it is.

    Raises `Refused` ``reason_missing``, ``identity_number_in_text``, and as `_require_both`.
    """
    if not note.strip():
        raise Refused("reason_missing")
    require_no_identity_number(note)
    _require_both(one, other, actor)
    with as_intake_role():
        people.lock([one, other])
        pair, _ = DoubtfulPair.objects.select_for_update().get_or_create(
            one_id=min(one, other), other_id=max(one, other)
        )
        if pair.state == DIFFERENT:
            return
        pair.state, pair.note = DIFFERENT, note.strip()[:200]
        pair.decided_by, pair.decided_label, pair.decided_at = (
            actor.user_id,
            actor.label[:100],
            at,
        )
        pair.save()
        _record(actor, "linkage.different", pair, at)


def take_back_different(one: int, other: int, *, actor: Actor, at: datetime) -> None:
    """The two may be one person again: they are compared anew.

    Raises `Conflict` ``linkage_not_decided`` when nothing stands that could be taken back, and as `_require_both`.
    """
    _require_both(one, other, actor)
    with as_intake_role():
        people.lock([one, other])
        pair = (
            DoubtfulPair.objects.select_for_update()
            .filter(one_id=min(one, other), other_id=max(one, other), state=DIFFERENT)
            .first()
        )
        if pair is None:
            raise Conflict("linkage_not_decided")
        _record(actor, "linkage.different_undone", pair, at)
        if pair.weight is None:
            pair.delete()
        else:
            pair.state, pair.note, pair.decided_by = OPEN, "", None
            pair.decided_label, pair.decided_at = "", None
            pair.save()
        note_changed([one, other])


def _require_both(one: int, other: int, actor: Actor) -> None:
    """Raises `NotAllowed` (``merge_elsewhere``) unless the actor may merge where each of the two lives or works now,
    `NotFound` for people out of sight."""
    actor.require("person.merge")
    if one == other or len(people.persons([one, other])) < 2:
        raise NotFound("person_unknown")
    if {one, other} - people.within_scope_now(actor, [one, other], "person.merge"):
        raise NotAllowed("merge_elsewhere")


def _record(actor: Actor, action: str, pair: DoubtfulPair, at: datetime) -> None:
    for person in (pair.one_id, pair.other_id):
        audit.record_write(
            actor,
            action=action,
            subject_kind="linkage_pair",
            subject_id=pair.id,
            person_id=person,
            at=at,
            detail={"one": pair.one_id, "other": pair.other_id},
        )
