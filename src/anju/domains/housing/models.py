"""Tables of housing: what is stated of dwellings, vacancies, inspections, rentals on file."""

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
from anju.domains.housing.rentals.models import (
    LetterSignature,
    LetterVersion,
    Rental,
    RentalEventRow,
    RentalTenant,
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
    "LetterSignature",
    "LetterVersion",
    "Listing",
    "ListingContact",
    "ListingDecision",
    "ListingKey",
    "Rental",
    "RentalEventRow",
    "RentalTenant",
    "SavedSearch",
    "SpaceRow",
    "ViewingAppointment",
]
