"""Mapped rows → the standard declaration frame, with what is wrong beside each row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from anju.domains.register.data.column_words import NEVER_KEPT
from anju.domains.register.rules.intake import normalise
from anju.domains.register.rules.intake.check import check_numbers, kinds_by_shape
from anju.domains.register.rules.intake.columns import Mapping
from anju.domains.register.rules.intake.dates import parse_dates

KINDS = {"employer-roster": "hire", "rental-tenants": "arrive", "inflow": "arrive", "outflow": "outflow"}
COLUMNS: dict[str, pl.DataType] = {
    "key": pl.String(),
    "row": pl.Int64(),
    "kind": pl.String(),
    "name": pl.String(),
    "doc_type": pl.String(),
    "doc_number": pl.String(),
    "sex": pl.String(),
    "birth_date": pl.Date(),
    "nationality": pl.String(),
    "phone": pl.String(),
    "hukou_text": pl.String(),
    "origin": pl.String(),
    "home_code": pl.String(),
    "address": pl.String(),
    "building": pl.String(),
    "unit": pl.String(),
    "room": pl.String(),
    "employer_code": pl.String(),
    "position": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "reason": pl.String(),
    "police_reason": pl.String(),
    "dwelling": pl.String(),
    "region": pl.String(),
    "relation": pl.String(),
    "head": pl.String(),
    "destination": pl.String(),
    "left_children": pl.Boolean(),
    "left_elderly": pl.Boolean(),
    "landlord": pl.String(),
    "raw": pl.String(),
}
"""The standard declaration frame: column → type. Null when absent."""
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


def declarations(rows: pl.DataFrame, task: Task) -> pl.DataFrame:
    """The standard frame for data rows (text columns "0", "1", … and `row`), plus `problem` and `phone_invalid`."""
    pick = _Picker(rows, task.mapping)
    number = normalise.numbers(pick("doc_number"))
    kind = normalise.document_kinds(pick("doc_type"))
    frame = pl.DataFrame({"row": rows["row"], "doc_number": number, "doc_type": kind}).with_columns(
        pl.col("doc_type").fill_null(kinds_by_shape(pl.col("doc_number")))
    )
    frame = check_numbers(frame, task.known_areas, task.today)
    phone, unreadable = normalise.phones(pick("phone"))
    reason, police = normalise.reasons(pick("reason"))
    building, unit, room = _lodging(pick)
    start, end, wrong = _dates(pick, task.today)
    frame = frame.with_columns(
        normalise.names(pick("name")).alias("name"),
        normalise.sexes(pick("sex")).alias("sex"),
        parse_dates(normalise.clean(pick("birth_date")), task.today).alias("birth_date"),
        normalise.countries(pick("nationality")).alias("nationality"),
        phone.alias("phone"),
        normalise.texts(pick("hukou_text")).alias("hukou_text"),
        _address(pick).alias("address"),
        building.alias("building"),
        unit.alias("unit"),
        room.alias("room"),
        normalise.texts(pick("position")).alias("position"),
        start.alias("start"),
        end.alias("end"),
        reason.alias("reason"),
        police.alias("police_reason"),
        normalise.dwellings(pick("dwelling")).alias("dwelling"),
        normalise.relations(pick("relation")).alias("relation"),
        normalise.numbers(pick("head")).alias("head"),
        normalise.texts(pick("destination")).alias("destination"),
        normalise.truths(pick("left_children")).alias("left_children"),
        normalise.truths(pick("left_elderly")).alias("left_elderly"),
        normalise.names(pick("landlord")).alias("landlord"),
        original(rows, task.mapping).alias("raw"),
        unreadable.alias("phone_invalid"),
        wrong.alias("_wrong"),
    )
    frame = _from_number(frame, task)
    absent = [pl.lit(None, dtype=t).alias(c) for c, t in COLUMNS.items() if c not in frame.columns]
    return frame.with_columns(absent).select(*COLUMNS, "problem", "phone_invalid")


def original(rows: pl.DataFrame, mapping: Mapping) -> pl.Series:
    """The cells as they came, as JSON under their titles; what is never kept is left out here too."""
    dropped = {str(i) for f in NEVER_KEPT for i in mapping.columns.get(f, ())}
    seen: dict[str, int] = {}
    fields = []
    for c in rows.columns:
        if c == "row" or c in dropped:
            continue
        title = (mapping.titles[int(c)] if int(c) < len(mapping.titles) else None) or f"#{int(c) + 1}"
        seen[title] = seen.get(title, 0) + 1
        fields.append(pl.col(c).alias(title if seen[title] == 1 else f"{title} {seen[title]}"))
    return rows.select(pl.struct(fields).struct.json_encode()).to_series()


class _Picker:
    """Gives the column(s) mapped to a field, read as one; nulls when the file has none."""

    def __init__(self, rows: pl.DataFrame, mapping: Mapping) -> None:
        self.rows, self.columns = rows, mapping.columns

    def __call__(self, field: str) -> pl.Series:
        at = [str(i) for i in self.columns.get(field, ()) if str(i) in self.rows.columns]
        if not at:
            return pl.Series(field, [None], dtype=pl.String).new_from_index(0, self.rows.height)
        return normalise.joined([self.rows[c] for c in at]).rename(field)

    def has(self, field: str) -> bool:
        """Whether the file has such a column."""
        return field in self.columns


def _address(pick: _Picker) -> pl.Series:
    """Community and door plate as one text."""
    parts = [normalise.texts(pick(f)) for f in ("community", "address") if pick.has(f)]
    return normalise.joined(parts) if parts else pick("address")


def _lodging(pick: _Picker) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(building, unit, room): own columns first, else cut from a combined one."""
    building, unit, room = (
        normalise.texts(pick("building")),
        normalise.texts(pick("unit")),
        normalise.rooms(pick("room")),
    )
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
    return cut_building.zip_with(both, building), unit.fill_null(cut_unit), cut_room.zip_with(both, room)


def _dates(pick: _Picker, today: date) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(start, end, whether one of them is no date or the end is before the start)."""
    start_text, end_text = (normalise.once_each(normalise.clean, pick(f)) for f in ("start", "end"))
    open_end = end_text.str.contains(r"^(?:至今|今|在职|在住|长期|未离职|未退租|至今在住|present|now)$").fill_null(
        value=False
    )
    end_text = end_text.set(open_end, None)
    start, end = parse_dates(start_text, today), parse_dates(end_text, today)
    wrong = (start_text.is_not_null() & start.is_null()) | (end_text.is_not_null() & end.is_null())
    return start, end, wrong | (end < start).fill_null(value=False)


def _from_number(frame: pl.DataFrame, task: Task) -> pl.DataFrame:
    """What the number itself says, and the first reason that applies."""
    number, kind = pl.col("doc_number"), pl.col("doc_type")
    good = pl.col("problem").is_null() & kind.is_in(_BY_NUMBER) & (number.str.len_bytes() == 18)
    odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    own_sex = pl.when(odd).then(pl.lit("1")).otherwise(pl.lit("2"))
    chinese = kind.is_in(["111", "112", "113", "HMT"])
    left = pl.col("end") <= task.today
    verb = (
        pl.when(left).then(pl.lit("dismiss")).otherwise(pl.lit("hire"))
        if task.as_ == "employer-roster"
        else pl.lit(KINDS[task.as_])
    )
    return frame.with_columns(
        pl.when(good).then(own_sex).otherwise("sex").alias("sex"),
        pl.when(good).then("born").otherwise("birth_date").alias("birth_date"),
        pl.when(good & chinese).then(number.str.slice(0, 6)).alias("origin"),
        pl.when(chinese).then(pl.col("nationality").fill_null("CHN")).otherwise("nationality").alias("nationality"),
        verb.alias("kind"),
        (pl.lit(task.source) + ":" + pl.col("row").cast(pl.String)).alias("key"),
        pl.when(pl.col("name").is_null())
        .then(pl.lit("name_missing"))
        .when(pl.col("problem").is_not_null())
        .then("problem")
        .when("_wrong")
        .then(pl.lit("date_invalid"))
        .alias("problem"),
    ).drop("_wrong", "born")
