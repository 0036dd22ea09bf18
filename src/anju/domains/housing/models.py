"""Tables of housing: what is stated of dwellings, vacancies, inspections."""

from anju.domains.housing.listings.models import Listing, ListingContact, ListingKey
from anju.domains.housing.premises.models import (
    Duty,
    DutyRound,
    FormVersion,
    HazardEventRow,
    HazardRow,
    Inspection,
    InspectionPhoto,
)
from anju.domains.housing.standards.models import DwellingVersion, SpaceRow

__all__ = [
    "Duty",
    "DutyRound",
    "DwellingVersion",
    "FormVersion",
    "HazardEventRow",
    "HazardRow",
    "Inspection",
    "InspectionPhoto",
    "Listing",
    "ListingContact",
    "ListingKey",
    "SpaceRow",
]
