"""What has become of a declaration, in words and time left. The same words whoever the person may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from anju.domains.register import api as register
from anju.interfaces.web.declaring import reason_text

DONE = ("applied", "unchanged")


def clock(at: datetime) -> str:
    """A moment as a person says it, with its year: 2026年11月23日 18:00."""
    return date_format(timezone.localtime(at), _("Y年n月j日 H:i"))


def status_text(declaration: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """{state, title, text, due, rule} of one declaration of `register.declared_by`."""
    leaving, name = register.closes(declaration["kind"]), declaration["item"].get("name", "")
    if declaration["status"] == "waiting":
        return _waiting(declaration, at)
    if declaration["status"] in DONE:
        title = _("%(name)s已登记搬走") if leaving else _("%(name)s已登记居住")
        return {"state": "done", "title": title % {"name": name}, "text": "", "due": None}
    if declaration["status"] == "undone":
        return {"state": "none", "title": _("已撤回"), "text": "", "due": None}
    return {
        "state": "refused",
        "title": _("没有通过"),
        "text": declaration["note"] or reason_text(declaration["reason"]),
        "due": None,
    }


def _waiting(declaration: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    if declaration["question"] == "confirm" and declaration["staff_from"] > at:
        text = _("房东须在 %(when)s 前答复，逾期转社区处理。") % {
            "when": clock(declaration["staff_from"])
        }
        return {
            "state": "waiting",
            "title": _("等房东确认"),
            "text": text,
            "due": declaration["staff_from"],
            "rule": _("到时转社区"),
        }
    text = _("社区工作人员会在 %(when)s 前答复。") % {"when": clock(declaration["due_at"])}
    return {
        "state": "waiting",
        "title": _("社区正在核实"),
        "text": text,
        "due": declaration["due_at"],
        "rule": _("社区答复"),
    }
