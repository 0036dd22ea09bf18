"""Tables of housing: what is stated of dwellings."""

from anju.domains.housing.standards.models import DwellingVersion, SpaceRow

__all__ = ["DwellingVersion", "SpaceRow"]
