"""A landlord offers a room of his own, changes what he offers, withdraws it, offers it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from anju.domains.housing.listings.data.codes import DOUBTFUL
from anju.domains.housing.listings.data.offers import TAKEN, Judged, Offer, Placed
from anju.domains.housing.listings.operations import storing
from anju.domains.housing.listings.operations.calling_off import call_off
from anju.domains.housing.listings.operations.storing import OPENED_EVENT, Origin
from anju.domains.housing.listings.queries.placing import placed
from anju.domains.housing.listings.rules import amounts
from anju.domains.housing.listings.rules.contacts import likely_available
from anju.domains.housing.listings.rules.public_text import holds_phone
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events

AGAIN = ("withdrawn", "let", "expired")
"""Ends after which a sender may offer the same again with one tap."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a landlord offers. `rent` in yuan a month, None: to be agreed; `area` in square metres; None and "": not
    stated. `space`: which room of the home, where one is let alone."""

    rent: Decimal | None
    area: Decimal | None = None
    bedrooms: int | None = None
    halls: int | None = None
    baths: int | None = None
    whole: bool | None = None
    space: str = ""
    available: date | None = None
    payment: str = ""
    title: str = ""
    remark: str = ""


def offer_room(
    home_code: str,
    terms: Terms,
    *,
    actor: Actor,
    at: datetime,
    listing_id: int | None = None,
    sure: bool = False,
) -> int:
    """Offer a room, or change the listing `listing_id` of it; the listing's number. The same again changes nothing.

    By whoever answers for the home (`declare` for its party). `sure`: figures that are unlikely were confirmed. Raises
    `NotFound` ``home_unknown``, ``listing_unknown``; `Refused` ``listing_contact_in_text`` (`field`),
    ``listing_available_unlikely`` (`field`), what is doubtful
    (`codes.DOUBTFUL`) unless `sure`; `Conflict` ``listing_offered_already`` where another listing offers the same.
    """
    home = own_home(home_code, actor)
    _require_no_contact(terms)
    if not likely_available(terms.available, today=local_date(at)):
        raise Refused("listing_available_unlikely", field="available")
    before = _own(listing_id, actor) if listing_id else None
    if before is not None and before.home_id != home.id:
        raise NotFound("listing_unknown")
    offer = _offer(home, terms, before.number if before else "")
    doubts = _doubts(offer)
    if doubts and not sure:
        raise Refused(doubts[0])
    (one,) = placed([offer], region=home.region, party=home.party)
    with transaction.atomic():
        _lock(home.party)
        return _stored(replace(one, offer=replace(one.offer, codes=())), before, actor, home, at)


def own_home(home_code: str, actor: Actor) -> HomeView:
    """A home for which the actor answers; `NotFound` ``home_unknown``."""
    home = places.home_by_code(home_code)
    if home is None or not home.party or not actor.may("declare", party=home.party):
        raise NotFound("home_unknown")
    return home


@dataclass(frozen=True, slots=True)
class _Own:
    id: int
    home_id: int | None
    region: str
    party: str
    number: str
    ident: str
    fingerprint: str
    state: str
    closed_why: str


def _own(listing_id: int, actor: Actor) -> _Own:
    """A current listing of the actor's own party, locked."""
    found = rows(
        "SELECT id, home_id, region, party, number, ident, fingerprint, state, closed_why FROM housing_listing "
        "WHERE id = %s AND current AND party = ANY(%s) AND party <> '' FOR UPDATE",
        [listing_id, list(actor.parties("declare"))],
    )
    if not found:
        raise NotFound("listing_unknown")
    return _Own(*found[0])


def _require_no_contact(terms: Terms) -> None:
    for field in ("title", "remark", "payment", "space"):
        if holds_phone(getattr(terms, field)):
            raise Refused("listing_contact_in_text", field=field)


def _offer(home: HomeView, terms: Terms, number: str) -> Offer:
    return Offer(
        0,
        number=number,
        home_code=home.code,
        unit=home.unit,
        room=home.room,
        floor=home.floor,
        **{name: getattr(terms, name) for name in Terms.__dataclass_fields__},
        negotiable=terms.rent is None,
    )


def _doubts(offer: Offer) -> list[str]:
    """What a landlord is asked to look at again."""
    rent, area = offer.rent, offer.area
    doubts = [
        ("listing_rent_unlikely", rent is not None and not _within(rent, amounts.LEAST_RENT, amounts.MOST_RENT)),
        ("listing_area_unlikely", area is not None and not _within(area, amounts.LEAST_AREA, amounts.MOST_AREA)),
        ("listing_rent_for_area_unlikely", not amounts.fits(rent, area)),
    ]  # fmt: skip
    return [code for code, unlikely in doubts if unlikely and code in DOUBTFUL]


def _within(value: Decimal, least: int, most: int) -> bool:
    return least <= value <= most


def _lock(party: str) -> None:
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"listings:{party}"])


def _stored(one: Placed, before: _Own | None, actor: Actor, home: HomeView, at: datetime) -> int:
    known = rows(
        "SELECT id, home_id, region, party, number, ident, fingerprint, state, closed_why FROM housing_listing "
        "WHERE source = %s AND current AND ident = %s FOR UPDATE",
        [home.party, one.ident],
    )
    same = _Own(*known[0]) if known else None
    if before is not None and same is not None and same.id != before.id and same.state != "closed":
        raise Conflict("listing_offered_already")
    if before is None and same is None and (other := _whole_offered(home, one)):
        raise Conflict("listing_offered_already", listing=other)
    if same is not None and same.state == "open" and same.fingerprint == one.fingerprint:
        return same.id
    if before is not None and same is not None and same.id != before.id:
        storing.retire([same.id], at=at)
    earlier = before or same
    return _written(one, earlier.id if earlier else None, actor, home, at)


def _whole_offered(home: HomeView, one: Placed) -> int | None:
    """Another open listing of this landlord of the same home as a whole."""
    if one.offer.space:
        return None
    found = rows(
        "SELECT id FROM housing_listing WHERE home_id = %s AND party = %s AND current AND state <> 'closed' "
        "AND space = '' LIMIT 1",
        [home.id, home.party],
    )
    return found[0][0] if found else None


def _written(one: Placed, before: int | None, actor: Actor, home: HomeView, at: datetime) -> int:
    origin = Origin(home.party, home.party, None, actor.user_id, actor.label, at)
    (made,) = storing.store([Judged(one, TAKEN, before=before)], origin)
    audit.record_write(
        actor,
        action="housing.listing_change" if before else "housing.listing_offer",
        subject_kind="listing",
        subject_id=made,
        at=at,
        detail={"home": home.id, "before": before or 0},
    )
    events.emit(OPENED_EVENT, {"listings": [made]}, at=at)
    return made


def withdraw_listing(listing_id: int, *, actor: Actor, at: datetime) -> None:
    """Withdraw a listing of one's own; one that is closed already stays as it is. `NotFound` ``listing_unknown``."""
    with transaction.atomic():
        own = _own(listing_id, actor)
        if own.state == "closed":
            return
        storing.close([own.id], why="withdrawn", at=at)
        call_off([own.id], actor=actor, at=at)
        _record(own, "housing.listing_withdraw", actor, at)


def reopen_listing(listing_id: int, *, actor: Actor, at: datetime) -> None:
    """Offer again, unchanged, what was withdrawn, let or expired; say of an open one that it is still offered.
    `NotFound` ``listing_unknown``; `Conflict` ``listing_not_reopened`` where it ended otherwise."""
    with transaction.atomic():
        own = _own(listing_id, actor)
        if own.state != "open" and own.closed_why not in AGAIN:
            raise Conflict("listing_not_reopened")
        storing.reopen([own.id], at=at)
        _record(own, "housing.listing_reopen", actor, at)
        if own.state != "open":
            events.emit(OPENED_EVENT, {"listings": [own.id]}, at=at)


def _record(own: _Own, action: str, actor: Actor, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="listing",
        subject_id=own.id,
        at=at,
        detail={"home": own.home_id or 0},
    )
