"""Sites, markets and dormitories of the area: the list, and as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.employers import api as units
from anju.domains.employers.api import EmployerView, SiteView
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts import employers as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.employers import sites
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.employers.areas import regions_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
def site_list(request: ActorRequest) -> HttpResponseBase:
    """Sites, markets and dormitories that lie in the area. Leaves as Excel."""
    request.actor.require("employer.see")
    asked = {k: request.GET.get(k, "") for k in ("region", "show", "kind")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, asked)
    kind, show = _narrowed(asked)
    page, today = page_of(request), local_date(request.at)
    found, counts = _found(request, asked, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    names = names_for(codes=[s.region for s in found], employer_ids=[s.employer_id for s in found])
    kept = {"region": asked["region"], "kind": kind}
    return render(
        request,
        "office/employers/sites.html",
        {
            "lines": [
                {
                    **line,
                    "place": names.place(line["site"].region[:12]),
                    **_unit(names.employers.get(line["site"].employer_id)),
                }
                for line in sites.lines(found, today)
            ],
            "tabs": [
                {
                    "url": link("office:employer_sites", show=s, **kept),
                    "label": label(words.SITES_SHOWN, s),
                    "count": counts[s],
                    "here": s == show,
                }
                for s in units.SITES_SHOWN
            ],
            "kinds": [
                {
                    "url": link("office:employer_sites", show=show, region=asked["region"], kind=k),
                    "label": label(words.SITE_KINDS, k) if k else _("全部类别"),
                    "here": k == kind,
                }
                for k in ("", *units.SITE_KINDS)
            ],
            "kept": {"show": show, "kind": kind},
            "total": counts[show],
            "paging": list_parts(request, page, len(found), counts[show]),
            **area_filter(request.actor, "employer.see", asked["region"]),
        },
    )


def _unit(employer: EmployerView | None) -> dict[str, Any]:
    """Whose site it is, and the way to its page."""
    return {
        "firm": employer,
        "firm_url": link("office:employer", employer.code) if employer else "",
    }


def _narrowed(asked: Asked) -> tuple[str, str]:
    """The kind of site, and which of them."""
    kind, show = asked.get("kind", ""), asked.get("show", "")
    return (
        kind if kind in units.SITE_KINDS else "",
        show if show in units.SITES_SHOWN else "open",
    )


def _found(
    asker: Asker, asked: Asked, *, limit: int | None, offset: int = 0
) -> tuple[list[SiteView], dict[str, int]]:
    kind, show = _narrowed(asked)
    return units.sites_in(
        regions_seen(asker.actor, asked.get("region", "")),
        today=local_date(asker.at),
        kind=kind,
        show=show,
        limit=limit,
        offset=offset,
    )


SHEET: dict[str, Any] = {
    **dict.fromkeys(("name", "kind", "firm", "place", "address"), pl.Utf8),
    **dict.fromkeys(("since", "until"), pl.Date),
    **dict.fromkeys(("size", "rooms", "beds", "people"), pl.Int64),
}


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("employer.see")
    found, _counts = _found(asker, asked, limit=up_to)
    titles = [_("名称"), _("类别"), _("单位"), _("社区"), _("地址"), _("开始日期"), _("结束日期")]
    titles += [_("计划用工人数、摊位数或床位数"), _("房间数"), _("床位"), _("居住人数")]

    def cells(block: Sequence[SiteView]) -> pl.DataFrame:
        names = names_for(
            codes=[s.region for s in block], employer_ids=[s.employer_id for s in block]
        )
        return pl.DataFrame(
            [
                (
                    (s := line["site"]).name,
                    line["kind"],
                    f.name if (f := names.employers.get(s.employer_id)) else "",
                    names.place(s.region[:12]),
                    s.address,
                    s.since,
                    s.until,
                    s.size,
                    line["rooms"],
                    line["beds"],
                    line["people"],
                )
                for line in sites.lines(block, local_date(asker.at))
            ],
            schema=SHEET,
            orient="row",
        )

    return Listing(_("工地、市场、宿舍"), titles, len(found), in_blocks(found, cells))


EXPORT = Export("office.sites", lambda _who, _asked: "sites.xlsx", _listing)
