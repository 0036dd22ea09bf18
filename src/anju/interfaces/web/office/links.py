"""Addresses of pages that may live in other parts of the office, and labels in the reader's language."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from anju.interfaces.words.labels import Words, word

PER_PAGE = 50


def link(route: str, *args: object, **query: object) -> str:
    """The address of a page with these query parameters (empty ones left out); "" where there is no such page."""
    try:
        url = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    told = {k: v for k, v in query.items() if v not in ("", None)}
    return f"{url}?{urlencode(told)}" if told else url


def said(table: Words, code: str) -> str:
    """A code in the words of the reader."""
    return word(table, code, get_language() or "zh-hans")


def page_of(request: HttpRequest) -> int:
    """The page asked for, counted from 1."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isdecimal() else 1


def day_of(text: str) -> date | None:
    """The day an address names; None where it names none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def paging(request: HttpRequest, page: int, shown: int, total: int) -> dict[str, object]:
    """What the ``pages`` piece needs."""
    query = request.GET.copy()
    first = (page - 1) * PER_PAGE

    def at(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    query.pop("page", None)
    export = query.copy()
    export["format"] = "xlsx"
    return {"previous_url": at(page - 1) if page > 1 else "", "next_url": at(page + 1) if first + shown < total else "",
            "first": first + 1 if shown else 0, "last": first + shown, "total": total,
            "export_url": f"?{export.urlencode()}"}
