"""For whom a token speaks."""

from __future__ import annotations

from anju.domains.employers import api as employers
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed


def sender_of(actor: Actor) -> Sender:
    """A department or an office speaks for its area, a landlord or employer for its party, a resident for nobody else.

    `NotAllowed` sender_unclear for several parties at once: such an actor needs a token for each.
    """
    regions, parties = actor.regions("declare"), actor.parties("declare")
    source = f"user:{actor.user_id}"
    if regions:
        return Sender(source, "api", actor.label, region=regions[0] if len(regions) == 1 else "")
    if actor.kind == "public" and all(p.startswith("person:") for p in parties):
        return Sender(source, "resident", actor.label)
    named = [p for p in parties if not p.startswith("person:")]
    if len(named) != 1:
        raise NotAllowed("sender_unclear")
    party, (kind, _, number) = named[0], named[0].partition(":")
    if kind == "holder":
        return Sender(party, "landlord", actor.label, party=party)
    employer = employers.employers([int(number)])[int(number)]
    return Sender(
        party,
        "employer",
        employer.name,
        party=party,
        employer_id=employer.id,
        region=employer.region,
    )
