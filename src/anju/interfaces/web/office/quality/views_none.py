"""Faults that are none: looked at once more, entered with a reason, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import DecisionView, FaultOutcome, FaultView
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import PER_PAGE, link, page_of, record_number
from anju.interfaces.web.office.naming import area_filter, prefix_requested, short
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.quality.lines import fault_lines
from anju.interfaces.web.office.quality.views_list import faults_asked, rule_of
from anju.interfaces.web.session import ActorRequest

SHOWN = 50
"""Faults that the preview names."""


@require_POST
def none(request: ActorRequest, code: str) -> HttpResponse:
    """First the preview of what was ticked (or of the whole list), then, with a reason, the decision."""
    rule = rule_of(code)
    request.actor.require(quality.QUALITY_WORK)
    given = request.POST
    error = ""
    chosen = _chosen(request, code)
    if given.get("act") == "confirm":
        try:
            made = quality.find_no_faults(
                [f.id for f in chosen] or _ids(request),
                reason=given.get("reason", ""),
                key=given.get("key", "")[:80] or new_key(),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict, NotFound) as refused:
            error = sentence(refused, request.LANGUAGE_CODE)
        else:
            messages.success(
                request,
                _("已认定 %(n)s 个不是问题；在“不是问题的认定”里可以撤销。") % {"n": made.faults},
            )
            return redirect(_back(request, code))
    if not chosen and not error:
        messages.error(request, sentence(Refused("quality_none_chosen"), request.LANGUAGE_CODE))
        return redirect(_back(request, code))
    context = {
        "rule": rule,
        "name": reader_text(rule.name),
        "error": error,
        "chosen": chosen,
        "lines": fault_lines(request, chosen[:SHOWN], "office.quality_list"),
        "more": max(0, len(chosen) - SHOWN),
        "reason": given.get("reason", ""),
        "longest": quality.LONGEST_FAULT_REASON,
        "key": given.get("key") or new_key(),
        "region": given.get("region", ""),
        "list_url": _back(request, code),
    }
    return render(request, "office/quality/none.html", context, status=422 if error else 200)


def _back(request: ActorRequest, code: str) -> str:
    return link(
        "office:quality_list", code, region=prefix_requested(request.POST.get("region", ""))
    )


def _ids(request: ActorRequest) -> list[int]:
    numbers = (record_number(text) for text in request.POST.getlist("fault"))
    return [n for n in numbers if n is not None][: quality.MOST_FAULTS_AT_ONCE + 1]


def _chosen(request: ActorRequest, code: str) -> list[FaultView]:
    """The open faults that were ticked, or all of the list the page showed."""
    if request.POST.get("all"):
        asked = faults_asked(request, code, request.POST.dict())
        return quality.faults(
            asked,
            actor=request.actor,
            today=local_date(request.at),
            limit=quality.MOST_FAULTS_AT_ONCE,
        )
    found = quality.faults_by_id(_ids(request), actor=request.actor)
    return [f for f in found if f.rule == code and f.outcome is FaultOutcome.OPEN]


@require_safe
def decisions(request: ActorRequest) -> HttpResponse:
    """What was found to be no fault, by whom and why, the latest first."""
    areas = sorted(request.actor.regions(quality.QUALITY_WORK))
    region = prefix_requested(request.GET.get("region", "")) or (areas[0] if areas else "")
    page = page_of(request)
    found, total = quality.decisions(
        region, actor=request.actor, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    names = short({_full(d.region) for d in found})
    context = {
        "lines": [
            {"made": d, "rule": _rule_name(d), "place": names.get(_full(d.region), d.region)}
            for d in found
        ],
        "total": total,
        "board_url": link("office:quality", region=region),
        "kept": {},
        "paging": list_parts(request, page, len(found), total) | {"export_url": ""},
        **area_filter(request.actor, quality.QUALITY_WORK, region),
    }
    return render(request, "office/quality/decisions.html", context)


def _full(region: str) -> str:
    return region[:12].ljust(12, "0")


def _rule_name(made: DecisionView) -> str:
    rule = quality.latest_rule(made.rule)
    return reader_text(rule.name) if rule else made.rule


@require_POST
def undo(request: ActorRequest, decision_id: int) -> HttpResponse:
    """Take a decision back."""
    quality.undo_decision(decision_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤销，这些问题回到待消除名单，期限不变。"))
    return redirect(link("office:quality_decisions"))
