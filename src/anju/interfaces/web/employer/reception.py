"""The reception of an employer's dormitories."""

from __future__ import annotations

from django.urls import reverse

from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.employer.own_employer import employer_of, sender_of
from anju.interfaces.web.reception.place import ReceptionArea


def reception_of(asker: Asker, employer_id: int) -> ReceptionArea:
    """The reception over the employer's own dormitories; `NotFound` for who does not act for it."""
    employer = employer_of(asker, employer_id)
    return ReceptionArea(
        "employer",
        (employer.party,),
        employer.name,
        reverse("employer:dormitory", args=[employer.id]),
        lambda _home: sender_of(employer),
        employer_id=employer.id,
        regions=(employer.region,),
        kwargs={"employer_id": employer.id},
    )
