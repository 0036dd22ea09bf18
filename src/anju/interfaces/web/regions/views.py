"""JSON for fields in which a division or country is picked by typing. A page never receives the tree."""

from __future__ import annotations

import re

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from anju.domains.regions import api

_CODE = re.compile(r"\d{12}(\d{3})?", re.ASCII)
MOST = 50
"""Suggestions a caller may ask for at once."""


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> JsonResponse:
    """``?q=浏阳洞阳&level=4,5&within=43&limit=12``: divisions, best first; with ``roots=430181124000``
    only from there down."""
    levels = [
        int(part) for part in request.GET.get("level", "").split(",") if part in set("123456")
    ]
    found = api.suggest(
        request.GET.get("q", ""),
        within=request.GET.get("within", ""),
        roots=_roots(request),
        levels=levels or None,
        limit=_limit(request),
    )
    return JsonResponse(
        {
            "results": [
                {
                    "code": p.code,
                    "level": int(p.level),
                    "name": p.name,
                    "full_name": p.full_name,
                    "prefix": p.prefix,
                }
                for p in found
            ]
        }
    )


@require_safe
@cache_control(public=True, max_age=300)
def branch(request: HttpRequest) -> JsonResponse:
    """``?of=430181000000``: the divisions right below one, one level at a time. Without ``of``: the
    provinces, or those of
    ``roots=430181124000,430181100000``."""
    of = request.GET.get("of", "")
    found = api.branch(of if _CODE.fullmatch(of) else "", roots=_roots(request))
    return JsonResponse(
        {
            "results": [
                {
                    "code": p.code,
                    "level": int(p.level),
                    "name": p.name,
                    "full_name": p.full_name,
                    "divided": divided,
                }
                for p, divided in found
            ]
        }
    )


@require_safe
@cache_control(public=True, max_age=300)
def countries(request: HttpRequest) -> JsonResponse:
    """``?q=yue``: countries and territories by code, Chinese or English name, pinyin."""
    return JsonResponse(
        {
            "results": [
                {
                    "code": c.alpha3,
                    "alpha2": c.alpha2,
                    "numeric": c.numeric,
                    "name": c.name_zh,
                    "name_en": c.name_en,
                }
                for c in api.countries(request.GET.get("q", ""), limit=_limit(request))
            ]
        }
    )


def _roots(request: HttpRequest) -> list[str]:
    asked = request.GET.get("roots", "").split(",")[:MOST]
    return [c for c in asked if _CODE.fullmatch(c)]


def _limit(request: HttpRequest) -> int:
    asked = request.GET.get("limit", "")
    return min(max(int(asked), 1), MOST) if asked.isdecimal() and len(asked) < 4 else 12
