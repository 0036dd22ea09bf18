"""Loss, finding again, damage, a new address, a mistake in print: what happens to the card, and to the permit with it.

Art. 11: a lost card is replaced at the local station, a damaged one handed back for a new one. Art. 21: a
replacement at cost; a card the centre spoilt, or one whose print was our mistake, is not the holder's to pay.

A new address in the same city changes the permit, and a new card is proposed. Nobody is made to buy one: the life
line says that the print is old, the holder is notified, and orders with one tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.production.data import CardStatus, DeliveryStatus
from anju.domains.permits.production.models import Card, Delivery
from anju.domains.permits.production.operations import layout
from anju.domains.permits.production.operations.layout import store_photo
from anju.domains.permits.production.operations.ordering import GOOD, end_all, order
from anju.domains.permits.production.rules.photos import QUALITY, photograph
from anju.domains.permits.transitions import operations, rules
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CardReason,
    PermitState,
    PermitView,
    TransitionKind,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent
from anju.domains.permits.transitions.operations import locked, make_transition, notify_holders
from anju.domains.permits.transitions.queries import permit_view
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Refused
from anju.foundation.files import cleaned

FREE = frozenset({CardReason.FIRST, CardReason.FAILED, CardReason.CORRECTED})
"""Cards for which nothing is charged (art. 21: the first one; ours by reason)."""


def report_loss(
    permit_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> PermitView:
    """The card is lost: it counts no longer from this moment, whoever holds it. By the holder, or staff with
    ``permit.apply`` there. Raises `NotFound`, `NotAllowed`, `Conflict`."""
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        operations.require_or_holder(permit, actor, operations.APPLY)
        good = list(
            Card.objects.filter(permit=permit, status__in=GOOD).values_list("id", flat=True)
        )
        done = make_transition(
            permit, TransitionKind.LOST, actor=actor, at=at, detail={"cards": good}
        )
        end_all(permit, at=at, made_only=True)
        return permit_view(done)


def report_found(
    permit_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> PermitView:
    """The card was found: what the loss took from use counts as before, beside a card on order for a new address.

    Raises `Refused` ``card_replaced`` when a new card was ordered in its place since: the old one is handed back;
    ``card_ended`` when the permit had ended since: its cards stay void, also after the end was taken back.
    """
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        operations.require_or_holder(permit, actor, operations.APPLY)
        loss = (
            PermitEvent.objects.filter(permit=permit, kind=str(TransitionKind.LOST))
            .order_by("-id")
            .first()
        )
        if loss is not None and permit.state == PermitState.LOST:
            _still_counts(permit, loss)
        done = make_transition(
            permit,
            TransitionKind.FOUND,
            actor=actor,
            at=at,
            to=rules.in_use(permit.endorsed_until, local_date(at)),
        )
        if loss is not None:
            _back_in_use(permit, loss)
        return permit_view(done)


def _still_counts(permit: Permit, loss: PermitEvent) -> None:
    since = PermitEvent.objects.filter(permit=permit, id__gt=loss.pk)
    if since.filter(kind=str(TransitionKind.UNDONE)).exists():
        raise Refused("card_ended", number=permit.number)
    ordered_since = since.filter(
        kind=str(TransitionKind.CARD_ORDERED), reason__in=[CardReason.LOST, CardReason.DAMAGED]
    )
    if ordered_since.exists():
        raise Refused("card_replaced", number=permit.number)


def _back_in_use(permit: Permit, loss: PermitEvent) -> None:
    """The cards that the loss ended: handed out those that had been, ready those that lay ready."""
    for card in Card.objects.filter(permit=permit, id__in=loss.detail.get("cards", [])):
        handed = Delivery.objects.filter(card=card, status=DeliveryStatus.HANDED).exists()
        card.status, card.ended_at = CardStatus.DELIVERED if handed else CardStatus.MADE, None
        card.save(update_fields=["status", "ended_at"])


def order_card(
    permit_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    ethnicity: str = "",
    photo_id: int | None = None,
    application_id: int | None = None,
) -> int:
    """Order a new card for a loss, damage, new address, a mistake in print or a failed production; its id.

    A damaged card is handed back here and now; one whose address is old stays good until the new one is handed out.
    By staff with ``permit.make`` there; for a loss or a new address also by the holder. Raises `Conflict`
    ``card_under_way``, `Refused` ``permit_reason``, ``card_not_lost`` for a loss that was not reported.
    """
    operations.require_visible(permit_id)
    with as_intake_role():
        permit = locked(permit_id, version=version)
        allowed_to_holder = reason in (CardReason.LOST, CardReason.ADDRESS)
        if not (allowed_to_holder and operations.is_holder(permit, actor)):
            operations.require(permit, actor, operations.MAKE)
        return ordered(
            permit,
            reason,
            actor=actor,
            at=at,
            ethnicity=ethnicity,
            photo_id=photo_id,
            application_id=application_id,
        ).pk


def ordered(
    permit: Permit,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    ethnicity: str = "",
    photo_id: int | None = None,
    application_id: int | None = None,
) -> Card:
    """The same for a locked permit, as the intake role, without asking who."""
    if reason == CardReason.LOST and permit.state != PermitState.LOST:
        raise Refused("card_not_lost", number=permit.number)
    done = make_transition(
        permit,
        TransitionKind.CARD_ORDERED,
        actor=actor,
        at=at,
        reason=reason,
        application_id=application_id,
        detail={"fee": "free" if reason in FREE else "cost"},
    )
    if reason == CardReason.DAMAGED:
        end_all(permit, at=at, made_only=True)
    return order(done, CardReason(reason), at=at, ethnicity=ethnicity, photo_id=photo_id)


def complete_card(
    permit_id: int, *, actor: Actor, at: datetime, ethnicity: str = "", photo: bytes | None = None
) -> int:
    """Bring what a waiting card lacks (photograph, ethnicity) and print the register's present words on it; its id.

    Staff with ``permit.make``. Raises `Refused` ``card_none_waiting``, ``photo_not_fit`` with all reasons, and
    what `store_photo` raises.
    """
    operations.require_visible(permit_id)
    shaped = photograph(cleaned(photo, pdf=False, quality=QUALITY)[0])[0] if photo else b""
    with as_intake_role():
        permit = locked(permit_id)
        operations.require(permit, actor, operations.MAKE)
        waiting = (
            Card.objects.filter(permit=permit, status=CardStatus.WAITING)
            .order_by("-version")
            .first()
        )
        if waiting is None:
            raise Refused("card_none_waiting", number=permit.number)
        kept = store_photo(shaped, at=at) if shaped else None
        return completed(permit, waiting, at=at, actor=actor, ethnicity=ethnicity, photo_id=kept).pk


def completed(
    permit: Permit,
    card: Card,
    *,
    actor: Actor,
    at: datetime,
    ethnicity: str = "",
    photo_id: int | None = None,
) -> Card:
    """The waiting card with what was brought and the register's present words."""
    printed = layout.opened(card)
    card.layout_cipher = layout.sealed(
        layout.layout_of(permit, ethnicity=ethnicity or printed["ethnicity"], at=at), card=card.pk
    )
    card.photo_id = photo_id or card.photo_id
    card.region = permit.region
    card.save(update_fields=["layout_cipher", "photo", "region"])
    audit.record_write(
        actor,
        action="permits.card_completed",
        subject_kind="card",
        subject_id=card.pk,
        person_id=permit.person_id,
        at=at,
        detail={"photo": photo_id is not None, "ethnicity": bool(ethnicity)},
    )
    return card


_LIVE = """
SELECT p.person_id, p.id, greatest(%s, (SELECT max(e.at) FROM permits_permit_event e WHERE e.permit_id = p.id))
FROM permits_permit p WHERE p.person_id = ANY(%s) AND p.state = ANY(%s) ORDER BY p.id
"""
"""Permit and moment of each person: the one asked for, but never before the last thing that happened to the permit."""


def follow(person_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Bring the live permits of these people to the address the register has now; how many moved. As the intake role.

    A stay in another city changes nothing: a permit is good in one city (art. 2), and ends there by its own rules.
    `at`: the moment of the news, which may come late.
    """
    held = {
        person: (permit, moment)
        for person, permit, moment in rows(
            _LIVE, [at, list(set(person_ids)), [str(s) for s in LIVE]]
        )
    }
    days = {local_date(moment) for _, moment in held.values()}
    with as_intake_role():
        stays = {
            s.person_id: s
            for day in days
            for s in register.stays_of(
                [p for p, (_, moment) in held.items() if local_date(moment) == day], as_of=day
            )
            if s.habitual
        }
        return sum(_follow(held[p][0], stay, actor, held[p][1]) for p, stay in stays.items())


def _follow(permit_id: int, stay: StayView, actor: Actor, at: datetime) -> bool:
    permit = locked(permit_id)
    same_city = city_of(stay.region) == city_of(permit.issuer or permit.region)
    if (
        stay.person_id != permit.person_id
        or not same_city
        or stay.home_id in (None, permit.home_id)
    ):
        return False
    before = {"home": permit.home_id, "region": permit.region}
    done = make_transition(
        permit,
        TransitionKind.MOVED,
        actor=actor,
        at=at,
        effective=stay.since,
        home_id=stay.home_id,
        region=stay.region[:12],
        detail={"before": before, "home": stay.home_id, "stay": stay.id},
    )
    Card.objects.filter(permit=done).exclude(status=CardStatus.VOID).update(region=done.region)
    waiting = Card.objects.filter(permit=done, status=CardStatus.WAITING).first()
    if waiting is not None:  # not printed yet: it is simply printed right
        completed(done, waiting, actor=actor, at=at)
    elif before["home"] is not None:
        notify_holders([done.person_id], "permits.moved", words.MOVED, at=at, permits=[done.pk])
    return True
