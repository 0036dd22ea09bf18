"""A filled form as clerk and resident read it, and as it leaves: the office's workbook, a PDF, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.exchange.api import forms
from anju.domains.exchange.api.forms import Cell, Filled, Form
from anju.foundation.clock import CHINA
from anju.interfaces.texts import forms as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.fonts import require_printable

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
_PAGE = """
#let d = json(bytes(sys.inputs.at("data")))
#set page(paper: "a4", margin: 20mm, numbering: "1 / 1")
#set text(font: ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC",
  "Microsoft YaHei"), size: 10pt, lang: "zh", fallback: true)
#align(center, text(size: 16pt, weight: "bold", d.title))
#align(center, d.office)
#v(4mm)
#table(columns: (auto, 1fr, auto), inset: 6pt, stroke: 0.5pt,
  ..d.heads.map(h => strong(h)), ..d.rows.flatten())
#v(3mm)
#text(size: 8pt, d.foot)
"""


def language() -> str:
    """The reader's language."""
    return get_language() or "zh-hans"


def source_words(cell: Cell) -> str:
    """Who says what stands in a cell."""
    if not cell.source:
        return ""
    return label_in(words.SOURCES, cell.source, language())


def shown(filled: Filled, typed: Mapping[str, str]) -> dict[str, Any]:
    """A filled form as a page shows it; `typed`: cell → what was typed and refused."""
    cells = [
        {
            "c": c,
            "source": source_words(c),
            "why": label_in(words.WHY, c.why, language()) if c.why and not c.value else "",
            "name": f"cell:{c.cell}",
            "value": typed.get(c.cell, c.value),
        }
        for c in filled.cells
    ]
    return {
        "f": filled,
        "state": label_in(words.STATES, filled.state, language()),
        "presence": label_in(words.PRESENCES, filled.presence, language()),
        "cells": cells,
        "open": sum(1 for c in filled.cells if c.open and filled.state == "draft"),
        "empty": sum(1 for c in filled.cells if not c.value),
    }


def taken(filled: Sequence[Filled], form: Form, kind: str) -> bytes:
    """Filled forms as a file: one, or the rows of a list. `Refused` ``text_not_printable`` for the PDF."""
    if kind == "xlsx":
        rows = [f.cells for f in filled]
        return forms.filled(form.description, forms.template(form.id), rows)
    if kind == "json":
        text = json.dumps([as_json(f, form) for f in filled], ensure_ascii=False, indent=1)
        return text.encode()
    return _pdf(filled[0], form)


def as_json(filled: Filled, form: Form) -> dict[str, Any]:
    """A filled form for the system of its office."""
    return {
        "form": form.description.code,
        "version": form.version,
        "title": form.description.title,
        "office": form.description.office,
        "basis": form.description.basis,
        "number": filled.id,
        "finished_at": filled.done_at.isoformat() if filled.done_at else None,
        "cells": [
            {
                "cell": c.cell,
                "label": c.label,
                "value": c.value,
                "source": c.source,
                "day": c.day.isoformat() if c.day else None,
                "empty_because": c.why if not c.value else "",
            }
            for c in filled.cells
        ],
    }


def _pdf(filled: Filled, form: Form) -> bytes:
    rows = [[c.label, c.value or "—", _origin(c)] for c in filled.cells]
    done = filled.done_at or filled.made_at
    foot = _("编号 %(n)s · %(at)s · 依据：%(basis)s") % {
        "n": filled.id,
        "at": f"{done.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "basis": form.description.basis,
    }
    data: dict[str, Any] = {
        "title": form.description.title,
        "office": form.description.office,
        "heads": [_("项目"), _("内容"), _("来源")],
        "rows": rows,
        "foot": foot,
    }
    require_printable([data["title"], data["office"], foot, *(t for row in rows for t in row)])
    text = json.dumps(data, ensure_ascii=False)
    return bytes(typst.compile(_PAGE.encode(), sys_inputs={"data": text}))


def _origin(cell: Cell) -> str:
    if not cell.value:
        return label_in(words.WHY, cell.why, language()) if cell.why else ""
    return f"{source_words(cell)} {cell.day.isoformat() if cell.day else ''}".strip()
