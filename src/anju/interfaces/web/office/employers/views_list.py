"""Employers of the area with their head counts: the list, searched as it is typed, and as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.employers.api import EmployerView
from anju.domains.register.api import staffing
from anju.domains.register.api.staffing import StaffedEmployers, Staffing
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.employers.areas import regions_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.ordering import known_order, list_parts
from anju.interfaces.web.session import ActorRequest

ORDERS = {
    "name": gettext_lazy("单位"),
    "place": gettext_lazy("社区"),
    "now": gettext_lazy("在职"),
    "joined": gettext_lazy("近 30 天入职"),
    "left": gettext_lazy("近 30 天离职"),
}


@require_safe
def employers(request: ActorRequest) -> HttpResponseBase:
    """Employers of the actor's regions, the largest first; those that ``q`` means. Leaves as Excel."""
    request.actor.require("employer.see")
    asked = {k: request.GET.get(k, "")[:60].strip() for k in ("q", "order")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    page = page_of(request)
    found = _found(request, asked, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    if found.total and not found.lines:
        page = -(-found.total // PER_PAGE)
        found = _found(request, asked, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    names = names_for(codes=[e.region for e, _counts in found.lines])
    return render(
        request,
        "office/employers/employers.html",
        {
            "q": asked["q"],
            "total": found.total,
            "new_url": link("office:employer_new") if request.actor.may("employer.edit") else "",
            "working": found.working,
            "lines": [
                {
                    "firm": e,
                    "counts": counts,
                    "place": names.place(e.region[:12]),
                    "url": link("office:employer", e.code),
                }
                for e, counts in found.lines
            ],
            "order": known_order(asked["order"], ORDERS),
            "paging": list_parts(request, page, len(found.lines), found.total, ORDERS),
        },
    )


def _found(asker: Asker, asked: Asked, *, limit: int | None, offset: int = 0) -> StaffedEmployers:
    return staffing.employers_staffed(
        regions_seen(asker.actor, ""),
        actor=asker.actor,
        today=local_date(asker.at),
        q=asked.get("q", ""),
        order=known_order(asked.get("order", ""), ORDERS),
        limit=limit,
        offset=offset,
    )


Line = tuple[EmployerView, Staffing]
SHEET: dict[str, Any] = {
    **dict.fromkeys(("name", "code", "place", "address"), pl.Utf8),
    **dict.fromkeys(("now", "joined", "left"), pl.Int64),
}


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("employer.see")
    found = _found(asker, asked, limit=up_to)
    titles = [
        _("单位"),
        _("编码"),
        _("社区"),
        _("地址"),
        _("在职"),
        _("近 30 天入职"),
        _("近 30 天离职"),
    ]
    return Listing(_("用工单位"), titles, len(found.lines), in_blocks(found.lines, _cells))


def _cells(lines: Sequence[Line]) -> pl.DataFrame:
    names = names_for(codes=[e.region for e, _counts in lines])
    return pl.DataFrame(
        [
            (
                e.name,
                e.uscc or e.code,
                names.place(e.region[:12]),
                e.address,
                counts.now,
                counts.joined,
                counts.left,
            )
            for e, counts in lines
        ],
        schema=SHEET,
        orient="row",
    )


EXPORT = Export("office.employers", lambda _who, _asked: "employers.xlsx", _listing)
