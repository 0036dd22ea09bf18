"""Forms of other offices: which there are, proposing a version with its template, putting it in force, ending it."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.contrib import messages as notes
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.exchange.api import forms
from anju.domains.exchange.api.forms import Description, Form
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.foundation.sheets import read_cells
from anju.interfaces.texts import forms as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.sources import PURPOSES
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.forms_page import language
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Every form that may be filled, and for those who keep them every version."""
    actor = request.actor
    actor.require(forms.FILL)
    today, manages = local_date(request.at), actor.may(forms.MANAGE)
    found = [f for f in forms.forms() if manages or f.holds_on(today)]
    return render(
        request,
        "office/forms/list.html",
        {"lines": [_line(f, request) for f in found], "manages": manages},
    )


def _line(form: Form, request: ActorRequest) -> dict[str, Any]:
    return {
        "f": form,
        "d": form.description,
        "state": label_in(words.STATES, form.state, language()),
        "today": form.holds_on(local_date(request.at)),
        "is_list": form.description.layout == forms.Layout.LIST,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest) -> HttpResponse:
    """A version from its description (YAML or a sheet) and the office's own workbook."""
    request.actor.require(forms.MANAGE)
    error = ""
    if request.method == "POST":
        try:
            made = _description(request)
            data = _file(request, "template").read()
            with transaction.atomic():
                form_id = forms.propose_form(
                    made, data, region=_region(request), actor=request.actor, at=request.at
                )
            notes.success(request, _("已提出，等另一人确认后生效。"))
            return redirect("office:form", form_id)
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
    return render(
        request,
        "office/forms/new.html",
        {
            "error": error,
            "facts": [(k.code, _words(k.label), k.own_basis) for k in forms.fact_kinds().values()],
        },
        status=422 if error else 200,
    )


@require_safe
def sample(request: ActorRequest) -> HttpResponse:
    """A description as a sheet to begin from: lines about the form, then a line a cell."""
    request.actor.require(forms.MANAGE)
    today = local_date(request.at)
    lines = [
        *(("编号", "school-place"), ("名称", "随迁子女入学申请表"), ("机关", "教育局招生办公室")),
        *(("用途", "service"), ("依据", "《中华人民共和国义务教育法》第十二条")),
        *(("起", today.isoformat()), ("止", today.replace(month=12, day=31).isoformat())),
        ("居民可填", "是"),
        ("单元格", "名称", "事实", "写法", "代码", "必填", "核对", "依据", "最长"),
        ("B2", "姓名", "person.name", "", "", "是"),
        ("D2", "性别", "person.sex", "", "1=男; 2=女"),
        ("B3", "出生日期", "person.birth_date", "YYYY年M月D日"),
        ("B4", "证件号码", "person.doc_number", "boxes", "", "", "", "", "18"),
        ("B5", "手机号码", "person.phone", "", "", "", "是"),
        ("B6", "居住地址", "home.address"),
        ("B9", "申请学校", "", "", "", "是", "", "", "20"),
        ("D9", "填表日期", "form.day"),
    ]  # fmt: skip
    width = max(map(len, lines))
    rows = [(*line, *[""] * (width - len(line))) for line in lines]
    frame = pl.DataFrame(rows[1:], schema={f"c{n}": pl.Utf8 for n in range(width)}, orient="row")
    return workbook(frame, _("表样说明"), "form-description.xlsx", rows[0])


def _words(pair: tuple[str, str]) -> str:
    return pair[0] if language().startswith("zh") else pair[1]


def _region(request: ActorRequest) -> str:
    return min(request.actor.regions(forms.MANAGE), key=len)


def _file(request: ActorRequest, name: str) -> UploadedFile[bytes]:
    file = request.FILES.get(name)
    if not isinstance(file, UploadedFile):
        raise Refused("file_not_chosen")
    if (file.size or 0) > forms.MOST_BYTES:
        raise Refused("form_template", why="size")
    return file


def _description(request: ActorRequest) -> Description:
    file = _file(request, "description")
    data, name = file.read(), file.name or ""
    if not name.lower().endswith((".yaml", ".yml")):
        return forms.read_sheet(read_cells(data, name).sheets[0].cells.rows())
    try:
        return forms.read_description(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("form_unreadable", why="UTF-8") from error


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, form_id: int) -> HttpResponse:
    """One version: what it asks for and why it may; put in force or ended by those who keep forms."""
    request.actor.require(forms.FILL)
    found = forms.form(form_id)
    if request.method == "POST":
        act = forms.accept_form if "accept" in request.POST else forms.end_form
        saved(
            request,
            lambda: act(form_id, actor=request.actor, at=request.at),
            _("已生效，旧版同时停用。") if "accept" in request.POST else _("已停用。"),
        )
        return redirect("office:form", form_id)
    manages = request.actor.may(forms.MANAGE, region=found.region)
    if not manages and not found.holds_on(local_date(request.at)):
        raise NotFound("office_form_unknown")
    kinds = forms.fact_kinds()
    fields = [(f, _words(kinds[f.fact].label) if f.fact else "") for f in found.description.fields]
    purpose = label_in(PURPOSES, found.description.purpose, language())
    return render(
        request,
        "office/forms/form.html",
        {**_line(found, request), "fields": fields, "manages": manages, "purpose": purpose},
    )


@require_safe
def template(request: ActorRequest, form_id: int) -> HttpResponse:
    """The office's own workbook, empty."""
    request.actor.require(forms.FILL)
    return as_file(forms.template(form_id), f"form-{form_id}.xlsx")
