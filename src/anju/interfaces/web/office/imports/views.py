"""The office's list of imports, and sending a file for a community or an employer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.employers import api as employers
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts.imports import FORMS, STATES
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.imports import uploading
from anju.interfaces.web.imports.import_area import ImportArea
from anju.interfaces.web.imports.listing import lines
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import roots
from anju.interfaces.web.office.ordering import list_parts, order_of
from anju.interfaces.web.session import ActorRequest

COMMUNITY = 12


def area_of(request: ActorRequest) -> ImportArea:
    """The area in which the office shows imports."""
    back = {"back_url": reverse("office:imports"), "back_name": _("批量导入")}
    return ImportArea("office", "imports/office.html", "import_new", {}, back)


ORDERS = {
    "created": gettext_lazy("时间"),
    "file": gettext_lazy("文件名"),
    "form": gettext_lazy("种类"),
    "sender": gettext_lazy("提交者"),
    "rows": gettext_lazy("行数"),
    "refused": gettext_lazy("有问题的行"),
    "state": gettext_lazy("状态"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """The imports of the actor's area, newest first or in the order asked for, of one state or all."""
    request.actor.require("import.run")
    counts, page, order = register.count_imports(), page_of(request), order_of(request, ORDERS)
    state = request.GET.get("state", "") if request.GET.get("state", "") in STATES else ""
    found = register.imports(limit=PER_PAGE, offset=(page - 1) * PER_PAGE, state=state, order=order)
    total = counts.get(state, 0) if state else sum(counts.values())
    tabs = [("", _("全部"), sum(counts.values()))]
    tabs += [
        (code, label(STATES, code), counts.get(code, 0))
        for code in STATES
        if counts.get(code) or code == state
    ]
    return render(
        request,
        "office/imports/list.html",
        {
            "imports": lines(found, "office", {}),
            "total": total,
            "tabs": [
                {
                    "label": label,
                    "count": n,
                    "here": code == state,
                    "url": link("office:imports", state=code, order=order),
                }
                for code, label, n in tabs
            ],
            "paging": list_parts(request, page, len(found), total, ORDERS) | {"export_url": ""},
        },
    )


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Send a file for a community, or a roster for an employer."""
    request.actor.require("import.run")
    language = get_language() or "zh-hans"
    form, error = request.POST.get("form", "rental-tenants"), ""
    if request.method == "POST":
        try:
            kept = uploading.take(request, form=form, sender=_sender(request, form))
        except AnjuError as refused:
            error = sentence(refused, language)
        else:
            return redirect("office:import", kept.id)
    region, employer = request.POST.get("region", ""), _employer(request)
    context = {
        "forms": [(code, label_in(FORMS, code, language)) for code in FORMS],
        "form": form,
        "error": error,
        "region": region,
        "region_text": regions.names([region]).get(region, "") if region else "",
        "roots": roots(request.actor, "import.run"),
        "employer": request.POST.get("employer", "") if employer else "",
        "employer_text": employer.name if employer else "",
    }
    return render(request, "office/imports/new.html", context, status=422 if error else 200)


@require_safe
def suggest_employer(request: ActorRequest) -> HttpResponse:
    """Employers of the area for the picker."""
    request.actor.require("import.run")
    q = request.GET.get("q", "")
    found = employers.suggest(q, regions=request.actor.regions("import.run"))
    options = [
        {"value": e.id, "text": e.name, "hint": e.code, "icon": "building-factory-2"} for e in found
    ]
    return render(request, "anju/partials/options.html", {"options": options, "q": q})


def _employer(request: ActorRequest) -> employers.EmployerView | None:
    chosen = request.POST.get("employer", "")
    return employers.employers([int(chosen)]).get(int(chosen)) if chosen.isdecimal() else None


def _sender(request: ActorRequest, form: str) -> register.Sender:
    """Staff send in their own name for a community, in the employer's name for a roster."""
    if form == "employer-roster":
        employer = _employer(request)
        if employer is None:
            raise Refused("employer_missing")
        return register.Sender(
            employer.party, "file", employer.name, employer.party, employer.id, employer.region
        )
    region = request.POST.get("region", "")
    if len(region) < COMMUNITY:
        raise Refused("region_missing")
    place = regions.get(region)
    if place.level < regions.Level.COMMUNITY:
        raise Refused("region_missing")
    return register.Sender(
        f"user:{request.actor.user_id}",
        "file",
        f"{place.name} · {request.actor.label}",
        region=region,
    )
