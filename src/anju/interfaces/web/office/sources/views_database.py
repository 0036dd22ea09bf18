"""A source's database: what is read of it, whether it answers, its last rows through the mapping, how far it went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.exchange.api import databases, deliveries, sources
from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api.databases import Database, Selection
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sources.mapping_form import words_of
from anju.interfaces.web.office.sources.trial import trial
from anju.interfaces.web.office.sources.views_mapping import being_written
from anju.interfaces.web.session import ActorRequest

NUMBERS = ("overlap", "part_rows", "row_limit", "seconds", "complete_days")
_LONGEST = 63


@require_http_methods(["GET", "HEAD", "POST"])
def database(request: ActorRequest, source: str) -> HttpResponse:
    """The description; saved, tried against the database, or its last rows shown."""
    request.actor.require(sources.MANAGE)
    found = sources.source(source)
    _mine(request, source)
    if request.method != "POST":
        kept = databases.database(source)
        return _shown(request, found, kept.selection if kept else _first(found))
    written = _written(request.POST)
    if "try" in request.POST or "preview" in request.POST:
        return _tried(request, found, written)
    try:
        with transaction.atomic():
            databases.describe(source, written, actor=request.actor, at=request.at)
    except AnjuError as refused:
        return _refused(request, found, written, refused)
    notes.success(request, _("已保存，一分钟内开始读。"))
    return redirect("office:source_database", source)


def _refused(
    request: ActorRequest, source: sources.Source, written: Selection, refused: AnjuError
) -> HttpResponse:
    if refused.code == "not_allowed":
        raise refused
    return _shown(request, source, written, error=_reason(refused.code, refused.params))


def _tried(request: ActorRequest, source: sources.Source, written: Selection) -> HttpResponse:
    try:
        if "try" in request.POST:
            found = databases.try_connection(source.code, written, actor=request.actor)
            return _shown(request, source, written, found=found)
        mapping = being_written(source)
        table = databases.preview(source.code, written, mapping, actor=request.actor, at=request.at)
    except AnjuError as refused:
        return _refused(request, source, written, refused)
    return _shown(request, source, written, tried=trial(source, mapping, table))


@require_POST
def again(request: ActorRequest, source: str) -> HttpResponse:
    """Have the next reading begin at the first row."""
    saved(
        request,
        lambda: databases.read_again(source, actor=request.actor, at=request.at),
        _("下一次从头读，已有的内容不会重复。"),
    )
    return redirect("office:source_database", source)


@require_POST
def forget(request: ActorRequest, source: str) -> HttpResponse:
    """Read nothing of the database any more."""
    saved(
        request,
        lambda: databases.forget(source, actor=request.actor, at=request.at),
        _("不再读这个数据库，已读入的内容保留。"),
    )
    return redirect("office:source", source)


def _mine(request: ActorRequest, source: str) -> None:
    region = deliveries.connector(source).region
    if not request.actor.may(sources.MANAGE, region=region):
        raise NotFound("connector_unknown")


def _first(source: sources.Source) -> Selection:
    """What is offered first: the columns of the mapping, from the first connection there is."""
    fields = being_written(source).fields.values()
    columns = tuple(dict.fromkeys(rule.columns[0] for rule in fields if rule.columns))
    return Selection(next(iter(databases.connection_names()), ""), "", "", columns)


def _written(form: QueryDict) -> Selection:
    schema, _dot, table = form.get("table", "").strip().rpartition(".")
    numbers = {n: _number(form.get(n, "")) for n in NUMBERS}
    names = [c.strip() for c in form.get("columns", "").replace(",", "\n").splitlines()]
    columns = tuple(dict.fromkeys(n for n in names if n))
    return Selection(
        form.get("connection", "")[:40],
        schema,
        table,
        columns,
        form.get("change_column", "").strip(),
        **numbers,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _reason(code: str, params: Any) -> str:  # noqa: ANN401 - whatever the error names
    """The sentence, with the server's own words after it."""
    text, detail = reason_text(code, **params), params.get("detail", "")
    return text if not detail or detail in text else f"{text} [{detail}]"


def health(kept: Database | None) -> dict[str, Any] | None:
    """How the readings of a database go, for a page."""
    if kept is None:
        return None
    return {
        "d": kept,
        "seconds": round(kept.milliseconds / 1000, 1),
        "fault": _reason(kept.fault, kept.fault_params) if kept.fault else "",
    }


def _shown(
    request: ActorRequest,
    source: sources.Source,
    written: Selection,
    *,
    error: str = "",
    found: databases.Trial | None = None,
    tried: dict[str, Any] | None = None,
) -> HttpResponse:
    titles = {mappings.title(c) for c in written.columns}
    known = {c for rule in being_written(source).fields.values() for c in rule.columns}
    return render(
        request,
        "office/sources/database.html",
        {
            "code": source.code,
            "title": words_of(source.title),
            "department": words_of(source.department),
            "connections": databases.connection_names(),
            "s": written,
            "columns": "\n".join(written.columns),
            "unmapped": sorted(titles - known) if found else [],
            "health": health(databases.database(source.code)),
            "error": error,
            "found": found,
            "tried": tried,
            "most_part": databases.LARGEST_PART,
            "least_part": databases.SMALLEST_PART,
            "most_rows": databases.MOST_ROWS,
            "most_seconds": databases.LONGEST_SECONDS,
            "most_overlap": databases.LARGEST_OVERLAP,
            "longest": _LONGEST,
        },
        status=422 if error else 200,
    )
