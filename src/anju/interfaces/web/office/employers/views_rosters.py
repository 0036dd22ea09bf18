"""This week's rosters of the area: who is late, when each last came, reminders; as a list and as Excel."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.employers.api import EmployerView
from anju.domains.register.api import rosters, staffing
from anju.domains.register.api.rosters import RosterStanding
from anju.foundation.clock import local_date, local_text
from anju.foundation.errors import Conflict, Refused
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.employers import ROSTER_STATES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.employers import chips
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.employers.areas import employer_edited, employers_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

ALL = "all"


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Employers of the area by how they stand this week, late ones first. Leaves as Excel."""
    request.actor.require("employer.see")
    asked = {k: request.GET.get(k, "")[:60].strip() for k in ("region", "show", "q")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    everybody, found = _standings(request, asked)
    page = page_of(request)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    names = names_for(codes=[e.region for e, _s in shown])
    counts = Counter(s.state for _e, s in everybody)
    at_work = staffing.staffing(
        [e for e, _s in shown], actor=request.actor, today=local_date(request.at)
    )
    return render(
        request,
        "office/employers/rosters.html",
        {
            "lines": [
                {
                    **chips.standing(its),
                    "firm": one,
                    "place": names.place(one.region[:12]),
                    "at_work": at_work[one.id].now,
                    "url": link("office:employer", one.code),
                    "remind_url": link("office:employer_remind", one.code)
                    if its.state in chips.OWED
                    and request.actor.may("employer.edit", region=one.region)
                    else "",
                }
                for one, its in shown
            ],
            "tabs": _tabs(asked, counts, len(everybody)),
            "total": len(found),
            "show": asked["show"],
            "kept": {"show": asked["show"], "q": asked["q"]},
            "here": request.get_full_path(),
            "paging": list_parts(request, page, len(shown), len(found)),
            **area_filter(request.actor, "employer.see", asked["region"]),
        },
    )


def _tabs(asked: Asked, counts: Counter[str], total: int) -> list[dict[str, Any]]:
    show = asked["show"] or rosters.LATE
    kept = {k: asked[k] for k in ("region", "q")}
    return [
        {
            "url": link("office:employer_rosters", show=code, **kept),
            "label": label(ROSTER_STATES, code) if code != ALL else _("全部"),
            "count": counts[code] if code != ALL else total,
            "here": code == show,
        }
        for code in (*rosters.STATES, ALL)
    ]


Standings = list[tuple[EmployerView, RosterStanding]]


def _standings(asker: Asker, asked: Asked) -> tuple[Standings, Standings]:
    """All employers of the area with how they stand, and those asked for, the longest without a roster first."""
    seen = employers_seen(asker.actor, asked.get("region", ""), asked.get("q", ""))
    its = rosters.roster_standings(seen, actor=asker.actor, at=asker.at)
    everybody = [(e, its[e.id]) for e in seen]
    show = asked.get("show") or rosters.LATE
    found = [x for x in everybody if show in (ALL, x[1].state)]
    found.sort(
        key=lambda x: (
            (
                rosters.STATES.index(x[1].state),
                x[1].last_at is not None,
                x[1].last_at,
                x[0].name,
            )
            if x[1].last_at
            else (rosters.STATES.index(x[1].state), False, asker.at, x[0].name)
        )
    )
    return everybody, found


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("employer.see")
    _everybody, found = _standings(asker, asked)
    names = names_for(codes=[e.region for e, _s in found])
    titles = [
        _("单位"),
        _("编码"),
        _("社区"),
        _("状态"),
        _("应报日期"),
        _("上次报送"),
        _("上次提醒"),
    ]
    cells = [
        (
            e.name,
            e.uscc or e.code,
            names.place(e.region[:12]),
            label(ROSTER_STATES, s.state),
            s.due,
            local_text(s.last_at) if s.last_at else "",
            s.reminded_on,
        )
        for e, s in (found if up_to is None else found[:up_to])
    ]
    make = partial(pl.DataFrame, orient="row", schema=_COLUMNS)
    return Listing(_("每周花名册"), titles, len(found), iter([make(cells)] if cells else []))


_COLUMNS = {
    **dict.fromkeys(("n", "c", "p", "s"), pl.Utf8),
    "due": pl.Date,
    "last": pl.Utf8,
    "told": pl.Date,
}
EXPORT = Export("office.rosters", lambda _who, _asked: "rosters.xlsx", _listing)


@require_POST
def remind(request: ActorRequest, code: str) -> HttpResponse:
    """Remind one employer of this week's roster."""
    employer = employer_edited(request, code)
    try:
        its = rosters.remind_of_roster(employer.id, actor=request.actor, at=request.at)
    except (Refused, Conflict) as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(
            request,
            _("已提醒{name}，今天发到 {n} 个手机号。").format(name=employer.name, n=its.reached),
        )
    if "list" in request.POST:
        return redirect(link("office:employer_rosters"))
    return redirect(link("office:employer", employer.code))
