"""The form of a mapping: a block a field, a text a code table, and back to a mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapped
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api import mapping_versions as versions
from anju.domains.exchange.api.mapping import Field, FieldRule, FieldType, Mapping, Source
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in

LONGEST_TABLE = 100_000
_SPLIT = re.compile(r"\s*[=\uff1d\t]\s*")
NOBODY: FieldRule = FieldRule()


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def words_of(pair: tuple[str, str]) -> str:
    """Chinese or English of a pair."""
    return pair[0] if language().startswith("zh") else pair[1]


def blocks(source: Source, mapping: Mapping) -> list[dict[str, Any]]:
    """What the form shows of each field."""
    return [
        _block(field, mapping.fields.get(name, NOBODY), mapping)
        for name, field in source.fields.items()
    ]


def _block(field: Field, rule: FieldRule, mapping: Mapping) -> dict[str, Any]:
    table = mapping.codes.get(rule.codes, {})
    return {
        "name": field.name,
        "label": words_of(field.label),
        "type": label_in(words.TYPES, field.type.value, language()),
        "columns": " | ".join(rule.columns),
        "days": " | ".join(rule.days),
        "is_day": field.type == FieldType.DAY,
        "default": rule.default or "",
        "default_words": _in_words(field, rule.default or ""),
        "many": len(table),
        "constant": rule.constant or "",
        "must": field.required,
        "required": rule.required,
        "has_codes": field.codes is not None or bool(rule.codes),
        "codes": [(code, words_of(pair)) for code, pair in (field.codes or {}).items()],
        "table": "\n".join(f"{theirs} = {ours}" for theirs, ours in table.items()),
        "table_name": rule.codes or field.name,
    }


def _in_words(field: Field, value: str) -> str:
    """A value with the words of its code, where it is one of ours."""
    known = (field.codes or {}).get(value)
    return words_of(known) if known else value


def read_form(source: Source, before: Mapping, form: QueryDict) -> Mapping:
    """The mapping that a form says, with the test rows of the one before. `Refused` ``mapping_unreadable``."""
    stored: dict[str, Any] = {**mappings.to_json(before), "fields": {}, "codes": {}}
    for name in source.fields:
        table = _table(form.get(f"table:{name}", "")[:LONGEST_TABLE])
        table_name = form.get(f"table_name:{name}", "")[:40] or name
        rule = versions.rule_of(
            form.get(f"columns:{name}", "")[:1000],
            table_name if table else "",
            form.get(f"days:{name}", "")[:200],
            form.get(f"default:{name}", "").strip()[:100],
            form.get(f"constant:{name}", "").strip()[:100],
            required=f"required:{name}" in form,
        )
        if set(rule) - {"required"}:
            stored["fields"][name] = rule
        if table:
            stored["codes"][table_name] = table
    ignored = form.get("ignored", "")[:5000]
    stored["ignored"] = [c.strip() for c in re.split(r"[|\uff5c\n]", ignored) if c.strip()]
    stored["new_columns"] = "ignore" if "new_columns" in form else "refuse"
    return mappings.from_json(stored)


def _table(text: str) -> dict[str, str]:
    lines = (_SPLIT.split(line.strip(), maxsplit=1) for line in text.splitlines() if line.strip())
    return {parts[0]: parts[1] if len(parts) > 1 else "" for parts in lines}


def cells_of(mapping: Mapping, form: QueryDict) -> dict[str, str]:
    """The cells of a test row that was typed, by title; titles whose cell is empty and not the first of its field are
    left out."""
    return {
        title: value
        for title in columns_of(mapping)
        if (value := form.get(f"cell:{title}", "").strip()[:100])
    }


def columns_of(mapping: Mapping) -> list[str]:
    """The title by which each field is asked for in a test row."""
    return list(dict.fromkeys(r.columns[0] for r in mapping.fields.values() if r.columns))


def with_test(source: Source, mapping: Mapping, given: Mapped[str, str]) -> Mapping:
    """The mapping with one more test row: what comes of it now is what must come of it. Empty cells of fields that the
    row must have stand in it as empty."""
    whole = {title: given.get(title, "") for title in columns_of(mapping)}
    came, refused = mappings.outcome(source, mapping, mappings.TestRow(whole))
    made = mappings.TestRow(
        whole,
        None if refused else {k: v for k, v in came.items() if v is not None},
        {k: v or "" for k, v in refused.items()} if refused else None,
    )
    return replace(mapping, tests=(*mapping.tests, made))


def tests(source: Source, mapping: Mapping) -> list[dict[str, Any]]:
    """The test rows, and which of them something else comes of now."""
    failed = {f.number: f for f in mappings.failures(source, mapping)}
    return [
        {
            "number": number,
            "given": [(k, v) for k, v in test.given.items() if v],
            "refused": test.refused is not None,
            "wanted": named(source, test.refused if test.refused is not None else test.expected),
            "found": named(source, failed[number].found) if number in failed else None,
        }
        for number, test in enumerate(mapping.tests, start=1)
    ]


def named(source: Source, values: Mapped[str, str | None] | None) -> list[tuple[str, str]]:
    """(field in words, value in words), reasons of refusal as sentences."""
    return [
        (
            words_of(source.fields[name].label) if name in source.fields else _("整行"),
            _value_text(source.fields.get(name), value or ""),
        )
        for name, value in (values or {}).items()
    ]


def _value_text(field: Field | None, value: str) -> str:
    if value in words.SHORT:
        return label_in(words.SHORT, value, language())
    return (_in_words(field, value) if field else value) or "—"
