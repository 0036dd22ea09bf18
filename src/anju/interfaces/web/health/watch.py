"""Watching requests: each gets its number, is counted by route, and has one line of the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from anju.foundation.logs.lines import current_request
from anju.interfaces.web.health.counters import Counters
from anju.interfaces.web.numbers import new_number

log = logging.getLogger("anju.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
counters = Counters(settings.METRICS_DIRECTORY)


class Watch:
    """Stands first, so that it sees every answer, also those the other middleware gives.

    A line holds route name, method, status, milliseconds, user id and request number; never the path (it may hold an
    id), the query string, the body or a name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        number = new_number()
        request.request_id = number  # type: ignore[attr-defined]
        token, begun = current_request.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            took = time.perf_counter() - begun
            name, method = route(request), request.method if request.method in METHODS else "other"
            counters.observe((name, str(method), str(response.status_code)), took)
            log.info(
                "request",
                extra={
                    "fields": {
                        "route": name,
                        "method": method,
                        "status": response.status_code,
                        "ms": round(took * 1000, 1),
                        "user": getattr(getattr(request, "actor", None), "user_id", None),
                    }
                },
            )
            return response
        finally:
            current_request.reset(token)


def route(request: HttpRequest) -> str:
    """The name of the route, or its pattern; never the path, which may hold ids. Unknown addresses are one route."""
    match = request.resolver_match
    if match is not None:
        return match.view_name if match.url_name else match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
