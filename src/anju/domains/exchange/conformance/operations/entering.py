"""Letting the kit try this very installation: the places it calls as, entered and forgotten again."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.exchange.conformance.data.report import (
    AGREEMENT,
    ENDED,
    NARROW,
    NARROW_PER_DAY,
    PLACE,
    SUSPENDED,
)
from anju.domains.exchange.conformance.rules.kit import Keys
from anju.domains.exchange.links.models import Agreement, Message, Nonce, Peer, PeerKey
from anju.domains.exchange.links.operations import peers
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.messages.data.classes import CLASSES, ENQUIRY, PURPOSES
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date


def enter(keys: Keys, *, actor: Actor, at: datetime) -> None:
    """Enter both places of the kit as test peers: what they send is kept and answered, and touches no register. Those
    of a run that broke off are forgotten first."""
    forget(actor=actor)
    for code, key in ((PLACE, keys.used), (SUSPENDED, keys.suspended)):
        peers.add_peer(code, "符合性检查", "", actor=actor, at=at, test=True)
        peers.add_key(code, key.key.jwk(), since=at - timedelta(hours=1), actor=actor, at=at)
    peers.suspend_peer(SUSPENDED, suspended=True, actor=actor, at=at)
    before = at - timedelta(hours=1)
    ended = peers.add_key(PLACE, keys.ended.key.jwk(), since=before, actor=actor, at=at)
    peers.end_key(PLACE, ended, until=before, actor=actor, at=at)
    _agree(AGREEMENT, tuple(CLASSES), PURPOSES, 10_000, -1, 1, actor, at)
    _agree(ENDED, tuple(CLASSES), PURPOSES, 10_000, -30, -2, actor, at)
    _agree(NARROW, (ENQUIRY,), ("care",), NARROW_PER_DAY, -1, 1, actor, at)


def forget(*, actor: Actor) -> None:
    """Remove the places of the kit with all they sent."""
    actor.require(MANAGE)
    test = Peer.objects.filter(test=True)
    for model in (Message, Nonce, Agreement, PeerKey):
        model.objects.filter(peer__in=test).delete()
    test.delete()


def _agree(
    number: str,
    classes: tuple[str, ...],
    purposes: tuple[str, ...],
    per_day: int,
    first: int,
    last: int,
    actor: Actor,
    at: datetime,
) -> None:
    today = local_date(at)
    made = peers.propose_agreement(
        PLACE,
        number,
        classes=classes,
        own_classes=(),
        purposes=purposes,
        first=today + timedelta(days=first),
        last=today + timedelta(days=last),
        per_day=per_day,
        actor=actor,
        at=at,
    )
    peers.accept_agreement(made, actor=actor, at=at)
