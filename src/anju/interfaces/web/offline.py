"""Pages that open with the network off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def worker_of(
    request: HttpRequest, *, page: str, cache: str, at_once: bool = False
) -> HttpResponse:
    """The service worker that keeps one page, to be served from an address beneath it. `cache`: a name of its own in
    the browser. `at_once`: what is kept comes first, and a new version is fetched behind it."""
    context = {"page": page, "cache": cache, "at_once": at_once}
    answer = render(request, "anju/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer
