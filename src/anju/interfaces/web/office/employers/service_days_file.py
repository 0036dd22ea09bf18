"""Service days of an area: which a list shows, and the same as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from anju.domains.employers import api as units
from anju.domains.employers.api import ServiceDayView
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.employers import service_days
from anju.interfaces.web.office.employers.areas import regions_seen
from anju.interfaces.web.office.naming import names_for


def shown(asked: Asked) -> str:
    """Which of the days the list shows."""
    show = asked.get("show", "")
    return show if show in units.SERVICE_DAYS_SHOWN else "coming"


def found(
    asker: Asker, asked: Asked, *, limit: int | None, offset: int = 0
) -> tuple[list[ServiceDayView], dict[str, int]]:
    """The days that the list shows, and how many there are of each of its tabs."""
    return units.service_days_in(
        regions_seen(asker.actor, asked.get("region", "")),
        today=local_date(asker.at),
        show=shown(asked),
        limit=limit,
        offset=offset,
    )


SHEET: dict[str, Any] = {
    "day": pl.Date,
    **dict.fromkeys(("hours", "firm", "region", "place", "services"), pl.Utf8),
    "seats": pl.Int64,
    "state": pl.Utf8,
}


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    asker.actor.require("employer.see")
    days, _counts = found(asker, asked, limit=up_to)
    titles = [
        _("日期"),
        _("时间"),
        _("单位"),
        _("社区"),
        _("地点"),
        _("服务"),
        _("名额"),
        _("状态"),
    ]
    return Listing(_("单位服务日"), titles, len(days), in_blocks(days, _cells))


def _cells(days: Sequence[ServiceDayView]) -> pl.DataFrame:
    names = names_for(codes=[d.region for d in days])
    return pl.DataFrame(
        [
            (
                (plan := x["plan"]).day,
                f"{plan.begins:%H:%M}–{plan.ends:%H:%M}",
                x["firm"].name if x["firm"] else "",
                names.place(x["day"].region[:12]),
                f"{x['site'].name} {plan.place}" if x["site"] else plan.place,
                "、".join(x["services"]),
                plan.seats,
                x["state"]["text"],
            )
            for x in service_days.lines(days)
        ],
        schema=SHEET,
        orient="row",
    )


EXPORT = Export("office.service_days", lambda _who, _asked: "service-days.xlsx", _listing)
