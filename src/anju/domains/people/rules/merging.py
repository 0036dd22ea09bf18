"""What speaks against two records being one person."""

from __future__ import annotations

from anju.domains.people.data import MergeFacts
from anju.domains.people.rules.keys import CITIZEN_KINDS

BIRTH_DATE, DOCUMENT, NATIONALITY = "birth_date", "document", "nationality"


def numbering(kind: str) -> str:
    """Which numbering a kind of document belongs to: nobody has two numbers of one numbering in force.
    Citizen numbers are one numbering, whichever card prints them."""
    return "citizen" if kind in CITIZEN_KINDS else kind


def contradictions(one: MergeFacts, other: MergeFacts) -> tuple[str, ...]:
    """The facts in which two records contradict each other; what either does not say contradicts nothing.

    A number in force belongs to one record only, so two records with numbers of one numbering have two
    different numbers.
    """
    different = (
        (BIRTH_DATE, one.birth_dates, other.birth_dates),
        (NATIONALITY, one.nationalities, other.nationalities),
    )
    found = {name for name, mine, theirs in different if mine and theirs and not mine & theirs}
    if one.numberings & other.numberings:
        found.add(DOCUMENT)
    return tuple(name for name in (BIRTH_DATE, DOCUMENT, NATIONALITY) if name in found)
