"""A report as a PDF: A4 across, a table after the other, heads repeated on every page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from anju.domains.statistics.api.reports import Report
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.fonts import require_printable
from anju.interfaces.web.office.figures.reports.words import ReportNames, cell_text

SHEET = Path(__file__).with_name("report.typ")


def report_pdf(
    report: Report, title: str, about: Sequence[str], names: ReportNames, foot: str
) -> bytes:
    """Raises `Refused` ``text_not_printable`` (`characters`) for characters the fonts lack."""
    tables = [
        {
            "title": reader_text(table.title),
            "corner": names.label(table.corner),
            "heads": [[[names.label(h.label), h.span] for h in line] for line in table.heads],
            "rows": [
                [names.label(row.label), [cell_text(c) for c in row.cells], row.total]
                for row in table.rows
            ],
            "notes": [reader_text(note) for note in table.notes],
        }
        for table in report.tables
    ]
    data = {
        "title": title,
        "number": report.definition.number,
        "about": list(about),
        "tables": tables,
        "provisional": _("初步数") if report.provisional else "",
        "foot": foot,
    }
    text = json.dumps(data, ensure_ascii=False)
    require_printable([text])
    made = typst.compile(SHEET.read_bytes(), sys_inputs={"data": text})
    if not isinstance(made, bytes):
        raise TypeError("typst answered with several files")
    return made
