"""What is wrong with a mapping itself, before any row is tried."""

from __future__ import annotations

from collections.abc import Iterator

from anju.domains.exchange.mapping.data.mappings import (
    DAY_FORMS,
    MOST_CODES,
    MOST_TESTS,
    FieldRule,
    Mapping,
)
from anju.domains.exchange.sources.data.sources import FieldType, Source

Fault = tuple[str, str]
"""(code of the fault, the field or code table it is about)."""


def mapping_faults(source: Source, mapping: Mapping) -> list[Fault]:
    """Every fault of a mapping. It may be kept with them, but not published."""
    found: list[Fault] = [
        ("mapping_field_unknown", n) for n in mapping.fields if n not in source.fields
    ]
    for name, field in source.fields.items():
        rule = mapping.fields.get(name)
        if rule is None:
            found += [("mapping_field_missing", name)] if field.required else []
        else:
            found += [(code, name) for code in _of_rule(name, rule, source, mapping)]
    used = [c for rule in mapping.fields.values() for c in rule.columns]
    found += [("mapping_column_ignored", c) for c in mapping.ignored if c in used]
    if sum(map(len, mapping.codes.values())) > MOST_CODES:
        found.append(("mapping_codes_many", ""))
    if len(mapping.tests) > MOST_TESTS:
        found.append(("mapping_tests_many", ""))
    return found


def _of_rule(name: str, rule: FieldRule, source: Source, mapping: Mapping) -> Iterator[str]:
    field = source.fields[name]
    if rule.constant is None and not rule.columns and rule.default is None:
        yield "mapping_rule_empty"
    if rule.constant is not None and rule.columns:
        yield "mapping_rule_both"
    if any(d not in DAY_FORMS for d in rule.days) or (rule.days and field.type != FieldType.DAY):
        yield "mapping_day_form"
    table = mapping.codes.get(rule.codes, {}) if rule.codes else {}
    if rule.codes and not table:
        yield "mapping_codes_missing"
    if field.codes is not None:
        ours = {*table.values(), *(v for v in (rule.default, rule.constant) if v is not None)}
        if ours - field.codes.keys():
            yield "mapping_code_not_ours"
