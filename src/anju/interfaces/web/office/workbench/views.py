"""The first page after sign-in, and the lists behind its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.domains.permits.api import applications
from anju.domains.register import api as register
from anju.domains.register.api import Figures, ReviewView
from anju.foundation.clock import local_date
from anju.foundation.db.replica import replica_state
from anju.interfaces.texts.labels import DWELLINGS, MOVE_REASONS, PROVINCES, REVIEWS, Table
from anju.interfaces.web.choosing import label
from anju.interfaces.web.context import own_page
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for, short
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.staff.views_mine import on_duty_today
from anju.interfaces.web.office.workbench import people_list
from anju.interfaces.web.session import ActorRequest

FRESH, KEPT = 60, 600
"""Seconds for which counted figures are shown again, and for which they are kept to be shown while one reader's request
counts them anew."""
QUEUE, TOP = 6, 6
ICONS = {
    "same_person": "users",
    "home_not_found": "home-question",
    "contradiction": "arrows-diff",
    "doubtful": "id",
    "confirm": "user-question",
    "left": "user-minus",
    "tie": "users",
}


@require_safe
def workbench(request: ActorRequest) -> HttpResponse:
    """What waits for me, the figures of my area, what came in lately. No person is named on it."""
    actor = request.actor
    if actor.kind == "public" or actor.user_id is None:
        return redirect("/")
    if own_page(actor):
        return redirect(own_page(actor))
    context: dict[str, Any] = {
        "who": actor.label,
        "today": local_date(request.at),
        "counter_url": link("office:counter") if actor.may("declare") else "",
        "on_duty": on_duty_today(request),
        "shifts_url": link("office:staff_mine"),
    }
    area = register.area_of(actor)
    context["place"] = "、".join(_place_names(area))
    if area:
        context |= _figures(request, area)
    if actor.may("review.decide"):
        context |= _waiting(request)
    if actor.may("import.run"):
        context |= _imports()
    return render(request, "office/workbench/workbench.html", context)


def _place_names(area: Sequence[str]) -> list[str]:
    codes = {r: r if len(r) > 12 else r.ljust(12, "0") for r in area}
    found = short(c for r, c in codes.items() if r)
    return [found.get(c, r) if r else _("全国") for r, c in codes.items()][:4]


def _figures(request: ActorRequest, area: Sequence[str]) -> dict[str, Any]:
    """The figures, counted at most once a minute for one area."""
    counted, by_channel, _when = _counted(request, area)
    listed = bool(request.actor.regions("person.see"))
    url: Callable[..., str] = lambda **query: link("office:people", **query) if listed else ""  # noqa: E731
    return {
        "counted": counted,
        "replica": replica_state(),
        "people_url": url(),
        "tiles": _tiles(counted, url, listed),
        "net": f"{counted.came(7) - counted.went(7):+,}",
        "days": [
            {"label": f"{d.day:%Y-%m-%d}", "came": d.came, "went": d.went} for d in counted.days
        ],
        "channels": [{"label": c, "count": n, "refused": r} for c, n, r in by_channel],
        "declared": sum(n for _c, n, _r in by_channel),
        "tables": [
            {
                "title": _("来居住的原因"),
                "parts": _top(counted.reasons, MOVE_REASONS, lambda c: url(reason=c)),
            },
            {
                "title": _("住在哪类住所"),
                "parts": _top(counted.dwellings, DWELLINGS, lambda c: url(dwelling=c)),
            },
            {
                "title": _("从哪里来"),
                "parts": _top(counted.origins, PROVINCES, lambda c: url(origin=c)),
            },
        ],
    }


Counted = tuple[Figures, tuple[tuple[str, int, int], ...], datetime]
"""Figures, declarations by channel, and when they were counted."""


def _counted(request: ActorRequest, area: Sequence[str]) -> Counted:
    key = f"office.counted:{','.join(area)}:{local_date(request.at)}"
    kept: Counted | None = cache.get(key)
    if kept is None or (now_stale(kept, request.at) and cache.add(f"{key}:again", 1, FRESH)):
        kept = (
            register.figures(actor=request.actor, at=request.at),
            register.channels(actor=request.actor, since=request.at - timedelta(days=1)),
            request.at,
        )
        cache.set(key, kept, KEPT)
    return kept


def now_stale(kept: Counted, at: datetime) -> bool:
    """Were these figures counted longer ago than figures are shown?"""
    return at - kept[2] >= timedelta(seconds=FRESH)


def _tiles(counted: Figures, url: Callable[..., str], listed: bool) -> list[dict[str, Any]]:
    homes: Callable[[str], str] = lambda state: link("office:homes", state=state) if listed else ""  # noqa: E731
    return [
        {
            "label": _("近 7 天来"),
            "count": counted.came(7),
            "url": url(show="came", days=7),
            "icon": "door-enter",
            "hint": _("近 30 天 %(n)s") % {"n": f"{counted.came(30):,}"},
        },
        {
            "label": _("近 7 天走"),
            "count": counted.went(7),
            "url": url(show="went", days=7),
            "icon": "door-exit",
            "hint": _("近 30 天 %(n)s") % {"n": f"{counted.went(30):,}"},
        },
        {
            "label": _("在本地工作"),
            "count": counted.working,
            "url": link("office:employers") if listed else "",
            "icon": "building-factory-2",
            "hint": "",
        },
        {
            "label": _("在住房屋"),
            "count": counted.homes.let,
            "url": homes("let"),
            "icon": "home",
            "hint": _("共 %(n)s 套") % {"n": f"{counted.homes.homes:,}"},
        },
        {
            "label": _("空置房屋"),
            "count": counted.homes.free,
            "url": homes("free"),
            "icon": "door",
            "hint": "",
        },
        {
            "label": _("超员房屋"),
            "count": counted.homes.over,
            "url": homes("over"),
            "icon": "alert-triangle",
            "tone": "late" if counted.homes.over else "good",
            "hint": "",
        },
    ]


def _top(
    parts: Sequence[tuple[str, int]], words: Table, url: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The largest parts, and the rest as one, so that the list adds up."""
    shown = [
        {"label": label(words, c), "count": n, "url": url(c) if c else ""}
        for c, n in parts[: TOP - 1]
    ]
    rest = parts[TOP - 1 :]
    if len(rest) == 1:
        return [
            *shown,
            {"label": label(words, rest[0][0]), "count": rest[0][1], "url": url(rest[0][0])},
        ]
    return (
        [
            *shown,
            {"label": _("其他 %(n)s 类") % {"n": len(rest)}, "count": sum(n for _c, n in rest)},
        ]
        if rest
        else shown
    )


def _waiting(request: ActorRequest) -> dict[str, Any]:
    regions = request.actor.regions("review.decide")
    counts = register.count_waiting(regions, at=request.at)
    overdue = counts.pop("overdue", 0)
    nearest = register.waiting_in(regions, at=request.at, limit=QUEUE)
    names = names_for(codes=[r.region for r in nearest])
    asked = applications.waiting_for(request.actor) if request.actor.may("permit.see") else 0
    office = (
        [
            {
                "label": _("居住证申请"),
                "count": asked,
                "icon": "id-badge-2",
                "url": link("office:permits"),
            }
        ]
        if asked
        else []
    )
    return {
        "kinds": [
            *office,
            *(
                {
                    "label": label(REVIEWS, k),
                    "count": n,
                    "icon": ICONS.get(k, "help"),
                    "url": link("office:review", kind=k),
                }
                for k, n in sorted(counts.items(), key=lambda i: -i[1])
            ),
        ],
        "overdue": overdue,
        "overdue_url": link("office:review", kind="overdue"),
        "waiting_total": sum(counts.values()) + asked,
        "waiting_url": link("office:review" if counts or not asked else "office:permits"),
        "waiting": [_question(r, names) for r in nearest],
    }


def _question(review: ReviewView, names: Names) -> dict[str, Any]:
    return {
        "icon": ICONS.get(review.kind, "help"),
        "title": label(REVIEWS, review.kind),
        "channel": review.channel,
        "said_by": review.declared_by,
        "place": names.place(review.region[:12]),
        "due": review.due_at,
        "url": link("office:review_one", review.id) or link("office:review", kind=review.kind),
    }


def _imports() -> dict[str, Any]:
    return {
        "imports": [
            {"view": i, "url": link("office:import", i.id)} for i in register.imports(limit=5)
        ],
        "imports_url": link("office:imports"),
    }


@require_safe
def people(request: ActorRequest) -> HttpResponseBase:
    """The people behind a figure: living here, came or went lately, by reason, dwelling or origin. Leaves as Excel."""
    request.actor.require("person.see")
    page, asked = page_of(request), {k: request.GET.get(k, "") for k in people_list.FILTERS}
    if request.GET.get("format") == "xlsx":
        return send_list(request, people_list.EXPORT, asked)
    show, days, about = people_list.narrowed(request, asked)
    regions = request.actor.regions("person.see")
    which = register.moved_list if days else register.living_list
    found = which(regions, **about, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    lines = people_list.lines(request, found.stays, "office.people")
    context = {
        "lines": lines,
        "show": show,
        "days": days,
        "title": people_list.title(show, days),
        "chosen": _chosen(asked),
        "paging": list_parts(
            request, page, len(lines), found.total, {} if days else people_list.ORDERS
        ),
        "total": found.total,
    }
    return render(request, "office/workbench/people.html", context)


def _chosen(chosen: dict[str, str]) -> list[str]:
    tables = {"reason": MOVE_REASONS, "dwelling": DWELLINGS, "origin": PROVINCES}
    return [label(tables[k], v) for k, v in chosen.items() if v and k in tables]
