"""Writing official forms: a sheet a table, with a title across it, merged heads, lines of totals, and notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from anju.foundation.sheets.writer import harmless, sheet_name

Value = str | int | float | None
_WIDE = 9
"""Columns from which a form is printed across."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of a form; `total`: it sums the others."""

    label: str
    values: Sequence[Value]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One table. `about`: lines under the title; `heads`: lines of (title, columns it spans), without the `corner`
    over the labels."""

    sheet: str
    title: str
    about: Sequence[str]
    corner: str
    heads: Sequence[Sequence[tuple[str, int]]]
    lines: Sequence[FormLine]
    notes: Sequence[str] = ()

    @property
    def columns(self) -> int:
        """How many there are, that of the labels among them."""
        return 1 + sum(span for _title, span in self.heads[-1])


def write_forms(forms: Sequence[Form]) -> bytes:
    """The workbook. Texts stay texts, whatever they begin with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    styles = _styles(book)
    taken: set[str] = set()
    for number, form in enumerate(forms, start=1):
        name = sheet_name(form.sheet)
        name = sheet_name(f"{number} {name}") if name.casefold() in taken else name
        taken.add(name.casefold())
        _write(book.add_worksheet(name), form, styles)
    book.close()
    return out.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    box = {"border": 1, "valign": "vcenter"}
    numbers = {**box, "align": "right"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "about": book.add_format({"font_size": 10}),
        "head": book.add_format(
            {**box, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF4"}
        ),
        "label": book.add_format({**box, "num_format": "@"}),
        "total": book.add_format({**box, "num_format": "@", "bold": True}),
        "int": book.add_format({**numbers, "num_format": "#,##0"}),
        "float": book.add_format({**numbers, "num_format": "#,##0.00"}),
        "text": book.add_format({**numbers, "num_format": "@"}),
    }


def _write(page: Worksheet, form: Form, styles: dict[str, Format]) -> None:
    last = form.columns - 1
    _across(page, 0, 0, last, form.title, styles["title"])
    row = 1
    for text in form.about:
        page.write_string(row, 0, harmless(text), styles["about"])
        row += 1
    row = _heads(page, form, row, styles["head"])
    page.freeze_panes(row, 1)
    for line in form.lines:
        page.write_string(row, 0, harmless(line.label), styles["total" if line.total else "label"])
        for column, value in enumerate(line.values, start=1):
            _cell(page, row, column, value, styles)
        row += 1
    for note in form.notes:
        page.write_string(row, 0, harmless(note), styles["about"])
        row += 1
    page.set_column(0, 0, max((2 * len(line.label) for line in form.lines), default=10) + 2)
    page.set_column(1, last, 11)
    page.set_paper(9)
    if form.columns >= _WIDE:
        page.set_landscape()
    page.fit_to_pages(1, 0)


def _heads(page: Worksheet, form: Form, row: int, style: Format) -> int:
    """The lines of heads from this row on; the row after them."""
    bottom = row + len(form.heads) - 1
    if bottom > row:
        page.merge_range(row, 0, bottom, 0, harmless(form.corner), style)
    else:
        page.write_string(row, 0, harmless(form.corner), style)
    for number, line in enumerate(form.heads):
        column = 1
        for title, span in line:
            _across(page, row + number, column, column + span - 1, title, style)
            column += span
    return bottom + 1


def _across(page: Worksheet, row: int, first: int, last: int, text: str, style: Format) -> None:
    if last > first:
        page.merge_range(row, first, row, last, harmless(text), style)
    else:
        page.write_string(row, first, harmless(text), style)


def _cell(page: Worksheet, row: int, column: int, value: Value, styles: dict[str, Format]) -> None:
    if isinstance(value, int | float):
        page.write_number(row, column, value, styles["int" if isinstance(value, int) else "float"])
    else:
        page.write_string(row, column, harmless(value or ""), styles["text"])
