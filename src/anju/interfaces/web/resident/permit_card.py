"""The one card about the residence permit on the resident's first page: how it stands, and the one thing to do next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.domains.permits.api import applications, eligibility, lifecycle
from anju.domains.permits.api.applications import ApplicationState, QueueLine
from anju.domains.permits.api.lifecycle import PermitState, PermitView
from anju.foundation.clock import local_date
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.texts.labels import label_in


def permit_card(person_id: int, *, at: datetime) -> dict[str, Any]:
    """`title` the state, `text` what to do, `url` where, `urgent` true when something is lost by waiting."""
    return on_the_way(person_id, at=at) or _eligible(person_id)


def on_the_way(person_id: int, *, at: datetime) -> dict[str, Any] | None:
    """The same for a permit that is held or an application that is open; None while there is neither."""
    held = next((p for p in lifecycle.permits_of([person_id]) if p.state in lifecycle.LIVE), None)
    if held is not None:
        return _held(held, at)
    asked = next((a for a in applications.of_person([person_id]) if a.closed_at is None), None)
    return _application(asked) if asked is not None else None


def _card(
    title: str, text: str, route: str, *args: object, icon: str = "id-badge-2", urgent: bool = False
) -> dict[str, Any]:
    return {
        "title": title,
        "text": text,
        "url": reverse(f"resident:{route}", args=args),
        "icon": icon,
        "urgent": urgent,
    }


def _held(view: PermitView, at: datetime) -> dict[str, Any]:
    """A permit in being: endorse it, get it back, wait for it, or show it."""
    if view.state == PermitState.LOST:
        return _card(
            _("居住证已挂失"),
            _("可以申请补领；找到了可以撤销挂失"),
            "permit_keep",
            icon="alert-triangle",
            urgent=True,
        )
    if view.state == PermitState.IN_PRODUCTION:
        return _card(
            _("居住证正在制作"), _("制好后取证码会发到您的手机"), "permit_keep", icon="clock"
        )
    keep = lifecycle.endorsement_status(view, local_date(at))
    if view.state == PermitState.SUSPENDED or keep.standing == "late":
        return _card(
            _("居住证使用功能中止"),
            _("补签注后恢复使用"),
            "permit_keep",
            icon="rubber-stamp",
            urgent=True,
        )
    if keep.standing == "open":
        return _card(
            _("居住证该签注了"),
            _("请在 %(day)s 前签注一年") % {"day": keep.due},
            "permit_keep",
            icon="rubber-stamp",
            urgent=True,
        )
    state = label_in(words.STATES, view.state, get_language() or "zh-hans")
    return _card(
        _("我的居住证：%(state)s") % {"state": state}, _("出示二维码，签注，挂失"), "permit"
    )


def _application(line: QueueLine) -> dict[str, Any]:
    """An application under way: go on with it, say yes, complete it, or see the day."""
    match line.state:
        case ApplicationState.DRAFT:
            return _card(
                _("居住证申请还没提交"),
                _("继续填写，已填内容已保存"),
                "permit_application",
                line.id,
                icon="pencil",
            )
        case ApplicationState.CONFIRMING:
            return _card(
                _("单位为您填报了居住证"),
                _("您同意才会提交，请看一看"),
                "permit_application",
                line.id,
                icon="user-question",
                urgent=True,
            )
        case ApplicationState.INCOMPLETE:
            return _card(
                _("居住证申请还缺材料"),
                _("请补齐材料，所缺材料已列明"),
                "permit_application",
                line.id,
                icon="file-plus",
                urgent=True,
            )
        case _:
            text = (
                _("%(day)s 前办结，看办理进度") % {"day": local_date(line.due_at)}
                if line.due_at
                else _("看办理进度")
            )
            return _card(_("居住证正在办理"), text, "permit_application", line.id, icon="clock")


def _eligible(person_id: int) -> dict[str, Any]:
    """No permit and none asked for: whether one may."""
    found = eligibility.stored([person_id]).get(person_id)
    if found is not None and found.entitled:
        return _card(
            _("您可以申领居住证了"),
            _("条件已经符合，不用再问；首次免费"),
            "entitled",
            icon="id-badge",
        )
    if found is not None and found.entitled_from:
        return _card(
            _("我能办居住证吗"),
            _("%(day)s 起可以申领，到时通知您") % {"day": found.entitled_from},
            "entitled",
            icon="id-badge",
        )
    return _card(_("我能办居住证吗"), _("看还差什么，为什么"), "entitled", icon="id-badge")
