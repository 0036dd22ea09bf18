"""For whom a file speaks."""

from __future__ import annotations

from anju.domains.employers import api as employers
from anju.domains.regions import api as regions
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, NotFound, Refused


def sender_of(actor: Actor, form: str, employer_code: str, region: str) -> Sender:
    """A roster speaks for its employer, a list for the community it names.

    Raises `Refused` employer_missing or region_missing, `NotFound` employer_unknown (also for another's employer) or
    region_unknown, `NotAllowed`.
    """
    if form == "employer-roster":
        return _roster(actor, employer_code)
    code = region or next((r for r in actor.regions("import.run") if len(r) >= 12), "")
    if not code:
        raise Refused("region_missing")
    actor.require("import.run", region=code)
    return Sender(f"user:{actor.user_id}", "api", actor.label, region=regions.get(code).code)


def _roster(actor: Actor, code: str) -> Sender:
    if not actor.may("import.run"):
        raise NotAllowed("not_allowed", permission="import.run")
    if not code:
        raise Refused("employer_missing")
    employer = employers.by_code(code)
    if employer is None or not (
        actor.may("import.run", region=employer.region)
        or actor.may("import.run", party=employer.party)
    ):
        raise NotFound("employer_unknown", code=code)
    return Sender(
        employer.party,
        "employer",
        employer.name,
        party=employer.party,
        employer_id=employer.id,
        region=employer.region,
    )
