"""Figures of an audit as pages, paper and sheets show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from anju.domains.assessment import api as samples
from anju.domains.assessment.api import AuditKind, AuditView, PartResult, Rate
from anju.foundation.actor import Actor
from anju.interfaces.web.office.naming import Names


def result_of(view: AuditView, actor: Actor, names: Names) -> dict[str, Any]:
    """The rows of the table and the words around it."""
    found = samples.audit_result(view, actor)
    rows = [_row(p, names) for p in found.parts]
    agreement = (
        Rate(found.agreeing, found.pairs, found.agreeing / found.pairs) if found.pairs else None
    )
    return {
        "rows": rows,
        "whole": _row(found.whole, names),
        "several": len(rows) > 1,
        "main": main_name(view.plan.kind),
        "faulty": view.plan.kind is AuditKind.RECORDS,
        "pairs": found.pairs,
        "agreeing": found.agreeing,
        "agreement": percent(agreement.value) if agreement else "",
    }


def main_name(kind: AuditKind) -> str:
    """What the rate of a kind is called."""
    return _("人户一致率") if kind is AuditKind.RECORDS else _("登记率")


def _row(part: PartResult, names: Names) -> dict[str, Any]:
    return {
        "name": names.place(part.part) if part.part else _("合计"),
        "part": part,
        "main": percent(part.main.value),
        "interval": interval(part.main),
        "bounds": bounds(part.main),
        "faulty": percent(part.faulty.value) if part.faulty else "",
        "faulty_interval": interval(part.faulty) if part.faulty else "",
        "above": [names.place(p) for p in part.above],
        "below": [names.place(p) for p in part.below],
    }


def percent(value: float | None) -> str:
    """A share as a percentage; nothing to divide by is no figure."""
    return _("无数据") if value is None else f"{100 * value:.1f}%"


def interval(rate: Rate) -> str:
    """The interval of 95 per cent."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{100 * rate.low:.1f}–{100 * rate.high:.1f}%"


def bounds(rate: Rate) -> str:
    """If all who were not reached failed, or passed."""
    if rate.floor is None or rate.ceiling is None or rate.floor == rate.ceiling:
        return ""
    return f"{100 * rate.floor:.1f}–{100 * rate.ceiling:.1f}%"
