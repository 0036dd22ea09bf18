"""Checking items that did not come from a spreadsheet: forms, the API, exchange."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from anju.domains.register.intake.rules import normalise
from anju.domains.register.intake.rules.check import (
    NAME_SYMBOLS,
    check_numbers,
    kinds_by_shape,
    nationality_of_card,
    number_faults,
)
from anju.domains.register.intake.rules.days import (
    CONTRACT_FAULT,
    FIRST_BIRTH,
    contract_fault,
    day_faults,
)

_BY_NUMBER = ("111", "112", "113", "HMT", "553")


def check_items(
    frame: pl.DataFrame, *, known_areas: Collection[str], today: date, kinds: Collection[str]
) -> pl.DataFrame:
    """Normalise a standard frame and add `problem`: the first reason that applies, null for good rows.

    Besides the importer's reasons: `kind_unknown`, `birth_date_missing` (a document whose number holds no birth
    date), `phone_invalid` (here a refusal: the one who typed it is still there to correct it), `days.DAY_FAULTS`.
    """
    written = normalise.clean(frame["doc_number"])
    frame = frame.with_columns(
        pl.any_horizontal(
            pl.col(c).str.contains("\0", literal=True).fill_null(value=False)
            for c in ("name", "doc_number", "phone")
        ).alias("_zero_byte"),
        normalise.names(frame["name"]).alias("name"),
        normalise.numbers(frame["doc_number"]).alias("doc_number"),
    )
    frame = frame.with_columns(
        pl.when(pl.col("doc_number").is_not_null())
        .then(pl.col("doc_type").fill_null(kinds_by_shape(pl.col("doc_number"))))
        .alias("doc_type")
    )
    frame = check_numbers(frame, known_areas, today)
    frame = frame.with_columns(
        number_faults(written, frame["doc_type"], frame["problem"]).alias("problem")
    )
    phone, unreadable = normalise.phones(frame["phone"])
    frame = frame.with_columns(phone.alias("phone"), unreadable.alias("_phone"))
    return _verdict(_from_number(frame), today, kinds).drop("_phone", "_zero_byte", "born")


def _from_number(frame: pl.DataFrame) -> pl.DataFrame:
    number, kind = pl.col("doc_number"), pl.col("doc_type")
    good = pl.col("problem").is_null() & kind.is_in(_BY_NUMBER) & (number.str.len_bytes() == 18)
    odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    return frame.with_columns(
        pl.when(good)
        .then(pl.when(odd).then(pl.lit("1")).otherwise(pl.lit("2")))
        .otherwise("sex")
        .alias("sex"),
        pl.when(good).then("born").otherwise("birth_date").alias("birth_date"),
        pl.when(good & (kind != "553"))
        .then(number.str.slice(0, 6))
        .otherwise("origin")
        .alias("origin"),
        nationality_of_card().alias("nationality"),
    )


def _verdict(frame: pl.DataFrame, today: date, kinds: Collection[str]) -> pl.DataFrame:
    no_document = pl.col("doc_number").is_null()
    wrong_day = day_faults(today)
    return frame.with_columns(
        pl.when(~pl.col("kind").is_in(list(kinds)).fill_null(value=False))
        .then(pl.lit("kind_unknown"))
        .when("_zero_byte")  # tidying would drop it, and with it perhaps the wrong part of the text
        .then(pl.lit("text_damaged"))
        .when(pl.col("name").fill_null("") == "")
        .then(pl.lit("name_missing"))
        .when(pl.col("name").str.contains(NAME_SYMBOLS))
        .then(pl.lit("name_symbols"))
        .when(no_document & pl.col("birth_date").is_null())
        .then(pl.lit("id_missing"))
        .when(~no_document & pl.col("problem").is_not_null())
        .then("problem")
        .when(pl.col("birth_date") > today)
        .then(pl.lit("birth_date_future"))
        .when(pl.col("birth_date") < FIRST_BIRTH)
        .then(pl.lit("birth_date_too_early"))
        .when(wrong_day.is_not_null())
        .then(wrong_day)
        .when(contract_fault().is_not_null())
        .then(pl.lit(CONTRACT_FAULT))
        .when(pl.col("_phone"))
        .then(pl.lit("phone_invalid"))
        .otherwise(None)
        .alias("problem")
    )
