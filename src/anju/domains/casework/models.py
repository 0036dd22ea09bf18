"""Tables of casework: a city's own entries of the service catalogue."""

from anju.domains.casework.catalogue.models import CatalogueVersion, ServiceRow

__all__ = ["CatalogueVersion", "ServiceRow"]
