"""The rows of a table, ready to be declared: merged cells filled down, group lines heard, marked rows noted.

What a row leaves unsaid because the row above says it: 同上, and the home of a family that stands with its
householder.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from anju.domains.register.imports.data.column_vocabulary import NEVER_KEPT
from anju.domains.register.imports.data.reading import (
    FIRST_PLACES,
    SKIP,
    ColumnReading,
    Rows,
    TableReading,
)
from anju.domains.register.imports.rules.columns import Mapping, fingerprint, grouped, letters
from anju.domains.register.imports.rules.header import data_rows
from anju.domains.register.imports.rules.layout import Table, group_closed
from anju.domains.register.imports.rules.sheet_choice import department_of, group_above, place_of
from anju.domains.register.imports.rules.titles import IGNORED, clean_title
from anju.domains.register.intake.rules import normalise
from anju.foundation.sheets import Sheet

OWN = ("name", "surname", "given", "doc_number", "sex", "birth_date", "serial", "relation")
"""What each person has alone: it is never said by another row."""
_DITTO = r"^\s*[(\uff08]?(?:[同仝]\s*[上前]|[\u3003\u2033\u301e\uff02\"]|'')[)\uff09。.]?\s*$"
_PLACE, _WITHIN = ("community", "address", "dorm", "building"), ("unit", "room")
_HEADS = ("01", "02")


def dittos(rows: pl.DataFrame, mapping: Mapping, sheet: str) -> tuple[pl.DataFrame, list[Rows]]:
    """The rows with what the nearest row above that spells it out says, in place of 同上; nothing where none does."""
    own = {i for f in OWN for i in mapping.columns.get(f, ())}
    used = sorted({i for at in mapping.columns.values() for i in at} - own)
    notes = []
    for i in used:
        column = rows[str(i)] if str(i) in rows.columns else None
        if (
            column is None
            or not (again := column.str.contains(_DITTO).fill_null(value=False)).any()
        ):
            continue
        states = pl.Series(
            [None if a else n for n, a in enumerate(again.to_list())], dtype=pl.UInt32
        ).forward_fill()
        rows = rows.with_columns(column.gather(states).alias(str(i)))
        places = rows["row"].filter(again).to_list()
        notes.append(Rows(sheet, "ditto", len(places), tuple(places[:FIRST_PLACES]), letters(i)))
    return rows, notes


def family_homes(
    rows: pl.DataFrame, mapping: Mapping, sheet: str
) -> tuple[pl.DataFrame, list[Rows]]:
    """The rows with the householder's home for members of the family below who have none of their own."""
    related = mapping.columns.get("relation") or ()
    places, within = _columns(rows, mapping, _PLACE), _columns(rows, mapping, _WITHIN)
    household = [
        i for i in mapping.columns.get("serial", ()) if "户" in clean_title(mapping.titles[i])
    ]
    if not (related or household) or not (places or within) or not rows.height:
        return rows, []
    if related:
        codes = normalise.relations(rows[str(related[0])])
        head = codes.is_in(_HEADS).fill_null(value=False)
        member = codes.is_not_null() & ~head
    else:  # a household's number stands in its first row alone
        head = rows[str(household[0])].is_not_null()
        member = ~head
    whole = member & _blank(rows, places)
    if not head.any() or not whole.any():
        return rows, []
    at = pl.Series(
        [n if h else None for n, h in enumerate(head.to_list())], dtype=pl.UInt32
    ).forward_fill()
    taken = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
    bare = whole & _blank(rows, within)
    for columns, wanted in ((places, whole), (within, bare)):
        for c in columns:
            theirs = rows[c].gather(at)
            taken = taken | (wanted & theirs.is_not_null())
            rows = rows.with_columns(theirs.zip_with(wanted, rows[c]).alias(c))
    numbers = rows["row"].filter(taken).to_list()
    return rows, [
        Rows(sheet, "family_home", len(numbers), tuple(numbers[:FIRST_PLACES]))
    ] if numbers else []


def _columns(rows: pl.DataFrame, mapping: Mapping, fields: tuple[str, ...]) -> list[str]:
    return [str(i) for f in fields for i in mapping.columns.get(f, ()) if str(i) in rows.columns]


def _blank(rows: pl.DataFrame, columns: list[str]) -> pl.Series:
    if not columns:
        return pl.Series([True], dtype=pl.Boolean).new_from_index(0, rows.height)
    return rows.select(pl.all_horizontal(pl.col(c).is_null() for c in columns)).to_series()


_WHY = {
    "other": "other_person",
    "landlord": "other_person",
    "former": "former",
    "contract": "other_matter",
    "filled": "other_matter",
}
_UNUSED = frozenset(
    {
        "age",
        "staff_number",
        "serial",
        "education",
        "marital",
        "political",
        "remark",
        "bed",
        "employer",
        "native",
        "birthplace",
        "community_more",
        "position_more",
    }
)
"""Fields that are known but not kept."""


@dataclass(slots=True)
class Taken:
    """The rows of one table, and the account of what was left out or filled in."""

    table: Table
    rows: pl.DataFrame
    notes: list[Rows] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


def take_rows(sheet: Sheet, table: Table, *, by_sheet_name: bool = False) -> Taken:
    """The rows of a table with their number in the sheet as `row` (1-based)."""
    cells, notes = _filled_down(sheet, table)
    rows, rest = data_rows(
        cells, table.header, table.mapping.columns, first=table.first, stop=table.stop
    )
    if (
        table.mapping.titles != table.header.titles and table.header.titles
    ):  # beside another table, perhaps a longer one
        own = [
            str(i)
            for f in ("name", "surname", "doc_number")
            for i in table.mapping.columns.get(f, ())
        ]
        rows = rows.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in own)) if own else rows
    for fill in (dittos, family_homes):
        rows, more = fill(rows, table.mapping, sheet.name)
        notes += more
    taken = Taken(table, rows, notes)
    for why in ("total", "header", "heading", "empty"):
        _note(taken, sheet, f"left_out_{why}", rest.filter(pl.col("why") == why)["row"].to_list())
    if table.header.cards:
        _note(taken, sheet, "cards", rows["row"].to_list())
        _note(taken, sheet, "left_out_heading", [r + 1 for r in table.aside])
    _hear_groups(taken, sheet, rest, by_sheet_name=by_sheet_name)
    _mark(taken, sheet)
    return taken


def _note(taken: Taken, sheet: Sheet, what: str, places: list[int], detail: str = "") -> None:
    if places:
        taken.notes.append(
            Rows(sheet.name, what, len(places), tuple(places[:FIRST_PLACES]), detail)
        )


def _filled_down(sheet: Sheet, table: Table) -> tuple[pl.DataFrame, list[Rows]]:
    """A cell merged downwards says the same of all its rows."""
    own = {i for f in OWN for i in table.mapping.columns.get(f, ())}
    fills: dict[int, dict[int, str]] = {}
    cells = sheet.cells
    for first, column, last, right in sheet.marks.merged:
        if last <= first or first < table.first or first >= table.stop:
            continue
        for c in range(column, min(right + 1, cells.width)):
            value = cells[str(column)][first] if column < cells.width else None
            if c not in own and value is not None:
                for row in range(first + (c == column), min(last + 1, table.stop)):
                    fills.setdefault(c, {})[row] = value
    notes = []
    for c, places in sorted(fills.items()):
        empty = [r for r in places if cells[str(c)][r] is None]
        if empty:
            cells = cells.with_columns(cells[str(c)].scatter(empty, [places[r] for r in empty]))
            notes.append(
                Rows(
                    sheet.name,
                    "filled_down",
                    len(empty),
                    tuple(r + 1 for r in empty[:FIRST_PLACES]),
                    letters(c),
                )
            )
    return cells, notes


def _hear_groups(taken: Taken, sheet: Sheet, rest: pl.DataFrame, *, by_sheet_name: bool) -> None:
    """What a line above some rows (or the sheet's name) says of them: a building, a department, that they are gone."""
    headings = rest.filter(pl.col("why") == "heading").select("row", "text")
    if above := taken.table.group or group_above(taken.table.heading):
        headings = pl.concat(
            [pl.DataFrame({"row": [0], "text": [above]}, schema=headings.schema), headings]
        )
    columns, rows = taken.table.mapping.columns, taken.rows
    placed = "building" in columns or "dorm" in columns
    texts = headings["text"].to_list()
    found = {
        "_building": {t: place_of(t) for t in texts if not placed},
        "_position": {
            t: department_of(t) for t in texts if "position" not in columns and not place_of(t)
        },
    }
    closed = {t: c for t in texts if (c := group_closed(t)) is not None}
    if texts and (closed or any(v for named in found.values() for v in named.values())):
        rows = rows.sort("row").join_asof(
            headings.rename({"text": "_group"}).sort("row"), on="row", strategy="backward"
        )
        for name, meant in found.items():
            if any(meant.values()):
                rows = rows.with_columns(_looked_up("_group", meant).alias(name))
        if closed:
            rows = rows.with_columns(
                pl.col("_group")
                .replace_strict(closed, default=None, return_dtype=pl.Boolean)
                .alias("_closed")
            )
        for text in texts:
            if text in closed or any(meant.get(text) for meant in found.values()):
                _note(
                    taken,
                    sheet,
                    "group",
                    rows.filter(pl.col("_group") == text)["row"].to_list(),
                    text,
                )
        rows = rows.drop("_group")
    if by_sheet_name:
        name = (
            "_building"
            if place_of(sheet.name) and not placed
            else "_position"
            if (department_of(sheet.name) and "position" not in columns)
            else ""
        )
        if name and name not in rows.columns:
            rows = rows.with_columns(pl.lit(sheet.name).alias(name))
            _note(taken, sheet, "group", rows["row"].to_list(), sheet.name)
    taken.rows = rows
    last = texts[-1] if texts else above
    taken.table = replace(taken.table, group=last)


def _looked_up(column: str, meant: dict[str, str]) -> pl.Expr:
    known = {t: v for t, v in meant.items() if v}
    return pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)


def _mark(taken: Taken, sheet: Sheet) -> None:
    """Rows that are hidden or struck through: noted, and left out where a person said so."""
    marks, choices = sheet.marks, taken.table.mapping.choices
    numbers = set(taken.rows["row"].to_list()) if marks.hidden_rows or marks.struck_rows else set()
    for what, places in (("hidden", marks.hidden_rows), ("struck", marks.struck_rows)):
        there = sorted(numbers & {p + 1 for p in places})
        if choices.get(f"{what}_rows") == SKIP and there:
            taken.rows = taken.rows.filter(~pl.col("row").is_in(there))
            _note(taken, sheet, f"{what}_left_out", there)
        elif there:
            _note(taken, sheet, what, there)
            if what == "hidden":
                taken.hidden = frozenset(there)
            else:
                taken.struck = frozenset(there)
    if marks.damaged:
        places_ = [p + 1 for p in marks.damaged]
        _note(taken, sheet, "damaged", places_)
        taken.rows = taken.rows.with_columns(pl.col("row").is_in(places_).alias("_damaged"))
    if marks.formulas:
        _note(taken, sheet, "formula", [p + 1 for p in marks.formulas])


def table_reading(sheet: Sheet, taken: Taken, as_: str, kind: str, offset: int = 0) -> TableReading:
    """What the table was taken for."""
    table = taken.table
    first = table.header.first + 1 + offset
    lines = tuple(range(first, table.header.last + 2 + offset)) if table.header.last >= 0 else ()
    rows = taken.rows["row"].to_list()
    low, high = (rows[0] + offset, rows[-1] + offset) if rows else (0, 0)
    return TableReading(
        sheet.name,
        lines,
        low,
        high,
        len(rows),
        kind,
        table.heading,
        fingerprint(table.mapping.titles),
        column_readings(sheet, table, as_),
    )


def column_readings(sheet: Sheet, table: Table, as_: str) -> tuple[ColumnReading, ...]:
    """Every column with a title, and why it is left over where it is."""
    field_of: dict[int, list[str]] = {}
    for f, at in table.mapping.columns.items():
        for i in at:
            field_of.setdefault(i, []).append(f)
    hidden = set(sheet.marks.hidden_columns)
    out = []
    for i, title in enumerate(table.mapping.titles):
        used = field_of.get(i, [])
        if not title and not used:
            continue
        found = grouped(title, as_)
        sure = max((table.mapping.confidence.get(f, 1.0) for f in used), default=0.0)
        why = _why(used, found.field)
        if why == "second" and not set(found.fields) & table.mapping.columns.keys():
            why = "other_person"  # it stands with somebody else's name
        out.append(
            ColumnReading(i, letters(i), title or "", "+".join(used), sure, why, i in hidden)
        )
    return tuple(out)


def _why(used: list[str], named: str) -> str:
    if used:
        return (
            "not_kept"
            if set(used) & set(NEVER_KEPT)
            else "not_used"
            if set(used) <= _UNUSED
            else ""
        )
    if named in _WHY:
        return _WHY[named]
    return "unknown" if named in IGNORED else "second"
