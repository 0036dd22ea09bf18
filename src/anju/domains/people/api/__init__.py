"""The public door of people: matching, records, families, search. Values out, never rows."""

from anju.domains.people.data import DocumentView, Findings, Found, PersonView, Relative
from anju.domains.people.operations.families import entrust, gather, wards_of
from anju.domains.people.operations.intake import add_documents, create, fill_gaps, restore_phones, set_phones
from anju.domains.people.operations.merging import merge, unmerge
from anju.domains.people.operations.records import correct, withdraw
from anju.domains.people.operations.scopes import publish, rebuild_findings
from anju.domains.people.queries.contacts import only_phone
from anju.domains.people.queries.match import KNOWN, MAYBE, NAME_DIFFERS, NEW, differing_phones, match
from anju.domains.people.queries.persons import canonical, numbers, persons, phones, relatives
from anju.domains.people.queries.search import search
from anju.domains.people.rules.identity import mask as mask_number
from anju.domains.people.rules.masking import mask_phone

__all__ = ["KNOWN", "MAYBE", "NAME_DIFFERS", "NEW", "DocumentView", "Findings", "Found", "PersonView", "Relative",
           "add_documents", "canonical", "correct", "create", "differing_phones", "entrust", "fill_gaps", "gather", "mask_number", "mask_phone", "match",
           "merge", "numbers", "only_phone", "persons", "phones", "publish", "rebuild_findings", "relatives", "restore_phones", "search", "set_phones",
           "unmerge", "wards_of", "withdraw"]
