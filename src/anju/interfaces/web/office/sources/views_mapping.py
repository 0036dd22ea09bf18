"""Mappings of departments' columns: the list, the form with its test rows, a trial on a file, export and import."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages as notes
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api import mapping_versions as versions
from anju.domains.exchange.api.mapping import Mapping, Source
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.foundation.sheets import read_cells, write_xlsx
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.sources import mapping_form as forms
from anju.interfaces.web.office.sources.trial import trial
from anju.interfaces.web.session import ActorRequest


def being_written(source: Source) -> Mapping:
    """The draft of a mapping, or the version in force."""
    found = versions.draft(source)
    return found.mapping if found else versions.in_force(source).mapping


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: ActorRequest, source: str) -> HttpResponse:
    """The form; saved as a draft, put in force, or the draft forgotten."""
    request.actor.require(versions.MANAGE)
    found = mappings.source(source)
    if request.method != "POST":
        return _shown(request, found, being_written(found))
    written = being_written(found)
    try:
        if "discard" in request.POST:
            versions.discard_draft(found, actor=request.actor, at=request.at)
            notes.success(request, _("草稿已放弃，生效的版本不变。"))
            return redirect("office:mapping", source)
        written = forms.read_form(found, written, request.POST)
        with transaction.atomic():
            versions.save_draft(found, written, actor=request.actor, at=request.at)
        if "publish" in request.POST:
            with transaction.atomic():
                number = versions.publish(found, actor=request.actor, at=request.at)
            notes.success(request, _("第 %(n)s 版已生效，下一次来文起按它办理。") % {"n": number})
        else:
            notes.success(request, _("草稿已保存，尚未生效。"))
    except AnjuError as refused:
        return _refused(request, found, written, refused)
    return redirect("office:mapping", source)


def _refused(
    request: ActorRequest, source: Source, written: Mapping, refused: AnjuError
) -> HttpResponse:
    if refused.code == "not_allowed":
        raise refused
    return _shown(request, source, written, error=reason_text(refused.code, **refused.params))


def _shown(
    request: ActorRequest,
    source: Source,
    shown: Mapping,
    *,
    error: str = "",
    tried: dict[str, Any] | None = None,
    tried_name: str = "",
) -> HttpResponse:
    every = versions.versions(source)
    faults = mappings.mapping_faults(source, shown)
    return render(
        request,
        "office/sources/mapping.html",
        {
            "code": source.code,
            "title": forms.words_of(source.title),
            "department": forms.words_of(source.department),
            "blocks": forms.blocks(source, shown),
            "ignored": " | ".join(shown.ignored),
            "ignores_new": shown.new_columns == mappings.NewColumns.IGNORE,
            "day_forms": list(mappings.DAY_FORMS),
            "tests": forms.tests(source, shown),
            "columns": forms.columns_of(shown),
            "versions": every,
            "draft": next((v for v in every if v.state == "draft"), None),
            "published": next(v for v in every if v.state == "published"),
            "faults": [
                (label_in(words.FAULTS, fault, forms.language()), _field(source, name))
                for fault, name in faults
            ],
            "error": error,
            "tried": tried,
            "tried_name": tried_name,
        },
        status=422 if error else 200,
    )


def _field(source: Source, name: str) -> str:
    return forms.words_of(source.fields[name].label) if name in source.fields else name


@require_POST
def try_file(request: ActorRequest, source: str) -> HttpResponse:
    """What the draft makes of the first rows of an uploaded file. Nothing of the file is kept."""
    request.actor.require(versions.MANAGE)
    found = mappings.source(source)
    written = being_written(found)
    try:
        data, name = _uploaded(request)
        tried = trial(found, written, mappings.table_of(read_cells(data, name)))
    except AnjuError as refused:
        return _refused(request, found, written, refused)
    return _shown(request, found, written, tried=tried, tried_name=name)


def _uploaded(request: ActorRequest) -> tuple[bytes, str]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("file_not_chosen")
    return file.read(), file.name or ""


@require_POST
def test(request: ActorRequest, source: str) -> HttpResponse:
    """Add a test row, of which must come what comes of it now, or take one away."""
    request.actor.require(versions.MANAGE)
    found = mappings.source(source)
    written = being_written(found)
    remove = request.POST.get("remove", "")
    try:
        if remove.isdecimal() and len(remove) < 5:
            kept = [t for n, t in enumerate(written.tests, start=1) if n != int(remove)]
            written = replace(written, tests=tuple(kept))
        else:
            given = forms.cells_of(written, request.POST)
            if not given:
                raise Refused("mapping_test_empty")
            written = forms.with_test(found, written, given)
        with transaction.atomic():
            versions.save_draft(found, written, actor=request.actor, at=request.at)
    except AnjuError as refused:
        return _refused(request, found, being_written(found), refused)
    notes.success(request, _("测试行已改，草稿已保存。"))
    return redirect("office:mapping", source)


@require_POST
def import_file(request: ActorRequest, source: str) -> HttpResponse:
    """Take a mapping from a JSON or XLSX file as the draft."""
    request.actor.require(versions.MANAGE)
    found = mappings.source(source)
    try:
        data, name = _uploaded(request)
        if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
            written = mappings.from_text(data, source)
        else:
            written = versions.from_sheet(read_cells(data, name).sheets[0].cells)
        with transaction.atomic():
            versions.save_draft(found, written, actor=request.actor, at=request.at)
    except AnjuError as refused:
        return _refused(request, found, being_written(found), refused)
    notes.success(request, _("已导入为草稿，尚未生效。"))
    return redirect("office:mapping", source)


@require_safe
def export_file(request: ActorRequest, source: str, form: str) -> HttpResponse:
    """The mapping as JSON or XLSX: the draft, or the version in force."""
    request.actor.require(versions.MANAGE)
    found = mappings.source(source)
    written = being_written(found)
    if form == "mapping.json":
        text = json.dumps(mappings.to_json(written), ensure_ascii=False, indent=1)
        return as_file(text, f"{source}.json", "application/json")
    if form != "mapping.xlsx":
        raise NotFound("source_unknown")
    return as_file(
        write_xlsx(versions.to_sheet(found, written), sheet=found.title[0]), f"{source}.xlsx"
    )
