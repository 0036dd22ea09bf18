"""The list of a rule: what is wrong, where it is mended, how long there is; as Excel."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import FaultsAsked, QualityRule
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound
from anju.interfaces.exports.listing import Asked, Asker, Export, Listing, in_blocks
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.figures.views_table import place_name
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, prefix_requested
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.quality.lines import fault_lines, source_name
from anju.interfaces.web.session import ActorRequest

STATES = {
    "open": gettext_lazy("待消除"),
    "late": gettext_lazy("已超期"),
    "not_fault": gettext_lazy("不是问题"),
}
FILTERS = ("region", "state", "source")
NO_SOURCE = "-"


def rule_of(code: str) -> QualityRule:
    """The rule of an address. Raises `NotFound` ``quality_rule_unknown``."""
    rule = quality.latest_rule(code)
    if rule is None:
        raise NotFound("quality_rule_unknown")
    return rule


def faults_asked(asker: Asker, code: str, asked: Asked) -> FaultsAsked:
    """What an address asks for; the first of the reader's areas where it names none."""
    areas = sorted(asker.actor.regions(quality.QUALITY_WORK))
    region = prefix_requested(asked.get("region", "")) or (areas[0] if areas else "")
    source = asked.get("source", "")
    return FaultsAsked(
        code,
        region,
        None if not source else source.replace(NO_SOURCE, ""),
        asked.get("state", "open") if asked.get("state") in STATES else "open",
    )


@require_safe
def listing(request: ActorRequest, code: str) -> HttpResponseBase:
    """The faults of a rule, those due first."""
    rule = rule_of(code)
    if request.GET.get("format") == "xlsx":
        kept = {k: request.GET.get(k, "") for k in FILTERS}
        return send_list(request, EXPORT, {"code": code, **kept})
    asked, page = faults_asked(request, code, request.GET.dict()), page_of(request)
    today = local_date(request.at)
    counts = quality.counts_of_list(asked, actor=request.actor, today=today)
    found = quality.faults(
        asked, actor=request.actor, today=today, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    total = counts.shown
    lines = fault_lines(request, found, "office.quality_list")
    if asked.state == "not_fault":
        _with_reasons(lines)
    context = {
        "rule": rule,
        "name": reader_text(rule.name),
        "definition": reader_text(rule.definition),
        "basis": reader_text(rule.basis),
        "level": reader_text(quality.LEVELS[rule.level]),
        "office": reader_text(quality.OFFICES[rule.office]),
        "asked": asked,
        "place": place_name(asked.region),
        "lines": lines,
        "total": total,
        "states": _states(asked, counts.states),
        "sources": _sources(asked, counts.sources),
        "most": quality.MOST_FAULTS_AT_ONCE,
        "board_url": link("office:quality", region=asked.region),
        "none_url": link("office:quality_none", code),
        "decisions_url": link("office:quality_decisions", region=asked.region),
        "kept": {k: v for k in ("state", "source") if (v := request.GET.get(k))},
        "paging": list_parts(request, page, len(found), total),
        **area_filter(request.actor, quality.QUALITY_WORK, asked.region),
    }
    return render(request, "office/quality/list.html", context)


def _with_reasons(lines: list[dict[str, Any]]) -> None:
    known = quality.reasons_of([x["fault"].decision_id for x in lines if x["fault"].decision_id])
    for line in lines:
        line["decision"] = known.get(line["fault"].decision_id)


def _states(asked: FaultsAsked, counts: dict[str, int]) -> list[dict[str, Any]]:
    source = NO_SOURCE if asked.source == "" else asked.source
    return [
        {
            "label": name,
            "count": counts.get(state, 0),
            "here": state == asked.state,
            "url": link(
                "office:quality_list", asked.rule, region=asked.region, state=state, source=source
            ),
        }
        for state, name in STATES.items()
    ]


def _sources(asked: FaultsAsked, counts: dict[str, int]) -> list[dict[str, Any]]:
    every: list[tuple[str | None, int]] = [(None, sum(counts.values())), *counts.items()]
    return [
        {
            "label": _("全部来源") if source is None else source_name(source),
            "count": n,
            "here": source == asked.source,
            "url": link(
                "office:quality_list",
                asked.rule,
                region=asked.region,
                state=asked.state,
                source=NO_SOURCE if source == "" else source,
            ),
        }
        for source, n in every
    ]


def _listing(asker: Asker, asked: Asked, up_to: int | None) -> Listing:
    wanted = faults_asked(asker, asked["code"], asked)
    today = local_date(asker.at)
    found = quality.faults(wanted, actor=asker.actor, today=today, limit=up_to)
    count = len(found)
    if up_to is not None:
        count = quality.count_faults(wanted, actor=asker.actor, today=today)
    return Listing(
        reader_text(rule_of(asked["code"]).name)[:31],
        [
            _("对象"), _("情况"), _("社区"), _("负责单位"), _("来源"), _("发现日期"), _("期限"), _("不是问题的理由"),
        ],
        count,
        in_blocks(found, partial(_cells, asker)),
    )  # fmt: skip


def _cells(asker: Asker, found: Any) -> pl.DataFrame:  # noqa: ANN401 - faults
    lines = fault_lines(asker, found, "office.quality_sheet")
    _with_reasons(lines)
    return pl.DataFrame(
        {
            "what": [x["what"] for x in lines],
            "saw": [x["saw"] for x in lines],
            "place": [x["place"] for x in lines],
            "office": [x["office"] for x in lines],
            "source": [x["source"] for x in lines],
            "found": [x["fault"].found_on for x in lines],
            "due": [x["fault"].due for x in lines],
            "reason": [x["decision"].reason if x["decision"] else "" for x in lines],
        },
        schema_overrides={
            **dict.fromkeys(("what", "saw", "place", "office", "source", "reason"), pl.Utf8),
            **dict.fromkeys(("found", "due"), pl.Date),
        },
    )


EXPORT = Export("office.quality_list", lambda _who, asked: f"{asked['code']}.xlsx", _listing)
