"""Time stamps of the message log: what waits, up to where it is stamped, and what the stamps are worth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.exchange.api import links, stamps
from anju.foundation.clock import CHINA
from anju.interfaces.texts import stamps as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """How the stamps stand, and the newest of them; ``?print=1`` for paper."""
    links.require_keys(request.actor)
    found, language = stamps.stamps_standing(), get_language() or "zh-hans"
    level = "service" if settings.STAMP_URL else "own"
    page = "stamps_print" if request.GET.get("print") else "stamps"
    return render(
        request,
        f"office/exchange/{page}.html",
        {
            "s": found,
            "failure": _failure(found.failure, language),
            "level": level,
            "worth": label_in(words.WORTH, level, language),
            "service": settings.STAMP_URL,
            "lines": _lines(language),
        },
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The newest stamps as Excel."""
    links.require_keys(request.actor)
    titles = [_("到第几条"), _("校验值"), _("记下"), _("时间戳"), _("由谁"), _("签发者"), _("原因")]
    rows = [
        [
            *(x["s"].number, x["s"].head, _moment(x["s"].noted_at), _moment(x["s"].at)),
            *(x["level"], x["s"].authority, x["failure"]),
        ]
        for x in _lines(get_language() or "zh-hans", 5_000)
    ]
    schema: dict[str, Any] = {f"c{n}": pl.Utf8 if n else pl.Int64 for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("时间戳"), "stamps.xlsx", titles)


def _lines(language: str, limit: int = 100) -> list[dict[str, Any]]:
    return [
        {
            "s": s,
            "level": label_in(words.LEVELS, s.level, language) if s.level else "",
            "failure": _failure(s.failure, language),
        }
        for s in stamps.stamps(limit)
    ]


def _failure(code: str, language: str) -> str:
    return label_in(words.FAILURES, code, language) if code in words.FAILURES else code


def _moment(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S") if at else ""
