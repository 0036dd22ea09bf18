"""Mapping a department's columns and codes to our fields: pure parts, which need no installation."""

from anju.domains.exchange.mapping.data.mappings import (
    DAY_FORMS,
    FieldRule,
    Mapping,
    NewColumns,
    SchemaFault,
    TestFailure,
    TestRow,
)
from anju.domains.exchange.mapping.rules.applying import ROW, Mapped, apply_mapping
from anju.domains.exchange.mapping.rules.columns import schema_fault, title
from anju.domains.exchange.mapping.rules.first import first_mapping
from anju.domains.exchange.mapping.rules.soundness import mapping_faults
from anju.domains.exchange.mapping.rules.tables import Table, table_of
from anju.domains.exchange.mapping.rules.trying import failures, outcome
from anju.domains.exchange.mapping.rules.written import from_json, from_text, to_json
from anju.domains.exchange.sources.data.sources import Field, FieldType, Source, Subject
from anju.domains.exchange.sources.rules.reading import read_source, source, sources

__all__ = [
    "DAY_FORMS",
    "ROW",
    "Field",
    "FieldRule",
    "FieldType",
    "Mapped",
    "Mapping",
    "NewColumns",
    "SchemaFault",
    "Source",
    "Subject",
    "Table",
    "TestFailure",
    "TestRow",
    "apply_mapping",
    "failures",
    "first_mapping",
    "from_json",
    "from_text",
    "mapping_faults",
    "outcome",
    "read_source",
    "schema_fault",
    "source",
    "sources",
    "table_of",
    "title",
    "to_json",
]
