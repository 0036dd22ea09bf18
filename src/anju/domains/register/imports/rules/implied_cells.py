"""What a row leaves unsaid because the row above says it: 同上, and the home of a family that stands
with its householder."""

from __future__ import annotations

import polars as pl

from anju.domains.register.imports.data.reading import FIRST_PLACES, Rows
from anju.domains.register.imports.rules.columns import Mapping, letters
from anju.domains.register.imports.rules.titles import clean_title
from anju.domains.register.intake.rules import normalise

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
        said = pl.Series(
            [None if a else n for n, a in enumerate(again.to_list())], dtype=pl.UInt32
        ).forward_fill()
        rows = rows.with_columns(column.gather(said).alias(str(i)))
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
