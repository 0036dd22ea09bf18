"""Which employer a page is about, and what every page of the area needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.imports.import_area import ImportArea
from anju.interfaces.web.session import ActorRequest

BASE = "employer/base.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the area's navigation."""

    route: str
    url: str
    icon: str


def own_employers(actor: Actor) -> list[EmployerView]:
    """The employers this actor sends for, by name."""
    ids = [
        int(p.removeprefix("employer:"))
        for p in actor.parties("import.run")
        if p.startswith("employer:")
    ]
    return sorted(employers.employers(ids).values(), key=lambda e: e.name)


def employer_of(asker: Asker, employer_id: int) -> EmployerView:
    """The employer of an address; `NotFound` for everybody who does not act for it."""
    if not asker.actor.may("import.run", party=f"employer:{employer_id}"):
        raise NotFound("employer_unknown", id=employer_id)
    found = employers.employers([employer_id]).get(employer_id)
    if found is None:
        raise NotFound("employer_unknown", id=employer_id)
    return found


def page_context(employer: EmployerView, here: str) -> dict[str, Any]:
    """What the area's template draws around a page."""
    entries = [
        Entry(route, reverse(f"employer:{route}", args=[employer.id]), icon)
        for route, icon in (
            ("home", "home"),
            ("rosters", "file-spreadsheet"),
            ("workers", "users"),
            ("permits", "id-badge-2"),
            ("dormitory", "building"),
            ("sites", "crane"),
            ("services", "calendar-event"),
            ("claims", "scale"),
            ("contacts", "phone"),
        )
    ]
    return {"firm": employer, "entries": entries, "here": here, "home_url": entries[0].url}


def area_of(request: ActorRequest, employer_id: int) -> ImportArea:
    """The area in which this area shows imports."""
    employer = employer_of(request, employer_id)
    return ImportArea(
        "employer", BASE, "rosters", {"employer_id": employer.id}, page_context(employer, "rosters")
    )


def sender_of(employer: EmployerView) -> register.Sender:
    """The employer as the sender of its own declarations."""
    return register.Sender(
        employer.party, "employer", employer.name, employer.party, employer.id, employer.region
    )
