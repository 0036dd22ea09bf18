"""Health of what departments send, beside the links: databases, folders, SFTP servers, and forms of other offices."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.exchange.api import databases, forms, sources
from anju.domains.exchange.api.databases import SourceHealth, SourceState
from anju.domains.exchange.api.forms import Form
from anju.foundation.clock import CHINA, local_date
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

FORM_SOON = timedelta(days=30)
"""Before the last day of a form its next version has to be asked for."""
Line = dict[str, Any]


def source_lines(request: ActorRequest) -> list[Line]:
    """Every source in use and every form of another office, those that want somebody first; none for whoever keeps
    neither."""
    lines: list[Line] = []
    if request.actor.may(sources.MANAGE):
        known = sources.sources()
        lines = [
            _source(h, known[h.source])
            for h in databases.source_health(request.at)
            if h.source in known
        ]
    if request.actor.may(forms.MANAGE):
        lines += _forms(local_date(request.at))
    return sorted(lines, key=lambda line: line["order"])


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    request.actor.require(sources.MANAGE)
    titles = [_("来源"), _("途径"), _("状态"), _("上次正常"), _("自何时"), _("怎么办")]
    rows = [
        [
            line["title"],
            line["way"],
            line["state"],
            _moment(line["good"]),
            _moment(line["since"]),
            line["next"],
        ]
        for line in source_lines(request)
    ]
    schema = dict.fromkeys((f"c{n}" for n in range(len(titles))), pl.Utf8)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("来源状况"), "sources.xlsx", titles)


def _source(health: SourceHealth, source: sources.Source) -> Line:
    language = get_language() or "zh-hans"
    way = "sftp" if health.way == "folder" and _by_sftp(health.source) else health.way
    return {
        "title": source.title[0] if language.startswith("zh") else source.title[1],
        "url": reverse("office:source", args=[health.source]),
        "way": label_in(words.WAYS, way, language),
        "state": label_in(words.HEALTH, health.state.value, language),
        "calm": health.state in (SourceState.GOOD, SourceState.STOPPED),
        "good": health.last_good,
        "since": health.since if health.state is not SourceState.GOOD else None,
        "next": _next(health, language),
        "order": list(SourceState).index(health.state),
    }


def _next(health: SourceHealth, language: str) -> str:
    """What to do: what is wrong in a sentence, where a reason is known, and the next step."""
    step = label_in(words.NEXT_STEPS, health.state.value, language)
    if health.state is SourceState.LATE:
        step = step.format(days=health.usual_days)
    if health.state is SourceState.GOOD and health.refused_rows:
        step = label_in(words.NEXT_STEPS, "refused_rows", language).format(n=health.refused_rows)
    why = reason_text(health.reason, **health.params) if health.reason else ""
    return f"{why} {step}".strip()


def _forms(today: date) -> list[Line]:
    """The newest version of each form that has not ended."""
    language, seen, lines = get_language() or "zh-hans", set(), []
    for form in forms.forms():
        code = form.description.code
        if form.state == "ended" or code in seen:
            continue
        seen.add(code)
        state = _form_state(form, today)
        lines.append(
            {
                "title": form.description.title,
                "url": reverse("office:form", args=[form.id]),
                "way": label_in(words.WAYS, "form", language),
                "state": label_in(words.FORM_HEALTH, state, language),
                "calm": state == "good",
                "good": form.proposed_at if state == "good" else None,
                "since": None,
                "next": label_in(words.FORM_STEPS, state, language).format(
                    day=form.description.last.isoformat()
                ),
                "order": {"over": 0, "proposed": 1, "soon": 3, "good": 5}[state],
            }
        )
    return lines


def _form_state(form: Form, today: date) -> str:
    if form.state == "proposed":
        return "proposed"
    if form.description.last < today:
        return "over"
    return "soon" if form.description.last < today + FORM_SOON else "good"


def _by_sftp(source: str) -> bool:
    root = Path(os.environ.get("ANJU_EXCHANGE_DIR", "") or settings.DATA / "exchange")
    return (root / source / "sftp.json").is_file()


def _moment(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else ""
