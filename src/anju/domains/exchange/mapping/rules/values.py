"""Cells as values of our fields, column-wise: for each field the expression of its value and of its fault."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from anju.domains.exchange.mapping.data.mappings import (
    DAY_FORMS,
    EARLIEST,
    LATEST,
    NO,
    YES,
    FieldRule,
    Mapping,
)
from anju.domains.exchange.sources.data.sources import DOCUMENT_TYPE, Field, FieldType, Source
from anju.foundation.characters import INVISIBLE
from anju.foundation.credit_codes import ALPHABET, LENGTH
from anju.foundation.document_columns import checks
from anju.foundation.documents import SHAPES
from anju.foundation.sheets import IMPRECISE

CITIZEN = "111"
CITIZEN_LIKE = (CITIZEN, "112", "113")
_QUOTED = r"^'([=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
"""The mark of spreadsheets for "this is text"; it is no part of the text."""
_CREDIT_CODE = rf"^[{ALPHABET}]{{{LENGTH}}}$"
_NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a file: the cell as it came, cleaned, its value and its fault (null: none), as expressions."""

    raw: pl.Expr
    value: pl.Expr
    fault: pl.Expr


def cleaned(title: str) -> pl.Expr:
    """The cells of a column without what cannot be seen and without blanks at both ends; empty is null."""
    text = pl.col(title).str.replace_all(INVISIBLE, "").str.strip_chars()
    text = text.str.replace(_QUOTED, "$1")
    return pl.when(text != "").then(text)


def column_of(field: Field, rule: FieldRule, mapping: Mapping, raw: pl.Expr) -> Column:
    """A field of the mapping. `raw`: its cleaned cells, or null where the file has none of its columns."""
    if rule.constant is not None:
        return Column(raw, pl.lit(rule.constant), pl.lit(None, pl.String))
    value, reason = _translated(field, rule, mapping, raw)
    wrong = raw.is_not_null() & value.is_null()
    fault: pl.Expr = pl.when(wrong).then(pl.lit(reason))
    if field.type in (FieldType.TEXT, FieldType.NAME):
        fault = pl.when(value.str.len_chars() > field.most).then(pl.lit("map_long"))
    if rule.default is not None:
        value = value.fill_null(rule.default)
    elif rule.required or field.required:
        missing = "id_missing" if field.type == FieldType.DOCUMENT else "map_missing"
        fault = pl.when(raw.is_null()).then(pl.lit(missing)).otherwise(fault)
    return Column(raw, value, fault)


def _translated(
    field: Field, rule: FieldRule, mapping: Mapping, raw: pl.Expr
) -> tuple[pl.Expr, str]:
    """The value, null where the cell cannot be read, and the reason it has then."""
    if rule.codes:
        return _replaced(raw, dict(mapping.codes[rule.codes])), "map_code"
    if field.type == FieldType.CODE:
        codes = list(field.codes or {})
        return pl.when(raw.is_in(codes)).then(raw), "map_code"
    if field.type == FieldType.DAY:
        days = pl.coalesce(
            raw.str.to_date(DAY_FORMS[form], strict=False) for form in rule.days or DAY_FORMS
        )
        plausible = days.dt.year().is_between(EARLIEST, LATEST)
        return pl.when(plausible).then(days.dt.to_string("%Y-%m-%d")), "map_day"
    if field.type == FieldType.NUMBER:
        plain = raw.str.replace_all(",", "", literal=True)
        return pl.when(plain.str.contains(_NUMBER)).then(plain), "map_number"
    if field.type == FieldType.FLAG:
        return _replaced(raw, dict.fromkeys(YES, "1") | dict.fromkeys(NO, "0")), "map_flag"
    if field.type == FieldType.CREDIT_CODE:
        code = raw.str.to_uppercase()
        return pl.when(code.str.contains(_CREDIT_CODE)).then(code), "map_credit_code"
    if field.type == FieldType.DOCUMENT:
        return raw.str.to_uppercase().str.replace_all(r"[\s-]", ""), ""
    return raw, ""


def _replaced(raw: pl.Expr, table: dict[str, str]) -> pl.Expr:
    return raw.replace_strict(
        list(table), list(table.values()), default=None, return_dtype=pl.String
    )


def document_fault(source: Source, required: bool) -> pl.Expr:
    """What is wrong with the document number, of the kind that the row or the source says (a citizen's by default)."""
    number = pl.col("doc_number")
    kind = pl.col(DOCUMENT_TYPE) if DOCUMENT_TYPE in source.fields else pl.lit(CITIZEN)
    kind = kind.fill_null(CITIZEN)
    citizen = kind.is_in(CITIZEN_LIKE)
    length = number.str.len_chars()
    misshapen = pl.any_horizontal((kind == k) & ~number.str.contains(p) for k, p in SHAPES.items())
    missing = number.is_null() if required else pl.lit(value=False)
    return (
        pl.when(missing)
        .then(pl.lit("id_missing"))
        .when(number.str.contains(IMPRECISE))
        .then(pl.lit("id_precision_lost"))
        .when(citizen & ~length.is_in([15, 18]))
        .then(pl.lit("id_length"))
        .when(citizen & ~_born(number))
        .then(pl.lit("id_birth_date"))
        .when(citizen & (length == 18) & ~checks(number))
        .then(pl.lit("id_checksum"))
        .when(misshapen)
        .then(pl.lit("id_shape"))
    )


def _born(number: pl.Expr) -> pl.Expr:
    text = (
        pl.when(number.str.len_chars() == 18)
        .then(number.str.slice(6, 8))
        .otherwise(pl.lit("19") + number.str.slice(6, 6))
    )
    return text.str.to_date("%Y%m%d", strict=False).is_not_null()
