"""What every page needs around its content: navigation, place in it, language, purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from anju.foundation.actor import Actor
from anju.interfaces.web.purposes import choices, purpose_label


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the staff navigation, for who holds the `permission`, `another` or one of `more`; empty means: every
    member of staff."""

    route: str
    icon: str
    label: str | Promise
    permission: str = ""
    another: str = ""
    more: tuple[str, ...] = ()


STAFF = (
    Place("office:workbench", "layout-dashboard", _("工作台")),
    Place("office:counter", "user-plus", _("窗口登记"), "declare"),
    Place("office:review", "checklist", _("待核"), "review.decide"),
    Place("office:round", "walk", _("今日走访"), "declare"),
    Place("office:tasks", "clipboard-list", _("上门任务"), "home.see"),
    Place("office:campaigns", "target-arrow", _("集中登记"), "campaign.run"),
    Place("office:samples", "clipboard-data", _("抽样核查"), "sample.run", "sample.check"),
    Place("office:quality", "database-search", _("数据质量"), "quality.work", "stats.see"),
    Place("office:staff", "calendar-week", _("站点与排班"), "staff.plan"),
    Place("office:field", "device-mobile", _("外业"), "review.decide"),
    Place("office:permits", "id-badge-2", _("居住证申请"), "permit.see"),
    Place("office:cases", "clipboard-text", _("事项"), "case.see"),
    Place("office:rescue", "home-heart", _("救助站"), "rescue.see"),
    Place("office:rescue_stations", "heart-handshake", _("救助管理"), "rescue.manage"),
    Place("office:clinic", "vaccine", _("接种门诊"), "vaccination.give"),
    Place("office:plans", "heart", _("妇幼保健"), "care.give"),
    Place("office:clinic_coverage", "chart-dots", _("接种率"), "vaccination.figures"),
    Place("office:supplies", "package", _("免费用品"), "supply.keep"),
    Place("office:groups", "users-group", _("群众组织"), "group.manage"),
    Place("office:school", "school", _("入学"), "enrol.see", "enrol.school"),
    Place("office:held_permits", "cards", _("在用居住证"), "permit.see"),
    Place("office:figures", "chart-line", _("统计指标"), "stats.see"),
    Place("office:permit_figures", "chart-bar", _("居住证统计"), "stats.see"),
    Place("office:merge", "arrows-join-2", _("合并"), "person.merge"),
    Place("office:imports", "file-import", _("批量导入"), "import.run"),
    Place("office:buildings", "building-community", _("楼栋"), "home.see"),
    Place("office:map", "map", _("地图"), "home.see", "stats.see"),
    Place("office:rentals", "file-certificate", _("租赁备案"), "home.see"),
    Place("office:inspections", "clipboard-check", _("安全检查"), "home.see"),
    Place("office:grids", "map-2", _("网格"), "grid.edit"),
    Place("office:employers", "building-factory-2", _("用工单位"), "employer.see"),
    Place("office:catalogue", "list-details", _("服务目录"), "rules.edit"),
    Place("office:picture_tickets", "arrows-diff", _("来源不一致"), "review.decide"),
    Place("office:exchange", "arrows-exchange", _("两地交换"), "exchange.manage", "exchange.keys"),
    Place(
        "office:transfers",
        "send",
        _("转送记录"),
        *("case.handle", "vaccination.give"),
        ("enrol.review", "enrol.school"),
    ),
    Place("office:sources", "database-import", _("部门数据"), "exchange.manage"),
    Place("outbox", "send", _("发件箱"), "outbox.see"),
    Place("office:keys", "key", _("密钥"), "permit.keys"),
    Place("office:trail", "list-search", _("审计"), "audit.see"),
    Place("office:users", "shield-lock", _("用户与授权"), "user.manage"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the template draws it."""

    url: str
    icon: str
    label: str | Promise
    here: bool


WORKBENCH = ("person.see", "stats.see", "review.decide", "import.run")
"""Who holds one of these finds something on the workbench."""
SEARCHED = ("person.see", "home.see", "employer.see", "permit.see", "stats.see")
"""Who holds one of these finds something by the box above every page."""
OWN_WORK = (
    "rescue.see",
    "vaccination.give",
    "vaccination.figures",
    "enrol.see",
    "enrol.school",
)
"""Work that has a page of its own to begin with."""


def own_page(actor: Actor) -> str:
    """The route with which staff begin to whom the workbench has nothing to show: a rescue station's, a clinic's, a
    school's. "" for all others."""
    if any(actor.may(p) for p in WORKBENCH):
        return ""
    return next(
        (
            p.route
            for p in STAFF
            if p.permission in OWN_WORK or p.another in OWN_WORK
            if _holds(actor, p)
        ),
        "",
    )


def _holds(actor: Actor, place: Place) -> bool:
    asked = [p for p in (place.permission, place.another, *place.more) if p]
    return not asked or any(actor.may(p) for p in asked)


def _open_to(actor: Actor, place: Place) -> bool:
    if place.route == "office:workbench" and own_page(actor):
        return False
    return _holds(actor, place)


def navigation(path: str, actor: Actor | None) -> list[Link]:
    """Entries whose page exists and whose permission the actor holds (all of them when there is no actor yet)."""
    links: list[Link] = []
    for place in STAFF:
        if actor is not None and not _open_to(actor, place):
            continue
        try:
            url = reverse(place.route)
        except NoReverseMatch:
            continue
        here = path == url or (url.count("/") > 2 and path.startswith(url))
        links.append(Link(url, place.icon, place.label, here))
    nearest = max((len(one.url) for one in links if one.here), default=0)
    return [replace(one, here=one.here and len(one.url) == nearest) for one in links]


def _page(request: HttpRequest) -> str:
    """The address of this page that can be opened: of an answer to a form the page the form stands on, for the address
    of the form may take nothing else."""
    came_from = request.headers.get("Referer", "")
    if request.method in ("GET", "HEAD") or not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}
    ):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Reads ``request.actor`` when the sign-in middleware has set it."""
    actor = getattr(request, "actor", None)
    purpose = getattr(actor, "purpose", "")
    return {
        "nav": navigation(request.path, actor),
        "actor": actor,
        "searches": actor is None or any(actor.may(p) for p in SEARCHED),
        "purpose": purpose,
        "purpose_words": purpose_label(purpose) if purpose else "",
        "purpose_choices": choices(actor),
        "demo": settings.DEMO,
        "here": _page(request),
    }
