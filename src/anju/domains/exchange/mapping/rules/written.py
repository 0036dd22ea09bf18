"""A mapping as JSON and as the sheets of a workbook, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping as Mapped
from typing import Any

from anju.domains.exchange.mapping.data.mappings import (
    FORM,
    MOST_BYTES,
    FieldRule,
    Mapping,
    NewColumns,
    TestRow,
)
from anju.foundation.errors import Refused

LONGEST = 200
"""Characters of a title, a code or a value in a mapping."""


def to_json(mapping: Mapping) -> dict[str, Any]:
    """The stored and exported form."""
    return {
        "form": FORM,
        "source": mapping.source,
        "new_columns": mapping.new_columns.value,
        "fields": {name: _rule(rule) for name, rule in mapping.fields.items()},
        "codes": {name: dict(table) for name, table in mapping.codes.items()},
        "ignored": list(mapping.ignored),
        "tests": [_test(t) for t in mapping.tests],
    }


def _rule(rule: FieldRule) -> dict[str, Any]:
    stored: dict[str, Any] = {"from": list(rule.columns)} if rule.columns else {}
    stored |= {"codes": rule.codes} if rule.codes else {}
    stored |= {"days": list(rule.days)} if rule.days else {}
    stored |= {"default": rule.default} if rule.default is not None else {}
    stored |= {"constant": rule.constant} if rule.constant is not None else {}
    return stored | ({"required": True} if rule.required else {})


def _test(test: TestRow) -> dict[str, Any]:
    stored: dict[str, Any] = {"given": dict(test.given)}
    stored |= {"expected": dict(test.expected)} if test.expected is not None else {}
    return stored | ({"refused": dict(test.refused)} if test.refused is not None else {})


def from_text(text: str | bytes, source: str = "") -> Mapping:
    """A mapping from its JSON text. `Refused` ``mapping_unreadable`` (`why`: the part that cannot be read),
    ``mapping_source`` when it is of another source than `source`."""
    if len(text) > MOST_BYTES:
        raise Refused("mapping_unreadable", why=f"> {MOST_BYTES >> 20} MB")
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("mapping_unreadable", why="JSON") from error
    made = from_json(stored)
    if source and made.source != source:
        raise Refused("mapping_source", source=made.source)
    return made


def from_json(stored: Any) -> Mapping:  # noqa: ANN401 - whatever the file holds
    """A mapping from its JSON form. `Refused` ``mapping_unreadable`` (`why`)."""
    at = "form"
    try:
        if stored["form"] != FORM:
            raise ValueError(at)
        at = "fields"
        fields = {_text(n): _read_rule(r) for n, r in stored["fields"].items()}
        at = "codes"
        codes = {_text(n): _table(t) for n, t in stored.get("codes", {}).items()}
        at = "ignored"
        ignored = _texts(stored.get("ignored", []))
        at = "new_columns"
        new = NewColumns(stored.get("new_columns", "refuse"))
        at = "tests"
        tests = tuple(_read_test(t) for t in stored.get("tests", []))
        at = "source"
        return Mapping(_text(stored["source"]), fields, codes, ignored, new, tests)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("mapping_unreadable", why=at) from error


def _read_rule(stored: Mapped[str, Any]) -> FieldRule:
    if set(stored) - {"from", "codes", "days", "default", "constant", "required"}:
        raise ValueError("rule")
    columns = stored.get("from", [])
    return FieldRule(
        (_text(columns),) if isinstance(columns, str) else _texts(columns),
        _text(stored.get("codes", "")),
        _texts(stored.get("days", [])),
        None if stored.get("default") is None else _text(stored["default"]),
        None if stored.get("constant") is None else _text(stored["constant"]),
        stored.get("required", False) is True,
    )


def _read_test(stored: Mapped[str, Any]) -> TestRow:
    if ("expected" in stored) == ("refused" in stored):
        raise ValueError("test")
    expected, refused = stored.get("expected"), stored.get("refused")
    return TestRow(
        _table(stored["given"]),
        None
        if expected is None
        else {_text(k): None if v is None else _text(v) for k, v in expected.items()},
        None if refused is None else _table(refused),
    )


def _table(stored: Mapped[str, Any]) -> dict[str, str]:
    return {_text(k): _text(v) for k, v in stored.items()}


def _texts(stored: Any) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(stored, list):
        raise TypeError("list")
    return tuple(_text(one) for one in stored)


def _text(stored: Any) -> str:  # noqa: ANN401
    if not isinstance(stored, str) or len(stored) > LONGEST:
        raise TypeError("text")
    return stored
