"""Mapped rows → the standard declaration frame, with what is wrong beside each row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from anju.domains.register.declarations.data.fields import DAY, FILE_SCHEMA, TEXT, TRUTH
from anju.domains.register.declarations.data.kinds import CLOSED_BY_FILE, CLOSING, OPENED_BY_FILE
from anju.domains.register.imports.data.column_vocabulary import NEVER_KEPT
from anju.domains.register.imports.rules import cells
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.dates import parse_dates, parse_spans, text_faults
from anju.domains.register.imports.rules.picking import (
    Picker,
    damaged,
    name_text,
    number_text,
    phones,
    title_of,
    without_formulas,
)
from anju.domains.register.intake.data.cell_vocabulary import CHILD_OF_EITHER_SEX, REMARK_GONE
from anju.domains.register.intake.rules import normalise
from anju.domains.register.intake.rules.check import (
    NAME_SYMBOLS,
    check_numbers,
    kinds_by_shape,
    nationality_of_card,
    number_faults,
)
from anju.domains.register.intake.rules.days import contract_fault, days_before_birth

_BY_NUMBER = ("111", "112", "113", "HMT", "553")


@dataclass(frozen=True, slots=True)
class Task:
    """What one reading is about: kind of file, the sheet's mapping, and what the checks need."""

    as_: str
    mapping: Mapping
    known_areas: Collection[str]
    today: date
    source: str
    """Prefix of the idempotency keys: tells one file and sheet from another."""
    closed: bool | None = None
    """What the table's heading says of all its rows: gone, there, or nothing."""
    first_day: date | None = None
    """The first day a person gave for rows that have none."""


WARNINGS = (
    "phone_invalid",
    "first_day_missing",
    "last_day_missing",
    "status_unknown",
    "relation_unknown",
    "nationality_unknown",
    "formula_no_value",
    "text_damaged",
    "remark_says_gone",
    "differs_from_number",
    "month_unclear",
    "span_day_left_out",
)
"""What is noted of a row that is taken in all the same; see also `row_hidden`, `row_struck`, `row_filled`."""


def declarations(rows: pl.DataFrame, task: Task) -> pl.DataFrame:
    """The standard frame for data rows (text columns "0", "1", … and `row`; `_damaged`: bytes of it were no text;
    `_closed`: what a group line says), plus `problem` and a column of truth for each of `WARNINGS`."""
    rows, broken, lesser = without_formulas(rows, task.mapping)
    pick = Picker(rows, task.mapping)
    named, number_in_name, phone_in_name = cells.person_parts(name_text(pick))
    named, related = cells.relation_next_to(named)
    numbered, titled = number_text(pick, number_in_name, task.mapping)
    number = normalise.numbers(numbered)
    kind = normalise.document_kinds(pick("doc_type")).fill_null(normalise.document_kinds(titled))
    frame = pl.DataFrame({"row": rows["row"], "doc_number": number, "doc_type": kind}).with_columns(
        pl.col("doc_type").fill_null(kinds_by_shape(pl.col("doc_number")))
    )
    frame = check_numbers(frame, task.known_areas, task.today)
    faults = number_faults(normalise.clean(numbered), frame["doc_type"], frame["problem"])
    phone, unreadable = phones(pick, phone_in_name)
    reason, police = normalise.reasons(pick("reason"))
    building, unit, room = _lodging(pick)
    start, end, wrong, month_unclear, left_out = _dates(pick, task)
    closed, unknown_status = _closed(pick, rows, task)
    relation, nationality = (
        normalise.relations(pick("relation")),
        normalise.countries(pick("nationality")),
    )
    dated = cells.turned_into_days(
        [pick(f) for f in ("room", "building", "unit", "dorm", "address")]
    )
    frame = frame.with_columns(
        faults.alias("problem"),
        normalise.names(cells.separated_names(named)).alias("name"),
        cells.sexes(pick("sex"), title_of(task.mapping, "sex")).alias("sex"),
        parse_dates(normalise.clean(pick("birth_date")), task.today).alias("birth_date"),
        nationality.alias("nationality"),
        phone.alias("phone"),
        _address(pick).alias("address"),
        building.alias("building"),
        unit.alias("unit"),
        room.alias("room"),
        start.alias("start"),
        end.alias("end"),
        reason.alias("reason"),
        police.alias("police_reason"),
        normalise.dwellings(pick("dwelling")).alias("dwelling"),
        relation.fill_null(related).alias("relation"),
        normalise.numbers(pick("head")).alias("head"),
        normalise.names(pick("landlord")).alias("landlord"),
        original(rows, task.mapping).alias("raw"),
        unreadable.alias("phone_invalid"),
        wrong.alias("_wrong"),
        closed.alias("_closed"),
        unknown_status.alias("status_unknown"),
        cells.unknown_words(pick("relation"), relation).alias("relation_unknown"),
        (
            cells.unknown_words(pick("nationality"), nationality)
            & ~normalise.clean(pick("nationality"))
            .is_in(["外国", "外籍", "境外"])
            .fill_null(value=False)
        ).alias("nationality_unknown"),
        lesser.alias("formula_no_value"),
        broken.alias("_broken"),
        dated.alias("_dated"),
        month_unclear.alias("month_unclear"),
        left_out.alias("span_day_left_out"),
        normalise.clean(pick("relation"))
        .is_in(CHILD_OF_EITHER_SEX)
        .fill_null(value=False)
        .alias("_child"),
        cells.two_numbers(normalise.clean(numbered)).alias("_two"),
        damaged(rows, task.mapping).alias("text_damaged"),
        pick("remark").str.contains(REMARK_GONE).fill_null(value=False).alias("remark_says_gone"),
    )
    frame = _with_first_day(_from_number(frame, task), task)
    frame = frame.with_columns(_by_type(pick, task.today, but=frame.columns))
    if "contract_end" in frame.columns:
        frame = frame.with_columns(pl.col("problem").fill_null(contract_fault()))
    absent = [
        pl.lit(None, dtype=t).alias(c) for c, t in FILE_SCHEMA.items() if c not in frame.columns
    ]
    there = ~pl.col("kind").is_in(CLOSING)
    return frame.with_columns(
        *absent, (there & pl.col("remark_says_gone")).alias("remark_says_gone")
    ).select(*FILE_SCHEMA, "problem", *WARNINGS)


def _by_type(pick: Picker, today: date, *, but: Collection[str]) -> list[pl.Series]:
    """The fields of the file that nothing reads in a way of its own, read by their type."""
    readers: dict[Any, Callable[[pl.Series], pl.Series]] = {
        TEXT: normalise.texts,
        TRUTH: normalise.truths,
        DAY: lambda texts: parse_dates(normalise.clean(texts), today),
    }
    return [
        readers[t](pick(c)).alias(c)
        for c, t in FILE_SCHEMA.items()
        if c not in but and t in readers and pick.has(c)
    ]


def _closed(pick: Picker, rows: pl.DataFrame, task: Task) -> tuple[pl.Series, pl.Series]:
    """(gone, there or not said, whether the word for it is unknown): by the row's own column, the line
    above the row, the heading of the table."""
    closed, unknown = cells.closings(pick("status"), title_of(task.mapping, "status"))
    if "_closed" in rows.columns:
        closed = closed.fill_null(rows["_closed"])
    return closed.fill_null(task.closed) if task.closed is not None else closed, unknown


def _with_first_day(frame: pl.DataFrame, task: Task) -> pl.DataFrame:
    """A missing first day is asked for; the answer, once given, stands for every row that has none."""
    begins = ~pl.col("kind").is_in(CLOSING)
    frame = frame.with_columns(
        pl.when(begins)
        .then(pl.col("start").fill_null(pl.lit(task.first_day, dtype=pl.Date)))
        .alias("start")
    )
    return frame.with_columns(
        pl.col("problem").fill_null(days_before_birth(pl.col("birth_date"))),
        (begins & pl.col("start").is_null()).alias("first_day_missing"),
        (~begins & pl.col("end").is_null()).alias("last_day_missing"),
    )


def original(rows: pl.DataFrame, mapping: Mapping) -> pl.Series:
    """The cells as they came, as JSON under their titles; what is never kept is left out here too."""
    dropped = {str(i) for f in NEVER_KEPT for i in mapping.columns.get(f, ())}
    seen: dict[str, int] = {}
    fields = []
    for c in rows.columns:
        if c == "row" or c.startswith("_") or c in dropped:
            continue
        title = (
            mapping.titles[int(c)] if int(c) < len(mapping.titles) else None
        ) or f"#{int(c) + 1}"
        seen[title] = seen.get(title, 0) + 1
        fields.append(pl.col(c).alias(title if seen[title] == 1 else f"{title} {seen[title]}"))
    return rows.select(pl.struct(fields).struct.json_encode()).to_series()


def _address(pick: Picker) -> pl.Series:
    """Community and door plate as one text."""
    parts = [normalise.texts(pick(f)) for f in ("community", "address") if pick.has(f)]
    parts = [p.str.replace(r"^[一-鿿]{0,4}(?:地址|住址)\s*:\s*", "") for p in parts]
    return normalise.joined(parts) if parts else pick("address")


def _lodging(pick: Picker) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(building, unit, room): own columns first, else cut from a combined one."""
    building, unit, room = (
        normalise.lodged(normalise.texts(pick("building"))),
        normalise.texts(pick("unit")),
        normalise.lodged(normalise.rooms(pick("room"))),
    )
    room = cells.on_floor(room, pick("floor"))
    combined = (
        pick("dorm")
        if pick.has("dorm")
        else pick("building")
        if not pick.has("room")
        else (pick("room") if not pick.has("building") else None)
    )
    if combined is None or combined.null_count() == combined.len():
        return building, unit, room
    cut_building, cut_unit, cut_room = normalise.split_dorm(combined)
    both = cut_building.is_not_null() & cut_room.is_not_null()
    if pick.has("dorm"):
        return building.fill_null(cut_building), unit.fill_null(cut_unit), room.fill_null(cut_room)
    if not pick.has("room"):  # a column of dormitories that gives rooms alone: A301
        alone = cut_room.is_not_null() & normalise.rooms(combined).str.contains(
            r"^[A-Za-z]?[0-9]{3,4}[A-Za-z]?$"
        ).fill_null(value=False)
        building, both = building.set(alone, None), both | alone
        cut_building = cut_building.set(alone, None)
    return (
        cut_building.zip_with(both, building),
        unit.fill_null(cut_unit),
        cut_room.zip_with(both, room),
    )


def _dates(
    pick: Picker, task: Task
) -> tuple[pl.Series, pl.Series, pl.Series, pl.Series, pl.Series]:
    """(start, end, what is wrong with one of them, whether a month may be January or October, whether
    one of two days in a cell was not taken). Of a lease written as one span both days are taken, of
    other spans the first."""
    start_text, end_text = (normalise.once_each(normalise.clean, pick(f)) for f in ("start", "end"))
    start_text = _no_day(start_text)
    unclear = cells.month_cut_short(start_text) | cells.month_cut_short(end_text)
    open_end = end_text.str.contains(
        r"^(?:至今|今|在职|在住|长期|永久|未离职|未退租|至今在住|无固定期限?|present|now|9999.*|2099.12.31)$"
    ).fill_null(value=False)
    end_text = _no_day(end_text.set(open_end, None))
    (start, until), (end, last) = (
        parse_spans(start_text, task.today),
        parse_spans(end_text, task.today),
    )
    end = last.fill_null(end)
    if task.as_ == "rental-tenants" and not pick.has("end"):
        end = until
    frame = pl.DataFrame(
        [
            text_faults(start_text, start, task.today).alias("of_start"),
            text_faults(end_text, end, task.today).alias("of_end"),
            (cells.year_and_digit(start_text) | cells.year_and_digit(end_text)).alias("digit"),
            (end < start).fill_null(value=False).alias("turned"),
            (until.is_not_null() & ~until.eq_missing(end)).alias("left_out"),
        ]
    )
    wrong = frame.select(
        pl.coalesce(
            "of_start",
            "of_end",
            pl.when("digit").then(pl.lit("date_invalid")),
            pl.when("turned").then(pl.lit("date_end_before_start")),
        )
    ).to_series()
    return start, end, wrong, unclear, frame["left_out"]


def _no_day(texts: pl.Series) -> pl.Series:
    """0000-00-00 and the like say nothing."""
    return texts.set(
        texts.str.contains(r"^0{2,4}[-/.]?0{1,2}[-/.]?0{1,2}$|^00:00").fill_null(value=False), None
    )


def _from_number(frame: pl.DataFrame, task: Task) -> pl.DataFrame:
    """What the number itself says, and the first reason that applies."""
    number, kind = pl.col("doc_number"), pl.col("doc_type")
    good = pl.col("problem").is_null() & kind.is_in(_BY_NUMBER) & (number.str.len_bytes() == 18)
    odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    own_sex = pl.when(odd).then(pl.lit("1")).otherwise(pl.lit("2"))
    born = pl.when(good).then("born").otherwise("birth_date")
    chinese = kind.is_in(["111", "112", "113", "HMT"])
    left = pl.col("end") <= task.today
    opening = pl.lit(OPENED_BY_FILE[task.as_])
    gone = (
        pl.col("_closed")
        .fill_null(left if task.as_ == "employer-roster" else pl.lit(value=False))
        .fill_null(value=False)
    )
    verb = (
        pl.when(gone).then(pl.lit(CLOSED_BY_FILE[task.as_])).otherwise(opening)
        if task.as_ in CLOSED_BY_FILE
        else opening
    )
    return frame.with_columns(
        (
            good
            & (
                (pl.col("sex") != own_sex).fill_null(value=False)
                | ((pl.col("birth_date").dt.year() - pl.col("born").dt.year()).abs() > 1).fill_null(
                    value=False
                )
            )
        ).alias("differs_from_number"),
        pl.when(good).then(own_sex).otherwise("sex").alias("sex"),
        pl.when(pl.col("_child") & (pl.when(good).then(own_sex).otherwise("sex") == "2"))
        .then(pl.lit("30"))
        .otherwise("relation")
        .alias("relation"),
        born.alias("birth_date"),
        pl.when(good & chinese).then(number.str.slice(0, 6)).alias("origin"),
        pl.when(chinese)
        .then(pl.col("nationality").fill_null("CHN"))
        .otherwise(nationality_of_card())
        .alias("nationality"),
        verb.alias("kind"),
        (pl.lit(task.source) + ":" + pl.col("row").cast(pl.String)).alias("key"),
        pl.when("_broken")
        .then(pl.lit("formula_no_value"))
        .when("text_damaged")
        .then(pl.lit("text_damaged"))
        .when("_two")
        .then(pl.lit("people_in_one_cell"))
        .when(pl.col("name").is_null())
        .then(pl.lit("name_missing"))
        .when(pl.col("name").str.contains(NAME_SYMBOLS))
        .then(pl.lit("name_symbols"))
        .when(pl.col("problem").is_not_null())
        .then("problem")
        .when(born > task.today)
        .then(pl.lit("birth_date_future"))
        .when(pl.col("_wrong").is_not_null())
        .then("_wrong")
        .when("_dated")
        .then(pl.lit("room_is_date"))
        .alias("problem"),
    ).drop("_wrong", "born", "_broken", "_two", "_closed", "_dated", "_child")
