"""Which cells of a row are read as one field."""

from __future__ import annotations

import re

import polars as pl

from anju.domains.register.imports.data.column_vocabulary import NEVER_KEPT
from anju.domains.register.imports.rules import cells
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.titles import plain
from anju.domains.register.intake.rules import normalise

NAMED_DOCUMENTS = "护照|passport|通行证|台胞证|回乡证|永居|永久居留|居住证"
"""In the title of a column of numbers: the kind of document all of them are."""


class Picker:
    """Gives the column(s) mapped to a field, read as one; nulls when the file has none."""

    def __init__(self, rows: pl.DataFrame, mapping: Mapping) -> None:
        self.rows, self.columns = rows, mapping.columns

    def __call__(self, field: str) -> pl.Series:
        """The texts of a field; nulls where the file has none."""
        at = [str(i) for i in self.columns.get(field, ()) if str(i) in self.rows.columns]
        if (
            not at and f"_{field}" in self.rows.columns
        ):  # said by a line above the rows, or by the sheet's name
            return self.rows[f"_{field}"].rename(field)
        if not at:
            return pl.Series(field, [None], dtype=pl.String).new_from_index(0, self.rows.height)
        return normalise.joined([self.rows[c] for c in at]).rename(field)

    def at(self, index: int) -> pl.Series:
        """The texts of one column."""
        if str(index) in self.rows.columns:
            return self.rows[str(index)]
        return pl.Series(str(index), [None], dtype=pl.String).new_from_index(0, self.rows.height)

    def has(self, field: str) -> bool:
        """Whether the file has such a column, or says it above the rows."""
        return field in self.columns or f"_{field}" in self.rows.columns


def name_text(pick: Picker) -> pl.Series:
    """The name, put together from its two parts where it stands in two columns."""
    whole = pick("name")
    if pick.has("name_more"):
        whole = _first(whole, pick, "name_more")
    if not pick.has("surname") or not pick.has("given"):
        return whole
    surname, given = normalise.clean(pick("surname")), normalise.clean(pick("given"))
    latin = surname.str.contains(r"^[A-Za-z]").fill_null(value=False)
    both = (
        (surname + given)
        .zip_with(~latin, surname + " " + given)
        .fill_null(surname)
        .fill_null(given)
    )
    return both if not pick.has("name") else whole.fill_null(both)


def number_text(pick: Picker, in_name: pl.Series, mapping: Mapping) -> tuple[pl.Series, pl.Series]:
    """(the number, from its own column, out of the name's, or from a second column where those are empty; the words for
    its kind of document in the column's title)."""
    kind = pl.Series([_document(title_of(mapping, "doc_number"))], dtype=pl.String).new_from_index(
        0, in_name.len()
    )
    if pick.columns.get("doc_number") == pick.columns.get("name"):
        return in_name, kind
    own = pick("doc_number").fill_null(in_name)
    for at in pick.columns.get("doc_number_more", ()):
        own = own.set(normalise.clean(own).is_null(), None)
        kind = kind.set(own.is_null(), _document(mapping.titles[at]))
        own = own.fill_null(pick.at(at))
    return own, kind


def _document(title: str | None) -> str | None:
    """The title, where it names another document than an identity card."""
    text = plain(title)
    return (
        text
        if re.search(NAMED_DOCUMENTS, text) and not re.search("身[份分]证|或|/", text)
        else None
    )


def phones(pick: Picker, in_name: pl.Series) -> tuple[pl.Series, pl.Series]:
    """(phones, which were unreadable): from its own column, out of the name's, or from a second one
    where those give none."""
    if pick.columns.get("phone") == pick.columns.get("name"):
        own = in_name
    else:
        own = pick("phone")
        if in_name.null_count() < in_name.len():
            own = own.set(normalise.clean(own).is_null(), None).fill_null(in_name)
    phone, unreadable = normalise.phones(own)
    for at in pick.columns.get("phone_more", ()):
        if phone.null_count() == 0:
            break
        more, bad = normalise.phones(pick.at(at))
        unreadable = unreadable | (bad & phone.is_null())
        phone = phone.fill_null(more)
    return phone, unreadable


def title_of(mapping: Mapping, field: str) -> str | None:
    """The title of the column that a field is read from."""
    at = mapping.columns.get(field, ())
    return mapping.titles[at[0]] if at and at[0] < len(mapping.titles) else None


def _first(texts: pl.Series, pick: Picker, more: str) -> pl.Series:
    """The texts, and what further columns say where there is none."""
    for at in pick.columns.get(more, ()):
        texts = texts.set(normalise.clean(texts).is_null(), None).fill_null(pick.at(at))
    return texts


def without_formulas(
    rows: pl.DataFrame, mapping: Mapping
) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
    """(the rows without formulas that have no value, whether one stood where a row cannot do without, or elsewhere)."""
    nowhere = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
    found = {
        c
        for c in rows.columns
        if not c.startswith(("row", "_")) and rows[c].str.starts_with("=").any()
    }
    if not found:
        return rows, nowhere, nowhere
    needed, lesser = nowhere, nowhere
    for field, at in mapping.columns.items():
        for c in {str(i) for i in at} & found:
            hits = rows[c].str.contains(cells.FORMULA).fill_null(value=False)
            if field in ("name", "surname", "given", "doc_number", "start", "end", "status"):
                needed = needed | hits
            else:
                lesser = lesser | hits
                rows = rows.with_columns(rows[c].set(hits, None))
    return rows, needed, lesser


def damaged(rows: pl.DataFrame, mapping: Mapping) -> pl.Series:
    """Whether bytes of a row were no text, and stand in a column that is read."""
    if "_damaged" not in rows.columns or not rows["_damaged"].any():
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
    at = [
        str(i)
        for f, c in mapping.columns.items()
        if f not in NEVER_KEPT
        for i in c
        if str(i) in rows.columns
    ]
    hits = [rows[c].str.contains("\ufffd", literal=True).fill_null(value=False) for c in at]
    return rows.select(pl.col("_damaged") & pl.any_horizontal(hits)).to_series()
