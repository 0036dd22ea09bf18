"""Addresses of pages that may live in other parts of the office, and labels in the reader's language."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date

PER_PAGE = 50


def link(route: str, *args: object, **query: object) -> str:
    """The address of a page with these query parameters (empty ones left out); "" where there is no such page."""
    try:
        url = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    given = {k: v for k, v in query.items() if v not in ("", None)}
    return f"{url}?{urlencode(given)}" if given else url


def page_of(request: HttpRequest) -> int:
    """The page asked for, counted from 1."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isdecimal() else 1


def record_number(text: str) -> int | None:
    """The number of a record in a field of a form or an address; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def day_of(text: str) -> date | None:
    """The day an address names; None where it names none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
