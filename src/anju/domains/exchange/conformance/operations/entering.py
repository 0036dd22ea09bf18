"""Letting the kit try this very installation: the places it calls as, entered and forgotten again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anju.domains.exchange.conformance.data.report import (
    AGREEMENT,
    ENDED,
    LENT,
    NARROW,
    NARROW_PER_DAY,
    PLACE,
    SUSPENDED,
)
from anju.domains.exchange.links.models import (
    Agreement,
    Message,
    Nonce,
    OwnKey,
    OwnPlace,
    Peer,
    PeerKey,
)
from anju.domains.exchange.links.operations import peers
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.messages.data.classes import CLASSES, ENQUIRY, PURPOSES
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused

Wanted = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Place of the kit → which key → the public key (a JWK): what `Keys.setup` says."""


def lend_place(*, actor: Actor, at: datetime) -> bool:
    """Where this installation takes part in no exchange yet, let it be a place for as long as the kit takes; False
    where it is one. `forget` takes it back."""
    if OwnPlace.objects.exclude(code=LENT).exists():
        return False
    peers.set_place(LENT, "符合性检查", actor=actor, at=at)
    return True


def enter(wanted: Wanted, *, actor: Actor, at: datetime) -> None:
    """Enter both places of the kit as test peers: what they send is kept and answered, and touches no register. Those
    of a run that broke off are forgotten first. `Refused` ``peer_key_unreadable`` where `wanted` is something else."""
    _forget_peers(actor=actor)
    before = at - timedelta(hours=1)
    try:
        used, ended_key = wanted[PLACE]["in_use"], wanted[PLACE]["ended"]
        other = wanted[SUSPENDED]["in_use"]
    except (KeyError, TypeError) as error:
        raise Refused("peer_key_unreadable") from error
    for code, key in ((PLACE, used), (SUSPENDED, other)):
        peers.add_peer(code, "符合性检查", "", actor=actor, at=at, test=True)
        peers.add_key(code, key, since=before, actor=actor, at=at)
    peers.suspend_peer(SUSPENDED, suspended=True, actor=actor, at=at)
    ended = peers.add_key(PLACE, ended_key, since=before, actor=actor, at=at)
    peers.end_key(PLACE, ended, until=before, actor=actor, at=at)
    _agree(AGREEMENT, tuple(CLASSES), PURPOSES, 10_000, -1, 1, actor, at)
    _agree(ENDED, tuple(CLASSES), PURPOSES, 10_000, -30, -2, actor, at)
    _agree(NARROW, (ENQUIRY,), ("care",), NARROW_PER_DAY, -1, 1, actor, at)


def forget(*, actor: Actor) -> None:
    """Remove the places of the kit with all they sent, and the place that was lent."""
    _forget_peers(actor=actor)
    if OwnPlace.objects.filter(code=LENT).exists() and not Peer.objects.exists():
        OwnPlace.objects.all().delete()
        OwnKey.objects.all().delete()


def _forget_peers(*, actor: Actor) -> None:
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
