"""Who did what, when and why, for auditors. Lines name people by their number in the register: an auditor of the trail
sees no person. Who narrows it to one person leaves a line that this person sees too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.audit import api as audit
from anju.foundation.audit.api import Entry, Kind
from anju.foundation.clock import CHINA, local_date
from anju.interfaces.exports import listing as lists
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing
from anju.interfaces.texts.actions import ACTIONS, BY_GROUP, GROUPS
from anju.interfaces.texts.audit import CHANNELS, KINDS, REASONS, SUBJECTS
from anju.interfaces.texts.benefits import benefit_check_text as question
from anju.interfaces.texts.department_answers import answered_text
from anju.interfaces.texts.labels import FIELDS
from anju.interfaces.web.choosing import label
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, day_of
from anju.interfaces.web.office.ordering import known_order, orders
from anju.interfaces.web.office.users.forms import role_choices
from anju.interfaces.web.pieces.benefits import benefit_names
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

AT_ONCE = 500_000
"""Lines that are checked while the page waits: some three seconds."""
SHEET = (
    "at",
    "who",
    "role",
    "kind",
    "action",
    "subject",
    "person",
    "fields",
    "purpose",
    "channel",
    "request",
    "code",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the trail is narrowed to."""

    kind: str
    user: int | None
    person: int | None
    action: str
    since: date | None
    until: date | None
    order: str = ""

    def narrowing(self) -> dict[str, Any]:
        """As `audit.entries` takes it."""
        return {
            "kind": Kind(self.kind) if self.kind else None,
            "user_id": self.user,
            "person_id": self.person,
            "action": self.action,
            "since": _begin(self.since),
            "until": _begin(self.until + timedelta(days=1)) if self.until else None,
        }

    def side(self, beyond: int | None) -> dict[str, Any]:
        """Which lines come after this one (None: from the first of all), as `audit.entries` takes it."""
        return {"after": beyond or 0} if self.order == "time" else {"before": beyond}

    def query(self, **changed: object) -> str:
        """The address of the list with this changed."""
        mine = {
            "kind": self.kind,
            "user": self.user,
            "person": self.person,
            "action": self.action,
            "since": self.since,
            "until": self.until,
            "order": self.order,
            **changed,
        }
        return "?" + urlencode({k: v for k, v in mine.items() if v not in ("", None)})


FILTERS = ("kind", "user", "person", "action", "since", "until", "order")
"""What the address of the trail may hold."""
ORDERS = {"time": gettext_lazy("时间")}
"""The trail is read in the order of its lines, up or down: it has far too many to sort by anything else. By account,
action, person and day it is narrowed."""


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """The trail, newest or oldest first, narrowed as asked; as a sheet."""
    request.actor.require("audit.see")
    given = {k: request.GET.get(k, "") for k in FILTERS}
    asked, beyond = _filter(given), _number(request.GET.get("beyond", ""))
    problems = _problems(request, asked)
    if request.GET.get("format") == "xlsx" and not problems:
        return send_list(request, EXPORT, given)
    offered = benefit_names(today=local_date(request.at))
    found = (
        []
        if problems
        else audit.entries(
            request.actor, limit=PER_PAGE + 1, **asked.narrowing(), **asked.side(beyond)
        )
    )
    _record_person(request, asked)
    page = found[:PER_PAGE]
    head = audit.head()
    return render(
        request,
        "office/trail/list.html",
        {
            "lines": [
                _cells(e, offered)
                | {
                    "user_url": asked.query(user=e.user_id) if e.user_id else "",
                    "id": e.id,
                    "at": e.at,
                    "person_url": asked.query(person=e.person_id),
                    "action_url": asked.query(action=e.action),
                }
                for e in page
            ],
            "asked": asked,
            "problems": problems,
            "kinds": [(k.value, label(KINDS, k.value)) for k in Kind],
            "actions": _known_actions(),
            "other_action": "" if asked.action in ACTIONS else asked.action,
            "head": head,
            "unsealed": audit.unsealed_since(),
            "narrowed": asked.query(order="") != "?",
            "on": asked.query(beyond=page[-1].id) if len(found) > PER_PAGE else "",
            "first": asked.query() if beyond else "",
            "oldest_first": asked.order == "time",
            "paging": {"orders": orders(request, ORDERS)},
            "export_url": asked.query(format="xlsx"),
            "at_once": head is not None and head.entries <= AT_ONCE,
        },
    )


def _record_person(asker: Asker, asked: Filter) -> None:
    """Who narrows the trail to one person leaves a line that this person sees."""
    if asked.person:
        audit.record_read(
            asker.actor,
            person_ids=[asked.person],
            fields=["trail"],
            action="office.trail",
            at=asker.at,
        )


def _listing(asker: Asker, given: Asked, up_to: int | None) -> Listing:
    asked = _filter(given)
    count = audit.count_entries(asker.actor, up_to=up_to, **asked.narrowing())
    return Listing(_("审计记录"), titles(), count, _blocks(asker, asked))


def _leaves(asker: Asker, given: Asked) -> None:
    asked = _filter(given)
    _record_person(asker, asked)
    audit.record_write(
        asker.actor,
        action="office.trail_sheet",
        subject_kind="trail",
        subject_id=asked.query(),
        at=asker.at,
    )


def _blocks(asker: Asker, asked: Filter) -> Iterator[pl.DataFrame]:
    """All lines that were asked for, in the order asked for."""
    offered, beyond = benefit_names(today=local_date(asker.at)), None
    while found := audit.entries(
        asker.actor, limit=lists.BLOCK, **asked.narrowing(), **asked.side(beyond)
    ):
        beyond = found[-1].id
        yield pl.DataFrame(
            [[str(c) for c in _cells(e, offered).values()] for e in found],
            orient="row",
            schema=dict.fromkeys(SHEET, pl.Utf8),
        )


EXPORT = Export("office.trail_sheet", lambda _who, _asked: "trail.xlsx", _listing, _leaves)


@require_POST
def check(request: ActorRequest) -> HttpResponse:
    """Recompute every hash and every link of a trail that is not too long for it."""
    request.actor.require("audit.see")
    head = audit.head()
    if head is None:
        messages.info(request, _("还没有封条：新的记录很快会封存，请稍后再核对。"))
        return redirect("office:trail")
    if head.entries > AT_ONCE:
        messages.warning(request, _("记录较多，请在服务器上运行 ./anju audit verify。"))
        return redirect("office:trail")
    found = audit.verify()
    if found.problem:
        messages.error(request, label(REASONS, found.problem.code).format(**found.problem.params))
    else:
        messages.success(
            request,
            _("审计记录完整：核对了 %(n)s 条，%(s)s 枚封条。")
            % {"n": f"{found.entries:,}", "s": f"{found.seals:,}"},
        )
    return redirect("office:trail")


def titles() -> list[str]:
    """Headings, on the page and in the sheet."""
    return [
        _("时间"),
        _("谁"),
        _("角色"),
        _("做了什么"),
        _("操作"),
        _("对象"),
        _("人员编号"),
        _("看了哪些"),
        _("目的"),
        _("渠道"),
        _("请求号"),
        _("操作代码"),
    ]


def _cells(e: Entry, offered: dict[str, str]) -> dict[str, Any]:
    """A line in words. `offered`: code of an entitlement → its name."""
    language = get_language() or "zh-hans"
    read = (
        question(e.fields, offered, language)
        or answered_text(e.fields, language.startswith("zh"))
        or "、".join(label(FIELDS, f) for f in e.fields)
    )
    return dict(
        zip(
            SHEET,
            (
                f"{e.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
                e.actor_label,
                _roles(e.role),
                label(KINDS, e.kind.value),
                label(ACTIONS, e.action),
                f"{label(SUBJECTS, e.subject_kind)} {e.subject_id}".strip(),
                e.person_id or "",
                read,
                purpose_label(e.purpose) if e.purpose else "",
                label(CHANNELS, e.channel),
                e.request_id,
                e.action,
            ),
            strict=True,
        )
    )


def _known_actions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each group by its name, with its actions and their words."""
    return [
        (label(GROUPS, group), [(code, label(ACTIONS, code)) for code in some])
        for group, some in BY_GROUP.items()
    ]


def _roles(held: str) -> str:
    """Roles as the line notes them (codes with commas) by their names."""
    names = dict(role_choices())
    return "、".join(names.get(code, label(CHANNELS, code)) for code in held.split(",") if code)


def _filter(given: Asked) -> Filter:
    kind = given["kind"]
    return Filter(
        kind if kind in set(Kind) else "",
        _number(given["user"]),
        _number(given["person"]),
        given["action"][:60].replace("\x00", ""),
        day_of(given["since"]),
        day_of(given["until"]),
        known_order(given["order"], ORDERS),
    )


def _problems(request: ActorRequest, asked: Filter) -> list[str]:
    """What was typed and cannot be looked for: better nothing than the whole trail in its place."""
    get, faults = request.GET.get, []
    if get("person") and asked.person is None:
        faults.append(_("人员编号是数字，例如 3547。"))
    if (get("since") and asked.since is None) or (get("until") and asked.until is None):
        faults.append(_("日期请写成 2026-11-22 的样子。"))
    if asked.since and asked.until and asked.since > asked.until:
        faults.append(_("开始日期晚于结束日期，请对调。"))
    return faults


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _begin(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
