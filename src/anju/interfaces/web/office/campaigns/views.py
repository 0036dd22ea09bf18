"""Campaigns of an area: listed, opened, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import CampaignPlan, CampaignView, Phase, Scope
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.naming import (
    area_filter,
    division_fault,
    names_for,
    prefix_requested,
)
from anju.interfaces.web.session import ActorRequest

SCOPES = {
    Scope.LET: gettext_lazy("在住的出租房屋"),
    Scope.ALL: gettext_lazy("册上全部房屋"),
}
AREAS = 6
"""Divisions that the form offers for one campaign."""
ROWS = 3
"""Phases that the form offers."""
USUAL_PHASES = (
    (gettext_lazy("入户登记"), "80"),
    (gettext_lazy("查漏补缺"), "95"),
    (gettext_lazy("复核"), "100"),
)


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """The campaigns that touch the actor's area."""
    request.actor.require("home.see")
    found = tasks.campaigns(request.actor)
    names = names_for(codes=[r for c in found for r in c.plan.regions])
    return render(
        request,
        "office/campaigns/list.html",
        {
            "lines": [line(c, names.place, request) for c in found],
            "new_url": link("office:campaign_new") if request.actor.may(tasks.RUN) else "",
        },
    )


def line(view: CampaignView, place: Any, request: ActorRequest) -> dict[str, Any]:  # noqa: ANN401
    """A campaign as lists and boards show it."""
    today = local_date(request.at)
    phase = view.phase_on(today)
    return {
        "view": view,
        "plan": view.plan,
        "scope": SCOPES[view.plan.scope],
        "places": [place(r) for r in view.plan.regions],
        "phase": None if view.closed_at else phase,
        "waiting": today < view.plan.first,
        "url": link("office:campaign", view.id),
    }


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Open one."""
    request.actor.require(tasks.RUN)
    if request.method == "GET":
        return _form(request)
    if any(_area_faults(request).values()):
        return _form(request, error=_("有的区划不能选，见下方说明。"))
    try:
        made = tasks.open_campaign(
            _plan(request),
            key=request.POST.get("key", "")[:40] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except Refused as refused:
        return _form(request, error=sentence(refused, request.LANGUAGE_CODE))
    if made.made_at < request.at:
        messages.warning(request, _("这次集中登记刚才已经建立，没有再建一次。"))
    else:
        messages.success(request, _("集中登记已建立，任务从开始日起排到每扇门。"))
    return redirect(link("office:campaign", made.id))


def _plan(request: ActorRequest) -> CampaignPlan:
    """What the form says. `Refused` ``campaign_days``, ``campaign_targets``, ``campaign_regions``."""
    given = request.POST
    first, reference = day_of(given.get("first", "")), day_of(given.get("reference", ""))
    areas = [prefix_requested(given.get(name, "")) for name in _area_names()]
    regions = tuple(dict.fromkeys(r for r in areas if r.isdecimal()))
    if first is None or reference is None:
        raise Refused("campaign_days")
    if not regions:
        raise Refused("campaign_regions")
    phases = [p for n in range(1, ROWS + 1) if (p := _phase(request, n))]
    return CampaignPlan(
        name=given.get("name", "").strip(),
        regions=regions,
        scope=Scope.ALL if given.get("scope") == Scope.ALL else Scope.LET,
        reference=reference,
        first=first,
        phases=tuple(phases),
        items=tuple(t for i in given.get("items", "").splitlines() if (t := i.strip())),
    )


def _area_names() -> list[str]:
    """The fields of the divisions."""
    return ["region", *(f"region-{n}" for n in range(2, AREAS + 1))]


def _area_faults(request: ActorRequest) -> dict[str, str]:
    """What is wrong with each division of the form, as a sentence."""
    return {
        name: division_fault(request.actor, tasks.RUN, chosen, prefix=True)
        for name in _area_names()
        if (chosen := request.POST.get(name, ""))
    }


def _areas(request: ActorRequest, faults: Mapping[str, str]) -> list[dict[str, str]]:
    """The divisions besides the first, as the form draws them."""
    return [
        {
            "name": name,
            "fault": faults.get(name, ""),
            **area_filter(request.actor, tasks.RUN, request.POST.get(name, "")),
        }
        for name in _area_names()[1:]
    ]


def _phase(request: ActorRequest, number: int) -> Phase | None:
    name, day, target = (
        request.POST.get(f"{field}-{number}", "").strip() for field in ("phase", "last", "target")
    )
    if not day:
        return None
    last = day_of(day)
    if last is None:
        raise Refused("campaign_days")
    if not target.isdecimal() or len(target) > 3:
        raise Refused("campaign_targets")
    return Phase(name[:60], last, int(target))


def _form(request: ActorRequest, *, error: str = "") -> HttpResponse:
    given, faults = request.POST, _area_faults(request)
    rows = [
        {
            "number": n,
            "name": given.get(f"phase-{n}", str(name)),
            "last": given.get(f"last-{n}", ""),
            "target": given.get(f"target-{n}", target),
        }
        for n, (name, target) in enumerate(USUAL_PHASES, 1)
    ]
    return render(
        request,
        "office/campaigns/new.html",
        {
            "error": error,
            "given": given,
            "items_text": given.get("items", ""),
            "rows": rows,
            "scopes": SCOPES.items(),
            "scope": given.get("scope", Scope.LET),
            "key": given.get("key") or new_key(),
            "today": local_date(request.at),
            "areas": _areas(request, faults),
            "area_fault": faults.get("region", ""),
            "more": any(given.get(name) for name in _area_names()[1:]),
            **area_filter(request.actor, tasks.RUN, given.get("region", "")),
        },
        status=422 if error else 200,
    )


@require_POST
def close(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """End one; its report stands."""
    tasks.close_campaign(campaign_id, actor=request.actor, at=request.at)
    messages.success(request, _("集中登记已结束，报告可导出和打印。"))
    return redirect(link("office:campaign", campaign_id))
