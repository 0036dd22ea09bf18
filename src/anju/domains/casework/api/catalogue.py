"""The catalogue of services: what holds where, a city's lists, what may be asked of a person."""

from anju.domains.casework.catalogue.data import (
    COLUMNS,
    Fact,
    ImportedCatalogue,
    ProvedBy,
    RefusedLine,
    Service,
)
from anju.domains.casework.catalogue.operations import (
    EDIT,
    MOST_BYTES,
    import_catalogue,
    withdraw_catalogue,
)
from anju.domains.casework.catalogue.queries import (
    catalogue,
    catalogues,
    facts,
    regions_with_own,
    services,
)
from anju.domains.casework.catalogue.rules import asked_twice, proved_documents

__all__ = [
    "COLUMNS",
    "EDIT",
    "MOST_BYTES",
    "Fact",
    "ImportedCatalogue",
    "ProvedBy",
    "RefusedLine",
    "Service",
    "asked_twice",
    "catalogue",
    "catalogues",
    "facts",
    "import_catalogue",
    "proved_documents",
    "regions_with_own",
    "services",
    "withdraw_catalogue",
]
