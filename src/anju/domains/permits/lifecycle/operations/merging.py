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
                detail={
                    "kept": kept.pk,
                    "note": note,
                    "cards": [[c, s] for c, s in cards.items()],
                },
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
            if _origins(p)[-1:] == [other_person]
        ]
        for permit in moved:
            _give(permit, other_person, kept_person, actor=actor, at=at, back=True)
        for person in (kept_person, other_person):
            _open_again(person, actor=actor, at=at)
        return len(moved)


def _open_again(person: int, *, actor: Actor, at: datetime) -> None:
    """Where the permit that stood for a record went with another record, the record's own is in use again: of several
    the one that a merge would keep. What another merge still ends stays ended."""
    own = list(Permit.objects.select_for_update().filter(person_id=person).order_by("id"))
    live = next((p for p in own if p.state in LIVE), None)
    without = [
        (p, last)
        for p in own
        if p.merged_into_id is not None
        and p.merged_into_id not in {o.pk for o in own}
        and (last := _ended_by_merge(p)) is not None
    ]
    if not without:
        return
    if live is None:
        city = _city_lived_in((person,), at)
        live, last = min(
            without,
            key=lambda found: (
                city_of(found[0].issuer or found[0].region) != city,
                *_age(found[0]),
            ),
        )
        was = PermitState(last.from_state)
        to = (
            in_use(live.endorsed_until, local_date(at))
            if was in (PermitState.ACTIVE, PermitState.SUSPENDED)
            else was
        )
        make_transition(
            live,
            TransitionKind.UNDONE,
            actor=actor,
            at=at,
            to=to,
            merged_into=None,
            detail={"undid": last.pk},
        )
        _cards_back(live, last)
    rest = [p.pk for p, _ in without if p.pk != live.pk]
    Permit.objects.filter(pk__in=rest).update(merged_into=live)


def _ended_by_merge(permit: Permit) -> PermitEvent | None:
    """The event by which a merge ended a permit, where that is its last."""
    last = PermitEvent.objects.filter(permit=permit).order_by("-id").first()
    ended = last is not None and last.kind == TransitionKind.CANCELLED
    return last if ended and last is not None and last.reason == CancelReason.MERGED else None


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


def _origins(permit: Permit) -> list[int]:
    """The records a permit was handed on from, by one merge after the other."""
    found = (permit.legacy or {}).get("moved_from", [])
    return found if isinstance(found, list) else [found]


def _give(
    permit: Permit, person: int, origin: int, *, actor: Actor, at: datetime, back: bool = False
) -> None:
    """Hand a permit with its cards to another record; where it came from is remembered, merge by merge, so that it can
    go back."""
    fresh = Permit.objects.get(id=permit.pk)
    legacy = {k: v for k, v in (fresh.legacy or {}).items() if k != "moved_from"}
    origins = _origins(fresh)[:-1] if back else [*_origins(fresh), origin]
    fresh.legacy = {**legacy, "moved_from": origins} if origins else legacy or None
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
        detail={"moved_from": None if back else origin},
    )
