"""Filling a form of another office for the person in front, or a list for an employer; seeing to marked cells; taking
it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.employers import api as employers
from anju.domains.exchange.api import forms
from anju.domains.exchange.api.forms import Presence
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts import forms as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web import forms_page
from anju.interfaces.web.declaring import act_key, reason_text
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sources.views_person import visible
from anju.interfaces.web.session import ActorRequest


@require_safe
def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """Which forms may be filled for a person, and what was filled."""
    request.actor.require(forms.FILL)
    found = _seen(request, person_id)
    records = [found.id, *found.merged_ids]
    offered = [
        f
        for f in forms.in_force(local_date(request.at))
        if f.description.layout == forms.Layout.ONE
    ]
    audit.record_read(
        request.actor, person_ids=[found.id], fields=["name"], action="office.forms", at=request.at
    )
    done = [
        (f, label_in(words.STATES, f.state, forms_page.language()))
        for f in forms.filled_of(records)
    ]
    context = {"person": found, "offered": offered, "done": done}
    return render(request, "office/forms/person.html", context)


def _seen(request: ActorRequest, person_id: int) -> people.PersonView:
    found = visible(person_id)
    if found.id not in people.visible_to(request.actor, [found.id], forms.FILL):
        raise NotFound("person_unknown")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ActorRequest, form_id: int, person_id: int) -> HttpResponse:
    """Say why it may be filled, then fill it."""
    request.actor.require(forms.FILL)
    found, form = _seen(request, person_id), forms.form(form_id)
    error = ""
    if request.method == "POST":
        presence = request.POST.get("presence", "")
        try:
            with transaction.atomic():
                made = forms.fill(
                    form_id,
                    found.id,
                    presence=_presence(presence),
                    mandate=request.POST.get("mandate", "")[:60],
                    key=act_key(request),
                    actor=request.actor,
                    at=request.at,
                )
            return redirect("office:form_filled", made)
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
    audit.record_read(
        request.actor, person_ids=[found.id], fields=["name"], action="office.forms", at=request.at
    )
    context = {"person": found, "f": form, "d": form.description, "error": error}
    return render(
        request,
        "office/forms/begin.html",
        {**context, "key": request.POST.get("key") or forms.new_key()},
        status=422 if error else 200,
    )


def _presence(text: str) -> Presence:
    if text not in (Presence.PERSON, Presence.MANDATE):
        raise Refused("form_presence")
    return Presence(text)


@require_http_methods(["GET", "HEAD", "POST"])
def filled(request: ActorRequest, filled_id: int) -> HttpResponse:
    """A filled form: its cells with their sources; the marked ones are seen to here."""
    request.actor.require(forms.FILL)
    if request.method == "POST":
        act = "withdraw" in request.POST
        done = saved(
            request,
            lambda: _written(request, filled_id, withdraw=act),
            _("已撤回，内容已删去。") if act else _("已保存。"),
        )
        if act and done is not None:
            return redirect("office:forms")
        if done is not None:
            return redirect("office:form_filled", filled_id)
    found, form = forms.shown(filled_id, actor=request.actor, at=request.at)
    context: dict[str, Any] = {
        **forms_page.shown(found, _typed(request.POST)),
        "d": form.description,
        "back": reverse("office:person_forms", args=[found.person_id]),
        "person": visible(found.person_id),
        "take": "office:form_take",
    }
    return render(request, "office/forms/filled.html", context)


def _written(request: ActorRequest, filled_id: int, *, withdraw: bool) -> bool:
    if withdraw:
        forms.withdraw(filled_id, actor=request.actor, at=request.at)
    else:
        forms.enter(
            filled_id,
            _typed(request.POST),
            actor=request.actor,
            at=request.at,
            finish="finish" in request.POST,
        )
    return True


def _typed(form: QueryDict) -> dict[str, str]:
    return {n.partition(":")[2]: str(v)[:1000] for n, v in form.items() if n.startswith("cell:")}


@require_safe
def take(request: ActorRequest, filled_id: int, kind: str) -> HttpResponse:
    """The finished form as the office's workbook, a PDF, or JSON."""
    if kind not in forms_page.KINDS:
        raise NotFound("filled_unknown")
    request.actor.require(forms.FILL)
    found, form = forms.shown(filled_id, actor=request.actor, at=request.at, taken=True)
    if found.state != "done" or not found.cells:
        raise NotFound("filled_unknown")
    data = forms_page.taken([found], form, kind)
    return as_file(data, f"form-{filled_id}.{kind}", forms_page.KINDS[kind])


@require_http_methods(["GET", "HEAD", "POST"])
def employer_list(request: ActorRequest, form_id: int) -> HttpResponse:
    """Fill a list for an employer that asks for it in writing."""
    request.actor.require(forms.FILL)
    form, error, batch = forms.form(form_id), "", ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                batch = _listed(request, form_id)
            notes.success(request, _("已填好，可以下载。"))
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
    return render(
        request,
        "office/forms/employer.html",
        {
            "f": form,
            "d": form.description,
            "error": error,
            "batch": batch,
            "most": forms.MOST_PERSONS,
            "key": forms.new_key() if batch else request.POST.get("key") or forms.new_key(),
            "uscc": request.POST.get("uscc", "")[:18],
            "mandate": request.POST.get("mandate", "")[:60],
        },
        status=422 if error else 200,
    )


def _listed(request: ActorRequest, form_id: int) -> str:
    employer = employers.by_code(request.POST.get("uscc", "").strip()[:18])
    if employer is None:
        raise NotFound("employer_unknown")
    return forms.fill_list(
        form_id,
        employer.id,
        mandate=request.POST.get("mandate", "")[:60],
        key=act_key(request),
        actor=request.actor,
        at=request.at,
    )


@require_safe
def take_list(request: ActorRequest, batch: str) -> HttpResponse:
    """An employer's list as the office's workbook."""
    found, form = forms.list_shown(batch, actor=request.actor, at=request.at)
    return as_file(forms_page.taken(found, form, "xlsx"), f"list-{batch[:8]}.xlsx")
