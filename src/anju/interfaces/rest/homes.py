"""``/homes``: find, look, occupants."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Path, Query, Router, Schema

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.actor import EVERYWHERE, Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed, NotFound
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem
from anju.interfaces.rest.people import schemas as staying
from anju.interfaces.rest.people.schemas import Stay


class Home(Schema):
    """A home. `verified` false: named by a list, not looked at yet."""

    code: str
    region: str
    address: str
    building: str
    unit: str
    floor: int
    room: str
    capacity: int
    dwelling: str
    verified: bool
    closed_on: date | None


class Homes(Schema):
    """A page of homes."""

    items: list[Home]
    next: str | None


class Occupants(Schema):
    """Who lives there on that day."""

    home: str
    as_of: date
    capacity: int
    items: list[Stay]


router = Router()
Code = Annotated[str, Path(min_length=1, max_length=20, description="The code of the plate.")]
Day = Annotated[date | None, Query(description="That day instead of today.")]


@router.get("/homes", response={200: Homes, ERRORS: Problem}, summary="Find homes")
def find(
    request: TokenRequest, q: pages.Text, limit: pages.Limit = 20, cursor: pages.Cursor = ""
) -> Homes:
    """By code, or part of address, building and room."""
    start = pages.begin(cursor)
    found = within(request.actor, q, start + limit + 1)
    return Homes(
        items=[home_schema(h) for h in found[start : start + limit]],
        next=pages.after(start, limit, len(found) - start),
    )


@router.get("/homes/{code}", response={200: Home, ERRORS: Problem}, summary="One home")
def one(request: TokenRequest, code: Code) -> Home:
    """A home by its code."""
    return home_schema(visible(request.actor, code))


@router.get(
    "/homes/{code}/occupants", response={200: Occupants, ERRORS: Problem}, summary="Who lives there"
)
def occupants(
    request: TokenRequest, code: Code, x_purpose: Purpose = None, as_of: Day = None
) -> Occupants:
    """The stays in a home on a day, with names."""
    actor, home = for_people(request, x_purpose), visible(request.actor, code)
    day = as_of or local_date(request.at)
    stays = register.occupants([home.id], as_of=day)
    names = {p.id: p.name for p in people.persons([s.person_id for s in stays]).values()}
    stays = [s for s in stays if s.person_id in names]
    audit.record_read(
        actor,
        person_ids=list(names),
        fields=("name", "stays"),
        action="api.homes.occupants",
        at=request.at,
    )
    return Occupants(
        home=home.code, as_of=day, capacity=home.capacity, items=staying.stay_schema(stays, names)
    )


def within(actor: Actor, q: str, limit: int) -> list[HomeView]:
    """Homes that fit, in the actor's areas or of the actor's party. `NotAllowed` without either."""
    regions, parties = actor.regions("home.see"), actor.parties("home.see")
    if regions:
        return places.suggest(q, regions=regions, limit=limit)
    if not parties:
        raise NotAllowed("not_allowed", permission="home.see")
    return [
        h for p in parties for h in places.suggest(q, regions=(EVERYWHERE,), party=p, limit=limit)
    ]


def visible(actor: Actor, code: str) -> HomeView:
    """The home, if the actor may see it. `NotFound` alike for absent and hidden ones."""
    home = places.home_by_code(code)
    if home is None or not (
        actor.may("home.see", region=home.region)
        or (home.party and actor.may("home.see", party=home.party))
    ):
        raise NotFound("home_unknown")
    return home


def home_schema(home: HomeView) -> Home:
    """A home as the API gives it."""
    return Home(
        code=home.code,
        region=home.region,
        address=home.text,
        building=home.building_code,
        unit=home.unit,
        floor=home.floor,
        room=home.room,
        capacity=home.capacity,
        dwelling=home.dwelling,
        verified=home.verified,
        closed_on=home.closed_on,
    )
