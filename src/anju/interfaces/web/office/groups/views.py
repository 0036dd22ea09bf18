"""Groups of one's area: those that ask to be recognised first; one group: recognising, registering, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.groups.api import activities, membership
from anju.domains.groups.api.membership import Group
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.groups import shown, views_activities
from anju.interfaces.web.office.links import link, page_of
from anju.interfaces.web.office.naming import area_filter, division_fault, prefix_chosen
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest

MOST_LINES = 10_000


@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """The groups of one's area; a POST founds one of the office itself."""
    request.actor.require(membership.MANAGE)
    error, fault, post = "", "", request.POST
    if request.method == "POST":
        fault = division_fault(
            request.actor, membership.MANAGE, post.get("region", ""), prefix=True
        )
    if request.method == "POST" and not fault:
        try:
            made = _found(request)
        except (Refused, NotFound, Conflict) as refused:
            error = shown.error_text(refused)
        else:
            messages.success(request, _("已设立。"))
            return redirect("office:group", made)
    today, page = local_date(request.at), page_of(request)
    found, total = membership.managed_groups(request.actor, page=page)
    lines = [{**x, "url": link("office:group", x["group"].id)} for x in shown.lines(found, today)]
    return render(
        request,
        "office/groups/list.html",
        {
            "asked": [x for x in lines if x["group"].state.value == "asked"],
            "rows": [x for x in lines if x["group"].state.value != "asked"],
            "total": total,
            "paging": list_parts(request, page, len(found), total)
            | {"export_url": link("office:groups_file")},
            "kinds": shown.kind_choices("", today),
            "typed": post,
            "error": error,
            "fault": fault,
            "key": new_key(),
            "own_name": request.actor.label,
            **area_filter(request.actor, membership.MANAGE, post.get("region", "")),
        },
        status=422 if error or fault else 200,
    )


def _found(request: ActorRequest) -> int:
    post = request.POST
    return membership.found_group(
        post.get("kind", ""),
        prefix_chosen(post.get("region", "")),
        post.get("name", ""),
        post.get("purpose", ""),
        rules=post.get("rules", ""),
        contact=post.get("contact", ""),
        own_name=post.get("own_name", ""),
        key=post.get("key", "")[:80] or new_key(),
        actor=request.actor,
        at=request.at,
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The groups of one's area as a file: counts and contact people who accepted, no members."""
    today = local_date(request.at)
    found, _total = membership.managed_groups(request.actor, size=MOST_LINES)
    seats = membership.seats([g.id for g in found], request.actor)
    cells = [
        (
            x["group"].name, x["kind"], x["place"], x["state"]["text"], x["group"].members,
            "、".join(f"{s['seat'].name}（{s['role']}）" for s in
                      shown.seat_lines(seats[x["group"].id], today) if s["seat"].holds(today)),
            x["group"].contact, x["group"].registered, x["group"].purpose,
        )
        for x in shown.lines(found, today)
    ]  # fmt: skip
    titles = [
        _("名称"), _("类别"), _("区域"), _("状态"), _("人数"), _("任职人员"), _("联系方式"), _("登记证号"), _("做什么"),
    ]  # fmt: skip
    texts = ("name", "kind", "place", "state", "n", "seats", "contact", "registered", "purpose")
    schema = {c: pl.Int64 if c == "n" else pl.Utf8 for c in texts}
    frame = pl.DataFrame(cells, orient="row", schema=schema)
    return workbook(frame, _("群众组织"), "groups.xlsx", titles)


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, group_id: int) -> HttpResponse:
    """One group of one's area; a POST decides, changes or closes (``act``)."""
    group = membership.group(group_id)
    if not membership.manages(request.actor, group.region):
        raise NotFound("group_unknown")
    if request.method != "POST":
        return _page(request, group)
    try:
        _do(request, group)
    except (Refused, Conflict, NotFound) as error:
        return _page(request, group, error)
    messages.success(request, _("已记录。"))
    return redirect("office:group", group_id)


def _do(request: ActorRequest, group: Group) -> None:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "recognise": lambda: membership.decide_group(group.id, recognise=True, **common),
        "refuse": lambda: membership.decide_group(
            group.id, recognise=False, reason=post.get("reason", ""), **common
        ),
        "change": lambda: membership.change_group(
            group.id,
            purpose=post.get("purpose", ""),
            rules=post.get("rules", ""),
            contact=post.get("contact", ""),
            registered=post.get("registered", ""),
            **common,
        ),
        "close": lambda: membership.close_group(group.id, post.get("reason", ""), **common),
    }
    if post.get("act", "") not in acts:
        raise Refused("group_act")
    acts[post["act"]]()


def _page(request: ActorRequest, group: Group, error: AnjuError | None = None) -> HttpResponse:
    today = local_date(request.at)
    (line,) = shown.lines([group], today)
    seats = membership.seats([group.id], request.actor)[group.id]
    return render(
        request,
        "office/groups/one.html",
        {
            **line,
            "activities": [
                views_activities.line(a) for a in activities.activities([group.id], size=20)
            ],
            "leads": membership.holds(group.id, request.actor, today),
            "registers": membership.kind(group.kind, group.region, today).registers,
            "seats": [x for x in shown.seat_lines(seats, today) if x["seat"].accepted_at],
            "error": shown.error_text(error) if error else "",
            "act": request.POST.get("act", ""),
            "typed": request.POST,
        },
        status=422 if error else 200,
    )
