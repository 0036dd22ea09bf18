"""Several permits of one person become one: when two records turn out to be of one person, and by hand.

The one that is kept is the one of the city lived in today; where that says nothing, the one that counts the longer
residence. The other is cancelled and points to it; nothing is
deleted, and when the merge of the records is taken back, each has its permit again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.production.data import CardStatus
from anju.domains.permits.production.models import Card, Delivery
from anju.domains.permits.production.operations.ordering import GOOD, end_all
from anju.domains.permits.transitions import operations
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CancelReason,
    PermitState,
    PermitView,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.operations import make_transition
from anju.domains.permits.transitions.queries import permit_view
from anju.domains.permits.transitions.rules import in_use
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.free_text import require_no_identity_number


def merge_permits(
    kept_id: int, other_id: int, *, note: str, actor: Actor, at: datetime
) -> PermitView:
    """Two permits whose holders are one person, found by somebody: merge the records, and their permits with them.

    The permit that stands for both. Staff with ``permit.issue`` where both are and ``person.merge``. Raises `Refused`
    ``merge_same_person`` (a person has one live permit already), ``merge_ended``, ``note_missing``, and what
    `register.merge_people` does: records that contradict each other are merged by two persons, and the permits follow.
    """
    require_no_identity_number(note)
    for one in (kept_id, other_id):
        operations.require_visible(one)
    kept, other = Permit.objects.get(id=kept_id), Permit.objects.get(id=other_id)
    for permit in (kept, other):
        operations.require(permit, actor, operations.ISSUE)
    if not note.strip():
        raise Refused("note_missing")
    if kept.person_id == other.person_id:
        raise Refused("merge_same_person")
    if kept.state not in LIVE or other.state not in LIVE:
        raise Refused("merge_ended")
    register.merge_people(
        kept.person_id, other.person_id, actor=actor, reason=note.strip()[:200], at=at
    )
    with as_intake_role():
        chosen = merge_people(
            kept.person_id, other.person_id, actor=actor, at=at, note=note.strip()[:300]
        )
        return permit_view(Permit.objects.get(id=chosen or kept_id))


def merge_people(
    kept_person: int, other_person: int, *, actor: Actor, at: datetime, note: str = ""
) -> int | None:
    """Two records became one: their permits follow; the permit kept where both had a live one. Done once, it finds
    nothing more to do."""
    with as_intake_role():
        theirs = list(
            Permit.objects.select_for_update().filter(person_id=other_person).order_by("id")
        )
        mine = (
            Permit.objects.select_for_update().filter(person_id=kept_person, state__in=LIVE).first()
        )
        live = next((p for p in theirs if p.state in LIVE), None)
        chosen: int | None = None
        if live is not None and mine is not None:
            city = _city_lived_in((kept_person, other_person), at)
            kept, other = sorted(
                (mine, live), key=lambda p: (city_of(p.issuer or p.region) != city, *_age(p))
            )
            cards = dict(
                Card.objects.filter(
                    permit=other, status__in=[CardStatus.WAITING, *GOOD]
                ).values_list("id", "status")
            )
            done = make_transition(
                other,
                TransitionKind.CANCELLED,
                actor=actor,
                at=at,
                reason=CancelReason.MERGED,
                merged_into=kept,
                detail={"kept": kept.pk, "note": note, "cards": [[c, s] for c, s in cards.items()]},
            )
            end_all(done, at=at)
            chosen = kept.pk
        for permit in theirs:
            _give(permit, kept_person, other_person, actor=actor, at=at)
        return chosen


def unmerge_people(kept_person: int, other_person: int, *, actor: Actor, at: datetime) -> int:
    """The records are two again: what came from the other goes back, cancelled for the merge alone or not; how many."""
    with as_intake_role():
        moved = [
            p
            for p in Permit.objects.select_for_update().filter(person_id=kept_person)
            if (p.legacy or {}).get("moved_from") == other_person
        ]
        for permit in moved:
            _give(permit, other_person, None, actor=actor, at=at)
        merged = Permit.objects.select_for_update().filter(
            person_id__in=(kept_person, other_person), merged_into__isnull=False
        )
        for permit in merged:
            last = PermitEvent.objects.filter(permit=permit).order_by("-id").first()
            if (
                last is not None
                and last.kind == TransitionKind.CANCELLED
                and last.reason == CancelReason.MERGED
            ):
                was = PermitState(last.from_state)
                to = (
                    in_use(permit.endorsed_until, local_date(at))
                    if was in (PermitState.ACTIVE, PermitState.SUSPENDED)
                    else was
                )
                make_transition(
                    permit,
                    TransitionKind.UNDONE,
                    actor=actor,
                    at=at,
                    to=to,
                    merged_into=None,
                    detail={"undid": last.pk},
                )
                _cards_back(permit, last)
        return len(moved)


def _cards_back(permit: Permit, end: PermitEvent) -> None:
    """The cards that the merge alone had ended are what they were; a permit has only one that waits to be made."""
    for card, status in end.detail.get("cards", []):
        Card.objects.filter(id=card, permit=permit, status=CardStatus.VOID).update(
            status=status, ended_at=None
        )


def _city_lived_in(persons: Sequence[int], at: datetime) -> str:
    """The city of the habitual stay that either record has today; the one that began last where both have one."""
    stays = [s for s in register.stays_of(list(persons), as_of=local_date(at)) if s.habitual]
    return city_of(max(stays, key=lambda s: (s.since, s.id)).region) if stays else ""


def _age(permit: Permit) -> tuple[date, int]:
    return permit.residence_from or permit.issued_on or date.max, permit.pk


def _give(permit: Permit, person: int, origin: int | None, *, actor: Actor, at: datetime) -> None:
    """Hand a permit with its cards to another record; `origin` is remembered, so that it can go back."""
    fresh = Permit.objects.get(id=permit.pk)
    legacy = {k: v for k, v in (fresh.legacy or {}).items() if k != "moved_from"}
    fresh.legacy = {**legacy, "moved_from": origin} if origin is not None else legacy or None
    fresh.person_id = person
    fresh.save(update_fields=["person_id", "legacy"])
    Card.objects.filter(permit=permit).update(person_id=person)
    Delivery.objects.filter(card__permit=permit).update(person_id=person)
    audit.record_write(
        actor,
        action="permits.holder",
        subject_kind="permit",
        subject_id=permit.pk,
        person_id=person,
        at=at,
        detail={"moved_from": origin},
    )
