"""What is wrong with a row: the first reason that applies, for whole columns. Agrees with `people.rules` one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from anju.foundation.document_columns import checks, weighted
from anju.foundation.documents import (
    CHECK_CHARACTERS,
    FOREIGN_PERMANENT,
    FOREIGN_PERMANENT_OLD,
    HMT_AREAS,
    NATIONALITIES,
    ORDINARY_PASSPORT,
    PROVINCES,
    SHAPES,
)

ORDER = (
    "name_missing",
    "name_symbols",
    "id_missing",
    "id_precision_lost",
    "id_length",
    "id_area",
    "id_birth_date",
    "id_checksum",
    "date_invalid",
    "duplicate_in_file",
)
NAME_SYMBOLS = r"[[\p{So}\p{Sc}\p{Cc}\x{1f3fb}-\x{1f3ff}<>]--[\x{fffd}□■◇◆○◯●△▲★☆※\x{2ff0}-\x{2fff}\x{31c0}-\x{31ef}]]"
"""What stands in nobody's name: emoji, currency and other pictures, control characters, angle brackets
of markup. Signs that replace or describe a character no system could write are no such thing: they are
doubted (`plausibility`)."""
_FLOAT = r"^\d(?:\.\d*)?[eE]\+?\d{1,2}$"
_EARLIEST = date(1850, 1, 1)


def name_has_symbols(name: str) -> bool:
    """True when `NAME_SYMBOLS` finds one in the name."""
    return bool(pl.Series([name]).str.contains(NAME_SYMBOLS).item())


def kinds_by_shape(numbers: pl.Expr) -> pl.Expr:
    """The kind of document a number must be by its look; 111 when it looks like nothing else."""
    return (
        pl.when(numbers.str.slice(0, 6).is_in(HMT_AREAS) & (numbers.str.len_bytes() == 18))
        .then(pl.lit("HMT"))
        .when(numbers.str.contains(FOREIGN_PERMANENT) | numbers.str.contains(FOREIGN_PERMANENT_OLD))
        .then(pl.lit("553"))
        .when(numbers.str.contains(SHAPES["516"]))
        .then(pl.lit("516"))
        .when(numbers.str.contains(ORDINARY_PASSPORT))
        .then(pl.lit("414"))
        .when(numbers.str.contains(SHAPES["513"]))
        .then(pl.lit("513"))
        .otherwise(pl.lit("111"))
    )


def nationality_of_card() -> pl.Expr:
    """`nationality`, where it is not given read from the good number of a foreigner's permanent residence card."""
    number = pl.col("doc_number")
    place = pl.when(number.str.len_bytes() == 18).then(3).otherwise(0)
    read = number.str.slice(place, 3).replace_strict(
        NATIONALITIES, default=None, return_dtype=pl.String
    )
    card = (pl.col("doc_type") == "553") & pl.col("problem").is_null()
    return pl.col("nationality").fill_null(pl.when(card).then(read))


def check_numbers(frame: pl.DataFrame, known_areas: Collection[str], today: date) -> pl.DataFrame:
    """For columns doc_number and doc_type: `doc_number` (15 digits made 18), `born`, `problem` (null: good)."""
    n = pl.col("doc_number")
    frame = frame.with_columns(
        (n.str.contains(r"^[0-9]{15}$") & pl.col("doc_type").is_in(["111", "112", "113"]))
        .fill_null(value=False)
        .alias("_15"),
        n.str.len_chars().alias("_len"),
    )
    if frame["_15"].any():
        frame = frame.with_columns(pl.when("_15").then(_upgraded(n)).otherwise(n).alias("_full"))
    else:
        frame = frame.with_columns(n.alias("_full"))
    frame = _facts(frame, known_areas, today)
    return (
        frame.with_columns(_problem(frame).alias("problem"))
        .with_columns(
            pl.when(pl.col("_15") & pl.col("problem").is_null())
            .then("_full")
            .otherwise("doc_number")
            .alias("doc_number"),
            pl.when(pl.col("problem").is_null()).then("_born").alias("born"),
        )
        .drop("_15", "_len", "_full", "_area", "_birth", "_born", "_check")
    )


def _facts(frame: pl.DataFrame, known_areas: Collection[str], today: date) -> pl.DataFrame:
    full, kind = pl.col("_full"), pl.col("doc_type")
    provinces = pl.Series(sorted({a[:2] for a in known_areas}), dtype=pl.String)
    texts = frame["_full"].str.slice(0, 6)
    good = texts.str.slice(0, 2).is_in(provinces.implode())
    new_foreign = full.str.slice(1, 2).is_in(PROVINCES) & full.str.slice(3, 3).str.contains(
        r"^[0-9]{3}$"
    )
    birth_text = (
        pl.when(pl.col("_len") == 15)
        .then(
            pl.when("_15")
            .then(full.str.slice(6, 8))
            .otherwise("19" + pl.col("doc_number").str.slice(6, 6))
        )
        .otherwise(full.str.slice(6, 8))
    )
    frame = frame.with_columns(
        pl.when(kind == "HMT")
        .then(texts.is_in(list(HMT_AREAS)))
        .when(kind == "553")
        .then(new_foreign)
        .otherwise(good)
        .alias("_area"),
        birth_text.alias("_birth"),
    )
    days = frame["_birth"].drop_nulls().unique()
    days = days.filter(days.str.contains(r"^[0-9]{8}$"))
    read = days.str.to_date("%Y%m%d", strict=False)
    born = (
        frame["_birth"].replace_strict(days, read, default=None, return_dtype=pl.Date)
        if days.len()
        else pl.lit(None, pl.Date)
    )
    return frame.with_columns(
        pl.when(born.is_between(_EARLIEST, today)).then(born).alias("_born"),
        checks(full).alias("_check"),
    )


def _upgraded(number: pl.Expr) -> pl.Expr:
    century = (
        pl.when(number.str.slice(12, 3).is_in(["996", "997", "998", "999"]))
        .then(pl.lit("18"))
        .otherwise(pl.lit("19"))
    )
    first = number.str.slice(0, 6) + century + number.str.slice(6, 9)
    remainder = weighted(first.cast(pl.Int64, strict=False)) % 11
    return first + remainder.replace_strict(
        dict(enumerate(CHECK_CHARACTERS)), default=None, return_dtype=pl.String
    )


def _problem(frame: pl.DataFrame) -> pl.Expr:
    n, kind, length = pl.col("doc_number"), pl.col("doc_type"), pl.col("_len")
    numbered = kind.is_in(["111", "112", "113"])
    old_foreign = (kind == "553") & n.str.contains(FOREIGN_PERMANENT_OLD)
    shaped = kind.is_in(list(SHAPES))
    misshapen = pl.any_horizontal((kind == k) & ~n.str.contains(p) for k, p in SHAPES.items())
    ends = n.str.contains(r"^[0-9]{15}000$") & (numbered | (kind == "HMT"))
    # one number of a file rounded makes all that end alike doubtful, but not one that stands there in 15 digits too
    also_long = n.is_in(pl.col("_full").filter(pl.col("_15")).implode())
    rounded = ends & (~pl.col("_check") | ((ends & ~pl.col("_check")).any() & ~also_long))
    wrong_length = (
        (numbered & ~length.is_in([15, 18]))
        | ((kind == "HMT") & (length != 18))
        | ((kind == "553") & ((length != 18) | ~n.str.starts_with("9")))
    )
    return (
        pl.when(n.is_null())
        .then(pl.lit("id_missing"))
        .when(n.str.contains(_FLOAT) | rounded)
        .then(pl.lit("id_precision_lost"))
        .when(old_foreign | (shaped & ~misshapen))
        .then(None)
        .when(misshapen | wrong_length)
        .then(pl.lit("id_length"))
        .when(~(numbered | (kind == "HMT") | (kind == "553")))
        .then(None)
        .when(~pl.col("_area"))
        .then(pl.lit("id_area"))
        .when(pl.col("_born").is_null())
        .then(pl.lit("id_birth_date"))
        .when(~pl.col("_check"))
        .then(pl.lit("id_checksum"))
    )


def number_faults(texts: pl.Series, kinds: pl.Series, problems: pl.Series) -> pl.Series:
    """The true fault of a number that was refused: masked, letters among digits, another kind of document."""
    wrong = problems.is_in(["id_length", "id_area", "id_birth_date", "id_checksum"]).fill_null(
        value=False
    )
    if not (wrong | texts.str.contains(r"[*＊●#?]").fill_null(value=False)).any():
        return problems
    bare = texts.str.replace_all(r"[\s'’‘\"-]", "")
    masked = bare.str.contains(r"^\d{1,10}[*＊●#?xX]{3,}[\dXx]{0,6}$").fill_null(value=False)
    letters = bare.str.contains(r"^[0-9OoIlLSsBZz|]{14,17}[0-9XxOoIlSsBZz]$").fill_null(
        value=False
    ) & bare.str.contains(r"^.{0,16}[OoIlLSsBZz|]").fill_null(value=False)
    other = (
        bare.str.contains(r"^[A-Za-z]{1,3}[A-Za-z0-9]{5,10}$").fill_null(value=False)
        & problems.eq("id_length").fill_null(value=False)
        & kinds.eq("111").fill_null(value=False)
    )
    return (
        problems.to_frame("p")
        .select(
            pl.when(masked)
            .then(pl.lit("id_masked"))
            .when(letters & wrong)
            .then(pl.lit("id_letters"))
            .when(other)
            .then(pl.lit("id_kind_unclear"))
            .otherwise("p")
        )
        .to_series()
    )
