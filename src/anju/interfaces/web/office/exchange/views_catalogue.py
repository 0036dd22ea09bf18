"""The catalogue of data sets and services at the office: found by words, read with its history, edited, printed,
brought and taken away as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import catalogue, links
from anju.domains.exchange.api.catalogue import EntriesRefused, Entry, EntryFault, EntryVersion
from anju.foundation import codes
from anju.foundation.characters import visible
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.resources import COLUMNS
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

TABLES = {
    "form": codes.RESOURCE_FORMAT,
    "sharing": codes.RESOURCE_SHARING,
    "cycle": codes.RESOURCE_CYCLE,
    "item_type": codes.RESOURCE_ITEM_TYPE,
}
MOST_FAULTS = 50
"""Of a file, on its page."""


@require_http_methods(["GET", "HEAD", "POST"])
def resources(request: ActorRequest) -> HttpResponse:
    """The catalogue; a POST brings a file, or enters what every place begins with."""
    request.actor.require(links.MANAGE)
    wrong: Sequence[dict[str, Any]] = ()
    if request.method == "POST":
        try:
            with transaction.atomic():
                return _brought(request)
        except EntriesRefused as refused:
            wrong = [_fault(f) for f in refused.faults[:MOST_FAULTS]]
        except Refused as refused:
            wrong = [{"line": 0, "words": sentence(refused, get_language() or "zh-hans")}]
    asked = {"q": visible(request.GET.get("q", ""))[:100], "side": _side(request.GET)}
    page = page_of(request)
    found, total = catalogue.entries(
        side=asked["side"], words=asked["q"], limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return render(
        request,
        "office/exchange/resources.html",
        {
            "lines": [_shown(v) for v in found],
            "sides": [(s, label_in(catalogue.SIDES, s, _language())) for s in catalogue.SIDES],
            "wrong": wrong,
            "paging": list_parts(request, page, len(found), total),
            "sheet_url": link("office:resources_sheet", **asked),
            "json_url": link("office:resources_json", **asked),
            "print_url": link("office:resources_print", **asked),
            **asked,
        },
        status=422 if wrong else 200,
    )


def _brought(request: ActorRequest) -> HttpResponse:
    if "first" in request.POST:
        made = catalogue.enter_first(
            visible(request.POST.get("provider", ""))[:100],
            visible(request.POST.get("provider_code", ""))[:18],
            actor=request.actor,
            at=request.at,
        )
    else:
        sent = request.FILES.get("file")
        if sent is None:
            raise Refused("resource_file")
        data = sent.read(catalogue.MOST_BYTES + 1)
        made = catalogue.import_entries(data, sent.name or "", actor=request.actor, at=request.at)
    notes.success(
        request,
        _("新增 %(a)s 条，更新 %(c)s 条，未变 %(s)s 条。")
        % {"a": made.added, "c": made.changed, "s": made.same},
    )
    return redirect("office:resources")


@require_safe
def resource(request: ActorRequest) -> HttpResponse:
    """One entry with its history; with `version` as it stood then; with `print` on paper."""
    request.actor.require(links.MANAGE)
    versions = catalogue.entry(request.GET.get("code", ""))
    asked = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.number) == asked), versions[0])
    on_sheet = request.GET.get("print") == "1"
    return render(
        request,
        "office/exchange/resource_print.html" if on_sheet else "office/exchange/resource.html",
        {
            **_shown(shown),
            "versions": [{"v": v, "url": _address(v)} for v in versions],
            "agreements": links.agreements_about(shown.entry.code),
            "print_url": link("office:resource", code=shown.entry.code, version=asked, print=1),
            "edit_url": link("office:resource_edit", code=shown.entry.code),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """The form of an entry: a new one, or the next version of one that is there."""
    request.actor.require(links.MANAGE)
    code = request.GET.get("code", "")
    if request.method == "POST":
        return _saved(request, code)
    if not code:
        return _form(request, {"side": catalogue.OFFERS}, 0)
    latest = catalogue.entry(code)[0]
    return _form(request, _texts(latest.entry), latest.number)


def _saved(request: ActorRequest, code: str) -> HttpResponse:
    given = {n: visible(request.POST.get(n, ""))[:most] for n, most in catalogue.LONGEST.items()}
    given["code"] = code or given["code"]
    items = request.POST.get("items", "")[:20_000]
    seen = request.POST.get("seen", "0")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    entry = catalogue.entry_of(given, catalogue.items_of(items))
    try:
        with transaction.atomic():
            catalogue.save_entry(entry, seen=number, actor=request.actor, at=request.at)
    except EntriesRefused as refused:
        faults = [_fault(f) for f in refused.faults]
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        faults = [{"column": "", "words": sentence(refused, _language())}]
    else:
        notes.success(request, _("已保存。"))
        return redirect(link("office:resource", code=entry.code))
    return _form(request, {**given, "items": items}, number, faults)


def _form(
    request: ActorRequest,
    texts: dict[str, str],
    seen: int,
    faults: Sequence[dict[str, Any]] = (),
) -> HttpResponse:
    wrong = {f["column"] for f in faults}
    return render(
        request,
        "office/exchange/resource_form.html",
        {
            "title": texts.get("title", ""),
            "seen": seen,
            "faults": faults,
            "fields": [_field(name, texts, seen, wrong) for name in _ASKED],
        },
        status=422 if faults else 200,
    )


def _field(name: str, texts: dict[str, str], seen: int, wrong: set[str]) -> dict[str, Any]:
    """What the page draws a field of."""
    language, table = _language(), TABLES.get(name)
    names = catalogue.SIDES if name == "side" else table.names if table else {}
    label = (
        _("信息项，每行一个：名称，类型") if name == "items" else label_in(COLUMNS, name, language)
    )
    return {
        "name": name,
        "label": label,
        "value": texts.get(name, ""),
        "most": catalogue.LONGEST.get(name, 20_000),
        "lines": _AREAS.get(name, 0),
        "choices": [(c, label_in(names, c, language)) for c in names],
        "needed": name not in _OPTIONAL,
        "fixed": name == "code" and seen,
        "wrong": name in wrong or (name == "items" and not wrong.isdisjoint(("item", "item_type"))),
        "help": _help(name, language),
    }


def _help(name: str, language: str) -> str:
    if name == "code":
        return _("类（1 基础、2 主题、3 部门）1 位，项 2 位，目 3 位，细目，再加“/”和顺序号。")
    if name == "items":
        kinds = TABLES["item_type"].names
        return _("类型：") + "、".join(label_in(kinds, c, language) for c in kinds)
    return ""


_ASKED = (
    *("side", "title", "code", "provider", "provider_code", "summary", "form", "items"),
    *("sharing", "condition", "way", "basis", "openness", "cycle", "published", "related"),
)
_AREAS = {"summary": 3, "items": 6, "condition": 2, "basis": 2}
_OPTIONAL = ("provider_code", "condition", "way", "basis", "published", "related")


@require_POST
def withdraw(request: ActorRequest) -> HttpResponse:
    """Take an entry out of the catalogue."""
    catalogue.withdraw_entry(request.POST.get("code", ""), actor=request.actor, at=request.at)
    notes.success(request, _("已撤下。历史版本仍可查看。"))
    return redirect("office:resources")


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The entries found, in the official form."""
    found = _found(request)
    frame = pl.DataFrame(
        catalogue.lines([v.entry for v in found]),
        schema=dict.fromkeys(catalogue.TITLES, pl.Utf8),
        orient="row",
    )
    return workbook(frame, _("资源目录"), "catalogue.xlsx", catalogue.TITLES)


@require_safe
def as_json(request: ActorRequest) -> HttpResponse:
    """The entries found, as JSON."""
    content = {"resources": [v.entry.written() for v in _found(request)]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return as_file(text, "catalogue.json", "application/json")


@require_safe
def printed(request: ActorRequest) -> HttpResponse:
    """The entries found, to be printed."""
    found = [_shown(v) for v in _found(request)]
    return render(request, "office/exchange/resources_print.html", {"lines": found})


def _found(request: ActorRequest) -> list[EntryVersion]:
    request.actor.require(links.MANAGE)
    words = visible(request.GET.get("q", ""))[:100]
    return catalogue.entries(side=_side(request.GET), words=words)[0]


def _side(given: QueryDict) -> str:
    side = given.get("side", "")
    return side if side in catalogue.SIDES else ""


def _shown(version: EntryVersion) -> dict[str, Any]:
    entry, language = version.entry, _language()
    coded = {
        n: label_in(TABLES[n].names, getattr(entry, n), language)
        for n in ("form", "sharing", "cycle")
    }
    kinds = TABLES["item_type"].names
    return {
        "v": version,
        "e": entry,
        "url": link("office:resource", code=entry.code),
        "side_name": label_in(catalogue.SIDES, entry.side, language),
        "items": [(i.name, label_in(kinds, i.kind, language)) for i in entry.items],
        **coded,
    }


def _address(version: EntryVersion) -> str:
    number = "" if version.latest else version.number
    return link("office:resource", code=version.entry.code, version=number)


def _texts(entry: Entry) -> dict[str, str]:
    kinds = TABLES["item_type"].chinese
    return {
        **{n: str(getattr(entry, n, "")) for n in catalogue.LONGEST},
        "published": entry.published.isoformat() if entry.published else "",
        "related": "；".join(entry.related),
        "openness": "1" if entry.openness else "",
        "items": "\n".join(f"{i.name}，{kinds.get(i.kind, i.kind)}" for i in entry.items),
    }


def _fault(fault: EntryFault) -> dict[str, Any]:
    words = sentence(AnjuError(fault.code, column=fault.column, value=fault.value), _language())
    return {"line": fault.line, "column": fault.column, "words": words}


def _language() -> str:
    return get_language() or "zh-hans"
