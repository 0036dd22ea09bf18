"""Open data: what was published, table by table, and each as a file with its description."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.statistics.api import publishing
from anju.domains.statistics.api.publishing import EditionView, TableContent
from anju.foundation.clock import local_date
from anju.foundation.sheets.forms import Form, FormLine, write_forms
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.published.views import which
from anju.interfaces.web.session import ActorRequest

SHOWN = 300
"""Rows of a table on its page; the files have all."""


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Every edition, the latest first."""
    found = [
        (e, reverse("published:edition", args=[e.region, e.period])) for e in publishing.editions()
    ]
    return render(request, "published/data.html", {"editions": found, "back_url": "/?doors"})


@require_safe
def edition(request: ActorRequest, region: str, period: str) -> HttpResponse:
    """The tables of an edition, and how its figures were made."""
    one = publishing.edition(region, period)
    tables = [
        (reader_text(name), reverse("published:table", args=[region, period, code]))
        for code, name in one.tables
    ]
    context = {"edition": one, "tables": tables, "back_url": reverse("published:data")}
    return render(request, "published/edition.html", context)


@require_safe
def table(request: ActorRequest, region: str, period: str, code: str) -> HttpResponse:
    """One table; ``?format=csv``, ``xlsx`` or ``json`` as a file."""
    one = publishing.edition(region, period)
    content = publishing.published_table(region, period, code)
    name = f"{region}-{period}-{code}"
    form = request.GET.get("format", "")
    if form == "csv":
        data = "\ufeff" + _frame(content).write_csv()
        return as_file(data, f"{name}.csv", "text/csv; charset=utf-8")
    if form == "json":
        return as_file(
            json.dumps(described(one, content), ensure_ascii=False, indent=1),
            f"{name}.json",
            "application/json",
        )
    if form == "xlsx":
        return as_file(write_forms([_form(one, content)]), f"{name}.xlsx")
    words = which()
    lines = [
        ((line.zh, line.en)[words], line.figure, len(line.codes) == 1) for line in content.lines
    ]
    context = {
        "edition": one,
        "name": reader_text(content.name),
        "columns": [reader_text(c) for c in content.columns],
        "lines": [
            ([*texts, *[""] * (len(content.columns) - len(texts))], figure, whole)
            for texts, figure, whole in lines[:SHOWN]
        ],
        "more": max(0, len(lines) - SHOWN),
        "back_url": reverse("published:edition", args=[region, period]),
    }
    return render(request, "published/table.html", context)


def described(one: EditionView, content: TableContent) -> dict[str, Any]:
    """A table with its description, for programs."""
    return {
        "name": {"zh": content.name[0], "en": content.name[1]},
        "area": {"code": one.region, "name": one.place},
        "period": one.period,
        "day": one.day.isoformat(),
        "known_at": one.known_at.isoformat(),
        "edition_digest": one.digest,
        "protection": "counts with noise by cell keys (variance 2.25), made to sum; 0, or 3 and more",
        "columns": [{"zh": zh, "en": en} for zh, en in content.columns],
        "rows": [
            {"codes": line.codes, "zh": line.zh, "en": line.en, "count": line.figure}
            for line in content.lines
        ],
    }


def _frame(content: TableContent) -> pl.DataFrame:
    """Code of the division, names in the reader's language, the figure; a total has empty cells."""
    words, width = which(), len(content.columns)
    texts = [(line.zh, line.en)[words] for line in content.lines]
    return pl.DataFrame(
        {
            _("区划代码"): [line.codes[0] for line in content.lines],
            **{
                reader_text(column): [t[n] if n < len(t) else "" for t in texts]
                for n, column in enumerate(content.columns[:width])
            },
            _("人数"): [line.figure for line in content.lines],
        }
    )


def _form(one: EditionView, content: TableContent) -> Form:
    frame = _frame(content)
    return Form(
        content.code,
        f"{one.place} · {reader_text(content.name)}",
        [
            _("%(day)s 在住；%(known)s 记录；版本 %(digest)s")
            % {"day": one.day, "known": local_date(one.known_at), "digest": one.digest[:12]},
            notice(),
        ],
        frame.columns[0],
        [[(column, 1) for column in frame.columns[1:]]],
        [
            FormLine(row[0], list(row[1:]), len(line.codes) == 1)
            for row, line in zip(frame.iter_rows(), content.lines, strict=True)
        ],
    )


def notice() -> str:
    """What readers of the figures learn of how they were made."""
    return _(
        "为保护个人，每个数都作了小的随机调整：不出现 1 和 2，各部分之和等于合计，平均相差约 1.3 人。同一版本永不改动。"
    )
