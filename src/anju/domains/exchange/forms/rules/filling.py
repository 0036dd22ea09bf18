"""What stands in a cell: the fact as the form writes it, or why there is nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from anju.domains.exchange.forms.data.forms import Cell, Fact, FormField, fact_kinds
from anju.domains.exchange.forms.rules.describing import BOXES
from anju.foundation import codes

_PARTS = re.compile("YYYY|MM|DD|M|D")
TO_ENTER, SEVERAL, NO_CODE, TOO_LONG = "to_enter", "several", "no_code", "too_long"


def cells(fields: Sequence[FormField], facts: Mapping[str, Sequence[Fact]]) -> tuple[Cell, ...]:
    """A cell a field. `facts`: fact → what is on file; more than one is for a person to choose."""
    return tuple(_cell(f, facts.get(f.fact, ())) for f in fields)


def _cell(field: FormField, found: Sequence[Fact]) -> Cell:
    if not field.fact:
        return _empty(field, TO_ENTER)
    values = {f.value for f in found}
    if not values:
        return _empty(field, fact_kinds()[field.fact].empty)
    if len(values) > 1:
        return _empty(field, SEVERAL)
    fact = max(found, key=lambda f: f.day or date.min)
    text = written(field, fact.value)
    if text is None:
        return _empty(field, NO_CODE)
    if len(text) > field.most:
        return _empty(field, TOO_LONG)
    return Cell(
        field.cell,
        field.label,
        text,
        fact.source,
        fact.day,
        fact.reference,
        open=field.check,
        required=field.required,
        most=field.most,
    )


def _empty(field: FormField, why: str) -> Cell:
    return Cell(
        field.cell,
        field.label,
        "",
        why=why,
        open=field.check or field.required or why == TO_ENTER,
        required=field.required,
        most=field.most,
    )


def written(field: FormField, value: str) -> str | None:
    """A value as the form writes it; None for a code that the form has no word for."""
    kind = fact_kinds()[field.fact]
    if field.codes:
        return field.codes.get(value)
    if kind.type == "code":
        names = getattr(codes, kind.codes).names
        return names[value][0] if value in names else None
    if kind.type == "day" and field.pattern not in ("", BOXES):
        return _day(value, field.pattern)
    return value


def _day(value: str, pattern: str) -> str:
    day = date.fromisoformat(value)
    parts = {
        "YYYY": f"{day.year:04}",
        "MM": f"{day.month:02}",
        "DD": f"{day.day:02}",
        "M": str(day.month),
        "D": str(day.day),
    }
    return _PARTS.sub(lambda m: parts[m.group()], pattern)
