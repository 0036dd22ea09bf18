"""Keys and an agreement between the two installations: proposed by the city's office, accepted by the district's."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from anju.demo.load.base_data import actor_of
from anju.demo.second_city.load import Accounts
from anju.demo.second_city.people import Town
from anju.domains.exchange.api import links, messages
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound

NUMBER = "DEMO-2026-01"
DAYS, PER_DAY = 730, 2_000


@dataclass(frozen=True, slots=True)
class Offer:
    """What one place gives the other so that it can be entered there."""

    code: str
    name: str
    url: str
    regions: tuple[str, ...]
    jwk: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """As JSON writes it."""
        return asdict(self)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        """As JSON had it."""
        return cls(
            found["code"], found["name"], found["url"], tuple(found["regions"]), found["jwk"]
        )


def offer(town: Town, url: str, accounts: Accounts, *, at: datetime) -> Offer:
    """This place as the other one enters it; where it takes part in no exchange yet, it does so from now on."""
    city = actor_of(accounts["city"], at=at, channel="web")
    with acting(city):
        try:
            code, name = links.own_place()
        except NotFound:
            links.set_place(town.code, town.name, actor=city, at=at)
            code, name = town.code, town.name
        return Offer(code, name, url, town.regions, links.own_public_keys()[0].jwk())


def linked(other: Offer, accounts: Accounts, *, at: datetime) -> None:
    """Enter the other place with its key, and put an agreement on everything in force. Again, it changes nothing."""
    city, district = (actor_of(accounts[u], at=at, channel="web") for u in ("city", "district"))
    with acting(city), suppress(Conflict):
        links.add_peer(other.code, other.name, other.url, regions=other.regions, actor=city, at=at)
    with acting(city), suppress(Conflict):
        links.add_key(other.code, other.jwk, since=at - timedelta(minutes=5), actor=city, at=at)
    with acting(city):
        number = _proposed(other.code, at, city)
    if number is not None:
        with acting(district):
            links.accept_agreement(number, actor=district, at=at)


def _proposed(code: str, at: datetime, actor: Actor) -> int | None:
    """The agreement that waits to be accepted; None when it was before."""
    known = next((a for a in links.agreements_of(links.peer(code).id) if a.number == NUMBER), None)
    if known is not None:
        return known.id if known.state == "proposed" else None
    classes, today = tuple(messages.CLASSES), local_date(at)
    return links.propose_agreement(
        code,
        NUMBER,
        classes=classes,
        own_classes=classes,
        purposes=messages.PURPOSES,
        first=today,
        last=today + timedelta(days=DAYS),
        per_day=PER_DAY,
        actor=actor,
        at=at,
    )
