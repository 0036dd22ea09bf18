"""The tasks of an area: by cause, by place, by how late they are. Every count opens the list that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import Count, TaskView
from anju.foundation.clock import local_date
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.texts.fieldwork import CAUSES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, area_filter, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.tasks.areas import regions_asked
from anju.interfaces.web.session import ActorRequest

SEE = "home.see"


FILTERS = ("region", "cause", "when")
"""What the address of the list may hold."""
MOST_ROWS = 1_000_000


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Open tasks, the most urgent first, with their counts by cause and by place. Leaves as Excel."""
    if request.GET.get("format") == "xlsx":
        return send_list(request, EXPORT, {k: request.GET.get(k, "") for k in FILTERS})
    regions = regions_asked(request.actor, SEE, request.GET.get("region", ""))
    today, page = local_date(request.at), page_of(request)
    cause, when = _narrowed(request.GET)
    counts, places = tasks.task_counts(request.actor, regions=regions, today=today)
    found, total = tasks.open_tasks(
        request.actor,
        regions=regions,
        today=today,
        cause=cause,
        when=when,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    names = names_for(homes=[t.home_id for t in found], codes=places)
    kept = {k: v for k, v in (("cause", cause), ("when", when)) if v}
    region = request.GET.get("region", "")
    return render(
        request,
        "office/tasks/list.html",
        {
            "all": counts.get("", Count()),
            "shown": counts.get(cause, Count()),
            "total": total,
            "causes": _causes(counts, cause, when, region),
            "times": _times(counts.get(cause, Count()), cause, when, region),
            "places": _places(places, names),
            "lines": [_line(t, names) for t in found],
            "kept": kept,
            "round_url": link("office:round", region=region)
            if request.actor.may("declare")
            else "",
            "paging": list_parts(request, page, len(found), total),
            **area_filter(request.actor, SEE, region),
        },
    )


def _causes(counts: dict[str, Count], cause: str, when: str, region: str) -> list[dict[str, Any]]:
    names = {"": _("全部"), **{c: label(CAUSES, c) for c in CAUSES}}
    return [
        {
            "label": name,
            "count": _of(counts.get(code, Count()), when),
            "here": code == cause,
            "url": link("office:tasks", cause=code, when=when, region=region),
        }
        for code, name in names.items()
    ]


def _times(count: Count, cause: str, when: str, region: str) -> list[dict[str, Any]]:
    names = {"": _("不限期限"), tasks.LATE: _("已逾期"), tasks.WEEK: _("七日内到期")}
    return [
        {
            "label": name,
            "count": _of(count, code),
            "here": code == when,
            "url": link("office:tasks", cause=cause, when=code, region=region),
        }
        for code, name in names.items()
    ]


def _of(count: Count, when: str) -> int:
    return {tasks.LATE: count.late, tasks.WEEK: count.week}.get(when, count.tasks)


def _places(places: dict[str, Count], names: Names) -> list[dict[str, Any]]:
    by_community: dict[str, list[Count]] = {}
    for code, count in places.items():
        by_community.setdefault(code[:12], []).append(count)
    return [
        {
            "name": names.place(code),
            "count": _sum(counts),
            "url": link("office:tasks", region=code),
            "late_url": link("office:tasks", region=code, when=tasks.LATE),
        }
        for code, counts in by_community.items()
    ]


def _sum(counts: Sequence[Count]) -> Count:
    return Count(*(sum(getattr(c, f) for c in counts) for f in ("tasks", "late", "week", "doors")))


def _line(task: TaskView, names: Names) -> dict[str, Any]:
    home = names.homes.get(task.home_id)
    return {
        "task": task,
        "cause": label(CAUSES, task.cause),
        "home": home,
        "place": names.place(task.region[:12]),
        "url": link("office:door", home.code) if home else "",
    }


def _narrowed(asked: Asked) -> tuple[str, str]:
    """The cause and the time that an address asks for; "" for all."""
    cause, when = asked.get("cause", ""), asked.get("when", "")
    return (
        cause if cause in CAUSES else "",
        when if when in (tasks.LATE, tasks.WEEK) else "",
    )


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    cause, when = _narrowed(asked)
    found, _total = tasks.open_tasks(
        asker.actor,
        regions=regions_asked(asker.actor, SEE, asked.get("region", "")),
        today=local_date(asker.at),
        cause=cause,
        when=when,
        limit=min(up_to or MOST_ROWS, MOST_ROWS),
    )
    titles = [_("期限"), _("事由"), _("地址"), _("房屋码"), _("社区")]
    return Listing(_("上门任务"), titles, len(found), in_blocks(found, _cells))


EXPORT = Export("office.tasks", lambda _who, _asked: "tasks.xlsx", _listing)


def _cells(found: Sequence[TaskView]) -> pl.DataFrame:
    """The lines of these tasks for a spreadsheet. They name no person."""
    names = names_for(homes=[t.home_id for t in found], codes=[t.region for t in found])
    rows = [(t, names.homes.get(t.home_id)) for t in found]
    return pl.DataFrame(
        [
            (
                t.due,
                label(CAUSES, t.cause),
                home.text if home else "",
                home.code if home else "",
                names.place(t.region[:12]),
            )
            for t, home in rows
        ],
        orient="row",
        schema={"d": pl.Date, "c": pl.Utf8, "t": pl.Utf8, "h": pl.Utf8, "p": pl.Utf8},
    )
