"""The recurring pieces of every page, each drawn once. Contexts are documented in the templates they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.domains.register import api as intake
from anju.domains.register.api import rosters
from anju.foundation.days import state_on
from anju.interfaces.texts.sentences import source_text
from anju.interfaces.web.pieces import charts, durations, lifeline, pickers

register = template.Library()
Context = dict[str, Any]
Items = Sequence[Mapping[str, Any]]

SOURCES: dict[str, tuple[str | Promise, str]] = {
    "counter": (_("窗口"), "user-check"),
    "landlord": (_("房东"), "key"),
    "resident": (_("本人"), "device-mobile"),
    "invitation": (_("受邀本人"), "qrcode"),
    "employer": (_("用工单位"), "building-factory-2"),
    "grid": (_("网格员"), "map-pin"),
    "file": (_("批量导入"), "file-spreadsheet"),
    "import": (_("批量导入"), "file-spreadsheet"),
    "api": (_("部门推送"), "plug-connected"),
    "exchange": (_("外地协查"), "arrows-exchange"),
    "system": (_("系统"), "settings"),
}
"""Channel code → (name, icon) of the source tag. A code not listed is shown as it is."""

ROOMS: dict[str, tuple[str | Promise, str]] = {
    "let": (_("在租"), "user"),
    "full": (_("住满"), "users"),
    "due": (_("到期待退"), "door-exit"),
    "over": (_("超员"), "alert-triangle"),
    "free": (_("空置"), "door"),
}
"""Room state → (name, icon); the icon and an edge pattern say it without colour."""

ROWS: dict[str, tuple[str | Promise, str]] = {
    "problem": (_("有问题"), "alert-triangle"),
    "joined": (_("新增"), "plus"),
    "left": (_("不在名单"), "minus"),
    "changed": (_("有变化"), "pencil"),
    "unchanged": (_("无变化"), "equal"),
}
"""Kind of row in a difference view → (name, icon)."""

PURPOSES: tuple[tuple[str, str | Promise], ...] = (
    ("registration", _("办理居住登记")),
    ("verification", _("核实本人身份")),
    ("service", _("提供公共服务")),
    ("visit", _("走访联系")),
    ("correction", _("更正数据")),
)
"""Purposes offered when a masked field is revealed, unless the page names its own."""


@register.inclusion_tag("anju/partials/life_line.html")
def life_line(entries: Items, today: date | None = None) -> Context:
    """Stays, jobs and permits on one time axis, with the same as a list underneath."""
    day = today or timezone.localdate()
    drawn = [{**e, "when": state_on(e["start"], e["end"], day)} for e in entries]
    return {
        "axis": lifeline.axis(drawn, day),
        "entries": sorted(drawn, key=lambda e: e["start"], reverse=True),
    }


@register.inclusion_tag("anju/partials/room_grid.html")
def room_grid(floors: Items) -> Context:
    """A building as floors × rooms, with counts that filter. Up to 12 rooms a floor stand in columns, more wrap."""
    rooms = [room for floor in floors for room in floor["rooms"]]
    legend = [
        (code, name, icon, sum(r["state"] == code for r in rooms))
        for code, (name, icon) in ROOMS.items()
    ]
    legend = [
        entry for entry in legend if entry[0] != "full" or entry[3]
    ]  # only desks tell it from let
    words = {code: {"name": name, "icon": icon} for code, (name, icon) in ROOMS.items()}
    drawn = [{**f, "rooms": [{**r, "word": words[r["state"]]} for r in f["rooms"]]} for f in floors]
    return {
        "floors": drawn,
        "legend": legend,
        "total": len(rooms),
        "columns": max((len(f["rooms"]) for f in floors), default=0),
    }


@register.inclusion_tag("anju/partials/card_photo.html")
def card_photo(prefix: str, url: bool = True) -> Context:
    """A button that fills the form around it from a photographed card; the page loads ``card_photo.js``. Without `url`
    the page sends the picture itself."""
    return {"id": f"card-photo-{prefix}", "url": reverse("card_photo") if url else ""}


@register.inclusion_tag("anju/partials/difference.html")
def difference(rows: Items, choose: bool = False) -> Context:
    """Rows before and after. With `choose`, each row that changes something carries a checkbox ``accept``."""
    words = {code: {"name": name, "icon": icon} for code, (name, icon) in ROWS.items()}
    counts = [
        (code, name, icon, sum(r["kind"] == code for r in rows))
        for code, (name, icon) in ROWS.items()
    ]
    drawn = [
        {
            **r,
            "word": words[r["kind"]],
            "may_choose": choose and r["kind"] in ("joined", "left", "changed"),
        }
        for r in rows
    ]
    return {"rows": drawn, "counts": [c for c in counts if c[3]], "choose": choose}


@register.inclusion_tag("anju/partials/deadline.html")
def deadline(
    due: date | datetime | None, rule: str = "", now: datetime | None = None, done: bool = False
) -> Context:
    """How long is left, under which rule."""
    left = durations.left(due, now or timezone.now()) if due and not done else None
    return {
        "due": due,
        "rule": rule,
        "left": left,
        "done": done,
        "timed": isinstance(due, datetime),
    }


@register.inclusion_tag("anju/partials/why.html")
def why(title: str, facts: Items = (), articles: Items = (), open: bool = False) -> Context:  # noqa: A002
    """Which facts and which articles led to a decision."""
    return {"title": title, "facts": facts, "articles": articles, "open": open}


def channel_name(channel: str) -> str:
    """By which channel something was declared, in the reader's language."""
    return str(SOURCES.get(channel, (channel, ""))[0])


@register.inclusion_tag("anju/partials/source.html")
def source(
    channel: str, when: date | datetime | None = None, by: str = "", disputed: bool = False
) -> Context:
    """Who said so, and when."""
    name, icon = SOURCES.get(channel, (channel, "tag"))
    return {"name": name, "icon": icon, "when": when, "by": by, "disputed": disputed}


@register.inclusion_tag("anju/partials/masked.html", takes_context=True)
def masked(
    context: Context,
    value: str,
    reveal_url: str = "",
    label: str = "",
    purposes: Sequence[tuple[str, str | Promise]] = PURPOSES,
) -> Context:
    """A masked value. With `reveal_url`, a button asks the purpose and posts ``purpose`` to it."""
    return {
        "value": value,
        "reveal_url": reveal_url,
        "label": label,
        "purposes": purposes,
        "csrf_token": context.get("csrf_token", ""),
        "chosen": context.get("purpose", ""),
    }


@register.inclusion_tag("anju/partials/empty.html")
def empty(
    title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox"
) -> Context:
    """Nothing here yet, and what to do first."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("anju/partials/tile.html")
def tile(
    label: str, count: object, url: str = "", icon: str = "", hint: str = "", tone: str = ""
) -> Context:
    """A count that opens the list it counts. `tone`: "", late, soon, good."""
    return {"label": label, "count": count, "url": url, "icon": icon, "hint": hint, "tone": tone}


@register.inclusion_tag("anju/partials/pages.html", takes_context=True)
def pages(
    context: Context,
    previous_url: str = "",
    next_url: str = "",
    first: int = 0,
    last: int = 0,
    total: int | None = None,
    export_url: str = "",
) -> Context:
    """Where in the list one is, the way on, a jump to any page (of lists with `paging` in the context), and the list as
    Excel."""
    jump = context.get("paging") or {}
    return {
        "previous_url": previous_url,
        "next_url": next_url,
        "first": first,
        "last": last,
        "total": total,
        "export_url": export_url,
        "page": jump.get("page", 1),
        "pages": jump.get("pages", 1),
        "kept": jump.get("kept", ()),
    }


@register.inclusion_tag("anju/partials/sorts.html")
def sorts(paging: Mapping[str, Any]) -> Context:
    """The columns by which a list can be sorted; the chosen one turns round. The order stands in the address."""
    return {"orders": paging.get("orders", ())}


@register.inclusion_tag("anju/partials/steps.html")
def steps(labels: str, current: int) -> Context:
    """At most three steps. `labels` separated by ``|``; `current` counts from 1."""
    names = labels.split("|")
    if len(names) > 3:
        msg = "a task of more than three steps is two tasks"
        raise ValueError(msg)
    return {
        "steps": [
            (i, name, "done" if i < current else "now" if i == current else "next")
            for i, name in enumerate(names, 1)
        ],
        "current": current,
    }


@register.inclusion_tag("anju/partials/toast.html", takes_context=True)
def toast(context: Context, text: str, undo_url: str = "", tone: str = "success") -> Context:
    """A passing word at the foot of the page; with `undo_url` it stays until answered."""
    return {
        "text": text,
        "undo_url": undo_url,
        "tone": tone,
        "csrf_token": context.get("csrf_token", ""),
    }


for _picker in (pickers.region_picker, pickers.person_picker, pickers.home_picker):
    register.inclusion_tag("anju/partials/picker.html")(_picker)


@register.inclusion_tag("anju/partials/date_field.html")
def date_field(
    name: str,
    label: str,
    value: date | str | None = None,
    help: str = "",  # noqa: A002
    error: str = "",
    required: bool = False,
) -> Context:
    """A day, with “today” and “yesterday” one tap away; submits YYYY-MM-DD."""
    text = value.isoformat() if isinstance(value, date) else value or ""
    return {
        "name": name,
        "field_id": f"id_{name}",
        "label": label,
        "value": text,
        "help": help,
        "error": error,
        "required": required,
    }


@register.inclusion_tag("anju/partials/field.html")
def field(bound: BoundField, icon: str = "") -> Context:
    """A field of a Django form: label, control, help, and every error in words."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    checks = dict.fromkeys(("checkbox", "radio"), "form-check-input")
    base = {**checks, "select": "form-select"}.get(kind, "form-control")
    described = [bound.id_for_label + "_help"] if bound.help_text else []
    described += [bound.id_for_label + "_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"class": base + (" is-invalid" if bound.errors else "")}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return {"bound": bound, "control": bound.as_widget(attrs=attrs), "kind": kind, "icon": icon}


@register.inclusion_tag("anju/partials/flow.html")
def flow(days: Items, title: str) -> Context:
    """Who came and who left, day by day."""
    bars, zero = charts.flow(days)
    ends = (days[0], days[-1]) if days else (None, None)
    return {
        "bars": bars,
        "zero": zero,
        "title": title,
        "first": ends[0],
        "last": ends[1],
        "came": sum(d["came"] for d in days),
        "went": sum(d["went"] for d in days),
    }


@register.inclusion_tag("anju/partials/trend.html")
def trend(points: Items, title: str) -> Context:
    """One figure over time; the page has the same as a table."""
    bars, zero = charts.trend(points)
    ends = (points[0], points[-1]) if points else (None, None)
    return {"bars": bars, "zero": zero, "title": title, "first": ends[0], "last": ends[1]}


@register.inclusion_tag("anju/partials/turnover.html")
def turnover(weeks: Sequence[rosters.WeekTurnover], title: str) -> Context:
    """Who began and left at an employer week by week, as bars with the table beneath, the latest week first."""
    days = [{"label": f"{w.monday:%Y-%m-%d}", "came": w.joined, "went": w.left} for w in weeks]
    bars, zero = charts.flow(days)
    return {
        "bars": bars,
        "zero": zero,
        "title": title,
        "rows": list(reversed(weeks)),
        "first": weeks[0].monday if weeks else None,
        "last": weeks[-1].monday if weeks else None,
        "came": sum(w.joined for w in weeks),
        "went": sum(w.left for w in weeks),
    }


@register.inclusion_tag("anju/partials/shares.html")
def shares(parts: Items, title: str) -> Context:
    """Parts of a whole as one bar, with the figures beneath."""
    return {"parts": charts.shares(parts), "title": title}


@register.filter
def grouped(count: object) -> str:
    """A whole number with thousands separators; anything else as it is."""
    return f"{count:,}" if isinstance(count, int) else str(count)


def _near(when: date | datetime, same_year: str, form: str) -> str:
    day = (
        timezone.localtime(when) if isinstance(when, datetime) and timezone.is_aware(when) else when
    )
    return date_format(day, same_year if day.year == timezone.localdate().year else form)


@register.filter
def day(when: date | datetime | None) -> str:
    """A day as lists show it: with the year where it is not this year."""
    return _near(when, "m-d", "Y-m-d") if when else ""


@register.filter
def moment(when: datetime | None) -> str:
    """A moment as lists show it: with the year where it is not this year."""
    return _near(when, "m-d H:i", "Y-m-d H:i") if when else ""


@register.filter
def closes(kind: str) -> bool:
    """Does a declaration of this kind end something?"""
    return intake.closes(kind)


@register.filter
def rule_source(source: str) -> str:
    """Where a local rule is written, in the reader's language."""
    return source_text(source, get_language() or "zh-hans")


@register.filter
def raw(number: float) -> str:
    """A number for a drawing: always with a full stop, whatever the language."""
    return f"{number:g}"
