"""Tables of housing: what is stated of dwellings, vacancies, inspections."""

from anju.domains.housing.listings.models import (
    Enquiry,
    EnquiryMessage,
    Listing,
    ListingContact,
    ListingDecision,
    ListingKey,
    SavedSearch,
    ViewingAppointment,
)
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
    "Enquiry",
    "EnquiryMessage",
    "FormVersion",
    "HazardEventRow",
    "HazardRow",
    "Inspection",
    "InspectionPhoto",
    "Listing",
    "ListingContact",
    "ListingDecision",
    "ListingKey",
    "SavedSearch",
    "SpaceRow",
    "ViewingAppointment",
]
