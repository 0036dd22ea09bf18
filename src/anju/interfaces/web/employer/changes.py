"""One person comes, one person goes: for employers too small for a spreadsheet."""

from __future__ import annotations

import polars as pl
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.days import DayInput
from anju.interfaces.web.employer.own_employer import employer_of, page_context, sender_of
from anju.interfaces.web.session import ActorRequest


class Hire(forms.Form):
    """Who begins, and when."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    doc_number = forms.CharField(label=gettext_lazy("身份证号码"), max_length=20)
    start = forms.DateField(
        label=gettext_lazy("入职日期"),
        widget=DayInput(),
    )


@require_http_methods(["GET", "POST"])
def hire(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Enter one new worker."""
    employer = employer_of(request, employer_id)
    form = Hire(request.POST or None, initial={"start": local_date(request.at)})
    if request.method == "POST" and form.is_valid():
        item = {
            **form.cleaned_data,
            "kind": "hire",
            "doc_number": form.cleaned_data["doc_number"].strip().upper(),
            "doc_type": "111",
            "key": f"hire:{request.request_id}",
        }
        receipt = register.declare(
            pl.DataFrame([item]),
            sender=sender_of(employer),
            actor=request.actor,
            at=request.at,
            batch_key=f"hire:{request.request_id}",
        )
        outcome = receipt.outcomes[0]
        if outcome.status == register.REFUSED:
            form.add_error(None, sentence(AnjuError(outcome.reason), get_language() or "zh-hans"))
        else:
            messages.success(
                request,
                _("已登记，等待工作人员核实。")
                if outcome.status == register.WAITING
                else _("已登记入职。"),
            )
            return redirect("employer:workers", employer.id)
    return render(
        request,
        "employer/hire.html",
        {**page_context(employer, "workers"), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def leave(request: ActorRequest, employer_id: int, person_id: int) -> HttpResponse:
    """One worker leaves today, and moves out of the dormitory."""
    employer = employer_of(request, employer_id)
    try:
        register.leave_job(
            person_id,
            sender=sender_of(employer),
            actor=request.actor,
            at=request.at,
            batch_key=f"leave:{request.request_id}",
        )
    except Conflict as over:
        messages.warning(request, sentence(over, get_language() or "zh-hans"))
    else:
        messages.success(request, _("已登记离职。"))
    return redirect("employer:workers", employer.id)
