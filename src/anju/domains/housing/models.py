"""Tables of housing: what is stated of dwellings, vacancies."""

from anju.domains.housing.listings.models import Listing, ListingContact, ListingKey
from anju.domains.housing.standards.models import DwellingVersion, SpaceRow

__all__ = ["DwellingVersion", "Listing", "ListingContact", "ListingKey", "SpaceRow"]
