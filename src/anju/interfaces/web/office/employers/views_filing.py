"""An employer is filed or its fields are changed, and its sites."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.employers import api as units
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.declaring import new_key, reason_text
from anju.interfaces.web.employer.own_sites import taken
from anju.interfaces.web.employers import sites
from anju.interfaces.web.office.employers.areas import (
    employer_edited,
    employer_seen,
)
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import division_fault, names_for, roots
from anju.interfaces.web.session import ActorRequest


class Filing(forms.Form):
    """What is filed of an employer."""

    name = forms.CharField(
        label=gettext_lazy("单位名称"), max_length=units.LONGEST["employer_name_too_long"]
    )
    uscc = forms.CharField(
        label=gettext_lazy("统一社会信用代码（18 位）"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=units.LONGEST["employer_address_too_long"],
        required=False,
    )


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """File an employer."""
    request.actor.require("employer.edit")
    form, region = Filing(request.POST or None), request.POST.get("region", "")
    fault = (
        division_fault(request.actor, "employer.edit", region, community=True)
        if request.method == "POST"
        else ""
    )
    if request.method == "POST" and form.is_valid() and not fault:
        try:
            made = units.add_employer(
                actor=request.actor,
                region=region,
                at=request.at,
                name=form.cleaned_data["name"],
                uscc=form.cleaned_data["uscc"],
                address=form.cleaned_data["address"],
            )
        except (Refused, Conflict) as error:
            _show(form, error)
        else:
            messages.success(request, _("已登记用工单位。"))
            return redirect(link("office:employer", made.code))
    names = names_for(codes=[region])
    return render(
        request,
        "office/employers/new.html",
        {
            "form": form,
            "area": region,
            "area_text": names.place(region[:12]) if region else "",
            "area_fault": fault,
            "roots": roots(request.actor, "employer.edit"),
        },
        status=422 if form.errors or fault else 200,
    )


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, code: str) -> HttpResponse:
    """Change name, address or credit code."""
    employer = employer_edited(request, code)
    kept = {"name": employer.name, "uscc": employer.uscc, "address": employer.address}
    form = Filing(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            units.change_employer(
                employer.id, actor=request.actor, at=request.at, **form.cleaned_data
            )
        except (Refused, Conflict) as error:
            _show(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect(link("office:employer", employer.code))
    return render(
        request,
        "office/employers/new.html",
        {"form": form, "firm": employer},
        status=422 if form.errors else 200,
    )


def _show(form: Filing, error: AnjuError) -> None:
    named = "uscc" if error.code.startswith(("uscc_", "employer_exists")) else None
    form.add_error(named, reason_text(error.code, **error.params))


@require_http_methods(["GET", "POST"])
def site_new(request: ActorRequest, code: str) -> HttpResponse:
    """File a site of an employer."""
    employer = employer_seen(request, code)
    request.actor.require("employer.edit")
    today, region = local_date(request.at), request.POST.get("region") or employer.region
    form = sites.SiteForm(
        request.POST or None, buildings=sites.buildings_of(employer), initial={"since": today}
    )
    fault = (
        division_fault(request.actor, "employer.edit", region, community=True)
        if request.method == "POST" and request.POST.get("kind") != units.DORMITORY
        else ""
    )
    if request.method == "POST" and form.is_valid() and not fault:
        try:
            units.add_site(
                employer.id,
                form.draft(region),
                key=request.POST.get("key", ""),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict, NotFound) as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            messages.success(request, _("已登记场所。"))
            return redirect(link("office:employer", employer.code))
    return render(
        request,
        "office/employers/site_new.html",
        {
            "firm": employer,
            "form": form,
            "key": request.POST.get("key") or new_key(),
            "area": region,
            "area_text": names_for(codes=[region]).place(region[:12]),
            "area_fault": fault,
            "roots": roots(request.actor, "employer.edit"),
        },
        status=422 if form.errors or fault else 200,
    )


@require_POST
def site_step(request: ActorRequest, code: str, site_id: int) -> HttpResponse:
    """It ends on a day, is in use again, or was filed by mistake."""
    employer = employer_seen(request, code)
    if units.site(site_id).employer_id != employer.id:
        raise NotFound("site_unknown")
    try:
        messages.success(request, taken(request, site_id))
    except (Refused, Conflict) as error:
        messages.error(request, reason_text(error.code, **error.params))
    return redirect(link("office:employer", employer.code))
