"""Where the reader may see or change employers, and the employer that an address names."""

from __future__ import annotations

from anju.domains.employers import api as units
from anju.domains.employers.api import EmployerView
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.office.naming import prefix_requested


def regions_seen(actor: Actor, region: str) -> list[str]:
    """The actor's regions, narrowed to the one asked for."""
    mine, asked = actor.regions("employer.see"), prefix_requested(region)
    if not asked.isdecimal():
        return list(mine)
    return [
        asked if asked.startswith(r) else r
        for r in mine
        if asked.startswith(r) or r.startswith(asked)
    ]


def employers_seen(actor: Actor, region: str = "", q: str = "") -> list[EmployerView]:
    """All employers of the actor's regions, by name; those that `q` names when given."""
    return units.employers_in(regions_seen(actor, region), q=q)


def employer_seen(asker: Asker, code: str) -> EmployerView:
    """The employer of this code; `NotFound` ``employer_unknown`` for one out of sight."""
    found = units.by_code(code)
    if found is None or not asker.actor.may("employer.see", region=found.region):
        raise NotFound("employer_unknown")
    return found


def employer_edited(asker: Asker, code: str) -> EmployerView:
    """The same for a change; `NotAllowed` for who may only look."""
    found = employer_seen(asker, code)
    asker.actor.require("employer.edit", region=found.region)
    return found
