"""Reports in words: periods, labels and cells, and the forms and files made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from anju.domains.regions import api as regions
from anju.domains.statistics.api.indicators import Formula
from anju.domains.statistics.api.reports import Cell, Label, Period, Report, Table
from anju.foundation.sheets.forms import Form, FormLine
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.figures.words import change, shown, value_name
from anju.interfaces.web.office.naming import short

NOT_KEPT = "—"


def period_name(period: Period) -> str:
    """2026 年 9 月, 2026 年第三季度, 2026 年上半年, 2026 年."""
    year, month = period.first.year, period.first.month
    if period.kind == "month":
        return _("%(year)s 年 %(month)s 月") % {"year": year, "month": month}
    if period.kind == "quarter":
        return _("%(year)s 年第 %(n)s 季度") % {"year": year, "n": (month + 2) // 3}
    if period.kind == "half":
        return (_("%(year)s 年上半年") if month == 1 else _("%(year)s 年下半年")) % {"year": year}
    return _("%(year)s 年") % {"year": year}


@dataclass(frozen=True, slots=True)
class ReportNames:
    """Names of the divisions that a report shows."""

    parts: dict[str, str]
    cities: dict[str, str]

    def label(self, label: Label) -> str:
        """A label in the reader's language."""
        if label.part is not None:
            return (self.parts.get(label.part) or label.part) if label.part else _("未细分")
        if label.dimension == "destination_city":
            return self.cities.get(label.value, label.value)
        if label.dimension:
            return value_name(label.dimension, label.value)
        return reader_text(label.text)


def names_of(report: Report) -> ReportNames:
    """Looked up all at once: three statements."""
    labels = [row.label for table in report.tables for row in table.rows]
    labels += [head.label for table in report.tables for line in table.heads for head in line]
    codes = {part: part.ljust(12, "0") for label in labels if (part := label.part)}
    own = {
        label.value: label.value.ljust(12, "0")
        for label in labels
        if label.dimension == "destination_city" and label.value
    }
    found, cities = short(codes.values()), regions.names(list(own.values()))
    whole = {
        value: cities.get(code)
        or (_("本省，城市不详") if len(value) < 4 or value[2:] == "00" else value)
        for value, code in own.items()
    }
    return ReportNames({p: found.get(code, p) for p, code in codes.items()}, whole)


def cell_text(cell: Cell) -> str:
    """A cell in words."""
    if cell.figure is None:
        return NOT_KEPT
    if cell.change and cell.before is not None:
        return change(cell.figure, cell.before)
    return shown(cell.figure)


def cell_value(cell: Cell) -> str | int | float | None:
    """A cell as a number where it is one: of a change, the difference; a rate as its percentage."""
    if cell.figure is None:
        return NOT_KEPT
    now = cell.figure.value
    if not cell.change or cell.before is None:
        return _("无数据") if now is None else now
    before = cell.before.value
    if now is None or before is None:
        return NOT_KEPT
    difference = now - before
    return round(difference, 2) if cell.figure.formula is Formula.RATE else difference


def forms_of(report: Report, title: str, about: Sequence[str], names: ReportNames) -> list[Form]:
    """The tables of a report as forms of a workbook."""
    return [_form(table, title, about, names) for table in report.tables]


def _form(table: Table, title: str, about: Sequence[str], names: ReportNames) -> Form:
    return Form(
        reader_text(table.title),
        f"{title} · {reader_text(table.title)}",
        about,
        names.label(table.corner),
        [[(names.label(h.label), h.span) for h in line] for line in table.heads],
        [
            FormLine(names.label(row.label), [cell_value(c) for c in row.cells], row.total)
            for row in table.rows
        ],
        [reader_text(note) for note in table.notes],
    )


def printed_texts(forms: Iterable[Form]) -> list[str]:
    """All texts of the forms, for asking whether they can be printed."""
    return [
        text
        for form in forms
        for text in (form.title, *form.about, *form.notes, *(line.label for line in form.lines))
    ]
