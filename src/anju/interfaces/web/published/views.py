"""What anybody may read: the catalogue of benefits, and how each points scheme counts."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from anju.domains.permits.api import benefits, points
from anju.domains.regions import api as regions
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.interfaces.texts.benefits import KINDS
from anju.interfaces.web.published.scheme_page import head, rules
from anju.interfaces.web.session import ActorRequest


def which() -> int:
    """0 for readers of Chinese, 1 for others: the place of their words in a pair."""
    return 0 if (get_language() or "zh").startswith("zh") else 1


@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """What a permit entitles its holder to, since when, by which article."""
    today = local_date(request.at)
    day = day_in(request.GET.get("on", "")) or today
    found = benefits.catalogue(today=day)
    parts = [
        {"title": words[which()], "entries": [e for e in found if e.kind == kind]}
        for kind, words in KINDS.items()
    ]
    local = [
        {"place": _place(region), "entries": list(entries)}
        for region, entries in groupby(benefits.additions(today=day), key=lambda e: e.region)
    ]
    context = {
        "parts": [p for p in parts if p["entries"]],
        "local": local,
        "day": day,
        "today": today,
        "which": which(),
        "source": found[0].source[which()] if found else "",
        "back_url": "/?doors",
    }
    return render(request, "published/benefits.html", context)


@require_safe
def schemes(request: ActorRequest) -> HttpResponse:
    """The schemes in force."""
    today = local_date(request.at)
    return render(
        request,
        "published/schemes.html",
        {"schemes": [head(s) for s in points.schemes(today=today)], "back_url": "/?doors"},
    )


@require_safe
def scheme(request: ActorRequest, code: str) -> HttpResponse:
    """One scheme: preconditions, items, caps, deductions, cut-offs, its earlier versions; the one in force on a day."""
    today = local_date(request.at)
    day = day_in(request.GET.get("on", "")) or today
    one = points.scheme(code, today=day)
    others = [v for v in points.versions(code) if v.valid_from != one.valid_from]
    return render(
        request,
        "published/scheme.html",
        {
            "scheme": head(one),
            "rules": rules(one, day),
            "others": others,
            "back_url": reverse("published:schemes"),
        },
    )


def _place(region: str) -> str:
    """The division a prefix stands for, by name."""
    code = region.ljust(12, "0")
    return regions.names([code]).get(code, region)
