"""The permit follows its holder: a new address in the same city changes the permit, and a new card is proposed.

Nobody is made to buy a card: the life line says that the print is old, the holder is notified, and orders with one tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.lifecycle.operations.loss_and_replacement import completed
from anju.domains.permits.production.data import CardStatus
from anju.domains.permits.production.models import Card
from anju.domains.permits.transitions.data import notices as words
from anju.domains.permits.transitions.data.states import LIVE
from anju.domains.permits.transitions.data.transitions import TransitionKind
from anju.domains.permits.transitions.operations.notifying import notify_holders
from anju.domains.permits.transitions.operations.transition import locked, make_transition
from anju.domains.register import api as register
from anju.domains.register.api import StayView
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

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
