"""The catalogue of data sets and services: what this place offers and needs, and what is wrong with an entry."""

from anju.domains.exchange.catalogue.data.entries import (
    COLUMNS,
    LONGEST,
    MOST_BYTES,
    NEEDS,
    OFFERS,
    SIDES,
    Entry,
    EntryFault,
    EntryVersion,
    Imported,
    Item,
)
from anju.domains.exchange.catalogue.operations.keeping import (
    EntriesRefused,
    enter_first,
    import_entries,
    read_file,
    save_entry,
    withdraw_entry,
)
from anju.domains.exchange.catalogue.queries.entries import entries, entry
from anju.domains.exchange.catalogue.rules.checking import faults
from anju.domains.exchange.catalogue.rules.tables import TITLES, entry_of, items_of, lines

__all__ = [
    "COLUMNS",
    "LONGEST",
    "MOST_BYTES",
    "NEEDS",
    "OFFERS",
    "SIDES",
    "TITLES",
    "EntriesRefused",
    "Entry",
    "EntryFault",
    "EntryVersion",
    "Imported",
    "Item",
    "enter_first",
    "entries",
    "entry",
    "entry_of",
    "faults",
    "import_entries",
    "items_of",
    "lines",
    "read_file",
    "save_entry",
    "withdraw_entry",
]
