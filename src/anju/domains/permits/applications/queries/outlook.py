"""What somebody would need before they apply: assessed, with everything missing at once."""

from __future__ import annotations

from datetime import datetime

from anju.domains.people import api as people
from anju.domains.permits.applications.data import OPEN, Kind, Outlook, ProxyReason
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.rules import Applicant, needs
from anju.domains.permits.eligibility.data import Assessment
from anju.domains.permits.eligibility.queries.assessing import assess
from anju.domains.permits.transitions.data.transitions import LIVE
from anju.domains.permits.transitions.models import Permit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound


def outlook(
    person_id: int, *, at: datetime, kind: Kind = Kind.FIRST, proxy: ProxyReason | None = None
) -> Outlook:
    """How things stand for one person in sight, before anything was submitted. `NotFound` person_unknown for one out of
    sight or absent, alike."""
    seen = people.persons([person_id]).get(person_id)
    if seen is None:
        raise NotFound("person_unknown")
    found = assessed(person_id, at=at)
    who = Applicant(
        _identity(seen),
        proxy=proxy,
        proxy_identity="register" if proxy else "",
        proxy_relationship="register" if proxy else "",
    )
    under_way = Application.objects.filter(
        person_id=person_id, kind=kind.value, state__in=[s.value for s in OPEN]
    )
    held = Permit.objects.filter(person_id=person_id, state__in=[s.value for s in LIVE])
    return Outlook(
        found,
        needs(kind, found, who, ()),
        under_way.values_list("id", flat=True).first(),
        held.values_list("id", flat=True).first(),
    )


def assessed(person_id: int, *, at: datetime) -> Assessment:
    """The engine's answer for today."""
    return assess([person_id], on=local_date(at), at=at)[person_id]


def identity(person_id: int) -> str:
    """``register`` when the register holds a live identity document of the person."""
    return _identity(people.persons([person_id]).get(person_id))


def _identity(seen: people.PersonView | None) -> str:
    return "register" if seen is not None and any(d.live for d in seen.documents) else ""


def live_permit(person_id: int) -> Permit | None:
    """The permit the person holds, in whatever state it is."""
    return Permit.objects.filter(person_id=person_id, state__in=[s.value for s in LIVE]).first()
