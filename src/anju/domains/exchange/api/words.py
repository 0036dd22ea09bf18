"""What pages name of the exchange: services, columns of extracts and of the catalogue, kinds of transfers; needs no
installation."""

from anju.domains.exchange.answers.data.catalogue import extract_columns, services
from anju.domains.exchange.catalogue.data.entries import COLUMNS as CATALOGUE_COLUMNS
from anju.domains.exchange.changes.data.changes import fields as change_fields
from anju.domains.exchange.changes.data.changes import kinds as change_kinds
from anju.domains.exchange.extracts.data.extracts import ACTION as EXTRACT_ACTION
from anju.domains.exchange.transfers.data.transfers import kinds as transfer_kinds

__all__ = [
    "CATALOGUE_COLUMNS",
    "EXTRACT_ACTION",
    "change_fields",
    "change_kinds",
    "extract_columns",
    "services",
    "transfer_kinds",
]
