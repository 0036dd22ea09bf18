"""Vacancies: listings, search, contact, files of agencies."""

from anju.domains.housing.encrypted_columns import BOUND
from anju.domains.housing.listings.data.codes import DOUBTFUL, NOTED, REFUSED
from anju.domains.housing.listings.data.column_vocabulary import FIELDS
from anju.domains.housing.listings.operations.taking_files import FORM, OPENED_EVENT

__all__ = ["BOUND", "DOUBTFUL", "FIELDS", "FORM", "NOTED", "OPENED_EVENT", "REFUSED"]
