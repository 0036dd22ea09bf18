"""How far a campaign has come, place by place: on the page, on paper, as Excel. Never by person."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import CampaignView, Coverage
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.interfaces.web.office.campaigns.views import line
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_safe
def board(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """The live board, and once it is closed the report."""
    view = tasks.campaign(request.actor, campaign_id)
    context = _report(request, view)
    context |= {
        "may_close": view.closed_at is None
        and all(request.actor.may(tasks.RUN, region=r) for r in view.plan.regions),
        "print_url": link("office:campaign_print", view.id),
        "file_url": link("office:campaign_file", view.id),
        "tasks_url": link("office:tasks", cause=tasks.Cause.CAMPAIGN),
    }
    return render(request, "office/campaigns/board.html", context)


@require_safe
def sheet(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """The same for paper."""
    context = _report(request, tasks.campaign(request.actor, campaign_id))
    context |= {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "office/campaigns/print.html", context)


@require_safe
def workbook_file(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """The same as Excel."""
    report = _report(request, tasks.campaign(request.actor, campaign_id))
    frame = pl.DataFrame(
        [
            (r["name"], r["living"], *_counts(r["coverage"]))
            for r in [*report["rows"], {**report["total"], "name": _("合计")}]
        ],
        orient="row",
        schema={"place": pl.Utf8, "living": pl.Int64} | {f"n{i}": pl.Int64 for i in range(8)},
    )
    titles = [
        _("社区"),
        _("标准时点在册人数"),
        _("门数"),
        _("已办"),
        _("完成率（%）"),
        _("见到人"),
        _("已搬离"),
        _("不愿受访"),
        _("走访未遇"),
        _("未走访"),
    ]
    return workbook(frame, _("集中登记"), "campaign.xlsx", titles)


def _counts(c: Coverage) -> tuple[int, ...]:
    return (c.doors, c.done, c.share, c.met, c.moved, c.declined, c.tried, c.untouched)


def _report(request: ActorRequest, view: CampaignView) -> dict[str, Any]:
    found = tasks.coverage(view)
    names = names_for(codes=[*view.plan.regions, *(c.region for c in found)])
    day = min(view.plan.reference, local_date(request.at))
    rows = [
        {
            "name": names.place(c.region),
            "coverage": c,
            "living": register.living_in(c.region, as_of=day),
            "url": link("office:tasks", cause=tasks.Cause.CAMPAIGN, region=c.region),
        }
        for c in found
    ]
    total = sum((c for c in found), Coverage("", 0, 0, 0, 0, 0, 0))
    return {
        "line": line(view, names.place, request),
        "view": view,
        "plan": view.plan,
        "rows": rows,
        "total": {"coverage": total, "living": sum(r["living"] for r in rows)},
        "phases": [
            {
                "phase": p,
                "reached": total.share >= p.target,
                "over": local_date(request.at) > p.last,
            }
            for p in view.plan.phases
        ],
    }
