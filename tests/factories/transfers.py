"""Requests to send something on, and what comes from the other place, as tests make them."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from anju.domains.exchange.api import links, transfers
from anju.domains.exchange.api.transfers import TransferView, Wanted
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound
from tests.factories.exchange import THERE
from tests.factories.register import PLATFORM

_keys = itertools.count()
SAID = {"carer_name": "周德厚", "carer_phone": "13900000001", "carer_relation": "61"}
LATER = timedelta(minutes=31)


def parent(person: int, user: int = 9601) -> Actor:
    grant = Grant("resident", frozenset({"person.see"}), party=f"person:{person}")
    return Actor("public", user, "家长", (grant,), person_id=person)


def officer(region: str, user: int = 9701, *permissions: str) -> Actor:
    may = frozenset({"person.see", *(permissions or ("case.handle",))})
    return Actor("staff", user, "街道办", (Grant("street", may, region=region),))


def carer_of(ref: str, place: str = THERE, **entered: str) -> Wanted:
    return Wanted("carer", ref, place, entered={**SAID, **entered})


def asked(wanted: Wanted, actor: Actor, at: datetime, key: str = "") -> int:
    with acting(actor):
        return transfers.request(wanted, key=key or f"t{next(_keys)}", actor=actor, at=at)


def seen(number: int, actor: Actor, at: datetime) -> TransferView:
    with acting(actor):
        return transfers.one(number, actor=actor, at=at)


def steps(number: int, actor: Actor, at: datetime) -> list[str]:
    return [s.step for s in seen(number, actor, at).steps]


def lists(actor: Actor, at: datetime, which: str = "waiting") -> list[Any]:
    with acting(actor):
        return transfers.office_list(which, actor=actor, at=at)[0]


def in_hand_of(person: int) -> int:
    """A carer's contact of this person, signed and in their hand, for a place without a link."""
    at = now()
    with acting(PLATFORM):
        try:
            links.own_place()
        except NotFound:
            links.set_place("430181", "浏阳市", actor=PLATFORM, at=at)
    return asked(carer_of(f"person:{person}", "other"), parent(person, 9600 + person), at)


def brought(person: int, region: str) -> int:
    """The same file, brought to the street office that this region names."""
    actor, at = parent(person, 9600 + person), now()
    number = in_hand_of(person)
    with acting(actor):
        data = transfers.in_hand(number, actor=actor, at=at)
    clerk = officer(region)
    with acting(clerk):
        return transfers.bring(data, actor=clerk, at=at)
