"""What a closed audit says, on paper and as Excel; the frame, for whoever draws the sample again."""

from __future__ import annotations

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.assessment import api as samples
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.samples.results import main_name, result_of
from anju.interfaces.web.office.samples.views import line
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_safe
def sheet(request: ActorRequest, audit_id: int) -> HttpResponse:
    """For paper."""
    view = samples.audit(audit_id, request.actor)
    names = names_for(codes=[view.plan.region, *view.frames])
    context = {
        "line": line(view, names.place(view.plan.region)),
        "view": view,
        "plan": view.plan,
        "result": result_of(view, request.actor, names),
        "printed_at": request.at,
        "printed_by": request.actor.label,
    }
    return render(request, "office/samples/print.html", context)


@require_safe
def workbook_file(request: ActorRequest, audit_id: int) -> HttpResponse:
    """As Excel."""
    view = samples.audit(audit_id, request.actor)
    names = names_for(codes=[view.plan.region, *view.frames])
    found = result_of(view, request.actor, names)
    rows = [
        (
            r["name"],
            r["part"].frame,
            r["part"].drawn,
            r["part"].reached,
            r["part"].main.hits,
            r["part"].main.base,
            r["main"],
            r["interval"],
            r["bounds"],
            r["faulty"],
            r["faulty_interval"],
        )
        for r in (*found["rows"], found["whole"])
    ]
    titles = [
        _("地区"), _("抽样框"), _("抽取"), _("见到"), _("符合"), _("核查"), main_name(view.plan.kind),
        _("置信区间"), _("未见到者全部不符合—全部符合"), _("差错率"), _("差错率置信区间"),
    ]  # fmt: skip
    schema = {t: pl.Int64 if 0 < n < 6 else pl.Utf8 for n, t in enumerate(titles)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("抽样核查"), f"{view.number}.xlsx", titles)


@require_safe
def frame(request: ActorRequest, audit_id: int) -> HttpResponse:
    """The codes of the frame by part, in the order in which they were digested."""
    view = samples.audit(audit_id, request.actor)
    lines = "".join(f"{part},{code}\n" for part, code in samples.published_frame(view))
    answer = HttpResponse(f"part,code\n{lines}", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{view.number}-frame.txt"'
    return answer
