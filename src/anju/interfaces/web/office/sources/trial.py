"""What a mapping makes of some rows, before and after, for a page. Numbers of documents are masked."""

from __future__ import annotations

from typing import Any

from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api.mapping import ROW, FieldType, Mapping, Source, Table
from anju.domains.people import api as people
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.sources.mapping_form import language, words_of

ROWS = 20


def trial(source: Source, mapping: Mapping, table: Table) -> dict[str, Any]:
    """The columns beside the mapping's, then each of the first rows: fields before and after, or why it is refused."""
    fault = mappings.schema_fault(source, mapping, table.cells.columns)
    if fault:
        return {"fault": fault, "renamed": list(fault.renamed.items()), "rows": []}
    head = table.head(ROWS)
    made = mappings.apply_mapping(source, mapping, head.cells, numbers=head.numbers)
    after = {row[ROW]: row for row in made.rows.to_dicts()}
    faults: dict[int, list[tuple[str, str]]] = {}
    for row, field, reason, _value in made.faults.iter_rows():
        label = words_of(source.fields[field].label)
        faults.setdefault(row, []).append((label, label_in(words.SHORT, reason, language())))
    return {
        "fault": None,
        "total": table.cells.height,
        "refused": made.refused.len(),
        "rows": [
            {
                "number": number,
                "faults": faults.get(number, []),
                "cells": _cells(source, mapping, before, after.get(number)),
            }
            for number, before in zip(head.numbers, head.cells.to_dicts(), strict=True)
        ],
    }


def _cells(
    source: Source, mapping: Mapping, before: dict[str, str | None], after: dict[str, Any] | None
) -> list[tuple[str, str, str]]:
    """(field, cell as it came, value) of every field that either has."""
    found = []
    for name, field in source.fields.items():
        rule = mapping.fields.get(name)
        came = next((before[c] for c in (rule.columns if rule else ()) if c in before), None)
        value = after[name] if after else None
        if came is None and value is None:
            continue
        if field.type == FieldType.DOCUMENT:
            came, value = (people.mask_number(v) if v else v for v in (came, value))
        if field.codes and value is not None and value in field.codes:
            value = words_of(field.codes[value])
        found.append((words_of(field.label), came or "—", value or "—"))
    return found
