"""Sources and their folders, and departments that send as real ones do."""

from anju.domains.exchange.sources.data.sources import FOLDERS, MANAGE, Field, Source, Subject
from anju.domains.exchange.sources.rules.reading import read_source, source, sources
from anju.domains.exchange.sources.rules.simulator import Department, Trouble, sample_rows

__all__ = [
    "FOLDERS",
    "MANAGE",
    "Department",
    "Field",
    "Source",
    "Subject",
    "Trouble",
    "read_source",
    "sample_rows",
    "source",
    "sources",
]
