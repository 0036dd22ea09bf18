"""The columns of a file beside those of a mapping: accepted, or refused with what is missing or new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from anju.domains.exchange.mapping.data.mappings import Mapping, NewColumns, SchemaFault
from anju.domains.exchange.sources.data.sources import Source
from anju.foundation.characters import visible

_SIGNS = re.compile(r"[\s*:\uff1a()\uff08\uff09\[\]【】]")
ALIKE = 0.5
"""From this likeness of two titles on, one is offered as the other renamed."""


def title(cell: str | None) -> str:
    """A title as it is compared and shown: visible characters, without stars, colons and brackets."""
    return _SIGNS.sub("", visible(cell or ""))[:100]


def schema_fault(source: Source, mapping: Mapping, titles: Sequence[str]) -> SchemaFault:
    """What is wrong with these titles. A column that no field needs may be missing; one that the mapping does not name
    may be there only where it says so."""
    given = [t for t in titles if t]
    here = set(given)
    needed = {
        rule.columns[0]
        for name, rule in mapping.fields.items()
        if rule.columns
        and not here & set(rule.columns)
        and rule.default is None
        and (rule.required or source.fields[name].required)
    }
    known = {c for rule in mapping.fields.values() for c in rule.columns} | set(mapping.ignored)
    new = [t for t in dict.fromkeys(given) if t not in known]
    absent = {
        rule.columns[0]
        for rule in mapping.fields.values()
        if rule.columns and not here & set(rule.columns)
    }
    return SchemaFault(
        tuple(sorted(needed)),
        tuple(new) if mapping.new_columns == NewColumns.REFUSE else (),
        _renamed(new, sorted(absent)) if mapping.new_columns == NewColumns.REFUSE or needed else {},
    )


def _renamed(new: Sequence[str], absent: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in new:
        likely = max(
            absent, key=lambda a: SequenceMatcher(None, a.lower(), one.lower()).ratio(), default=""
        )
        if likely and SequenceMatcher(None, likely.lower(), one.lower()).ratio() >= ALIKE:
            found[one] = likely
    return found
