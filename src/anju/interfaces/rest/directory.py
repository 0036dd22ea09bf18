"""``/employers`` and ``/regions``: looking up codes."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Router, Schema

from anju.domains.employers import api as employers
from anju.domains.regions import api as regions
from anju.foundation.errors import NotAllowed
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Few = Annotated[int, Query(ge=1, le=50, description="Entries at most, best first.")]


class Employer(Schema):
    """An employing unit."""

    code: str
    name: str
    uscc: str
    region: str
    address: str
    industry: str


class Employers(Schema):
    """Employers that fit."""

    items: list[Employer]


class Region(Schema):
    """A division with the way down to it."""

    code: str
    name: str
    path: str
    level: int


class Regions(Schema):
    """Divisions that fit, best first."""

    items: list[Region]


@router.get("/employers", response={200: Employers, ERRORS: Problem}, summary="Find employers")
def find_employers(request: TokenRequest, q: pages.Text, limit: Few = 12) -> Employers:
    """By part of the name, code or unified social credit code."""
    areas, parties = request.actor.regions("employer.see"), request.actor.parties("employer.see")
    if areas:
        found = employers.suggest(q, regions=areas, limit=limit)
    elif parties:
        own = employers.employers(
            [int(p.partition(":")[2]) for p in parties if p.startswith("employer:")]
        )
        found = [e for e in own.values() if q in e.name or q.upper() in (e.code, e.uscc)][:limit]
    else:
        raise NotAllowed("not_allowed", permission="employer.see")
    return Employers(
        items=[
            Employer(
                code=e.code,
                name=e.name,
                uscc=e.uscc,
                region=e.region,
                address=e.address,
                industry=e.industry,
            )
            for e in found
        ]
    )


@router.get("/regions", response={200: Regions, ERRORS: Problem}, summary="Find divisions")
def find_regions(
    request: TokenRequest,
    q: pages.Text,
    within: Annotated[
        str, Query(pattern=r"^[0-9]{0,15}$", description="Only inside this prefix.")
    ] = "",
    limit: Few = 12,
) -> Regions:
    """By part of the name, pinyin, initials, code, or a way down (浏阳洞阳)."""
    found = regions.suggest(q, within=within, limit=limit)
    return Regions(
        items=[
            Region(code=p.code, name=p.name, path=p.full_name, level=int(p.level)) for p in found
        ]
    )
