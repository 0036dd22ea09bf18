"""When the database is away or everything is busy: a sentence at once, instead of a page that never comes.

More requests are taken than are worked at, so that one that needs no database (is this process alive?) never stands
behind those that wait for it.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation.db import gate
from anju.foundation.db.deadlines import away, contended
from anju.foundation.progress import clock
from anju.interfaces.texts.sentences import text_of

OUTSIDE = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines ask of the installation; it waits for nobody."""
API = "/api/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Availability:
    """Stands before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request, or say that it cannot be answered now. The place is kept until the
        answer has left, because the connection is."""
        if request.path in OUTSIDE:
            return self.get_response(request)
        if gate.gate.closed:
            return unavailable(request, "database_away")
        if request.method not in READING and (code := clock.fault()):
            return unavailable(request, code)
        give_back = gate.gate.enter()
        if give_back is None:
            return unavailable(request, "too_busy")
        try:
            response = (
                unavailable(request, "database_away")
                if gate.gate.closed
                else self.get_response(request)
            )
        except BaseException:
            give_back()
            raise
        closers = response._resource_closers  # type: ignore[attr-defined] # noqa: SLF001 - what Django closes
        closers.append(give_back)
        weakref.finalize(response, give_back)
        return response


def answer_to(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The answer when it was the database's absence, somebody else at the same rows, or a value that
    cannot be stored or taken into account (the year 9999), that broke a request; None for every other error."""
    if error is None:
        return None
    if contended(error):
        return _answer(request, 409, "changed_meanwhile")
    if isinstance(error, DataError | OverflowError):
        return _answer(request, 422, "field_unreadable")
    if not away(error):
        return None
    gate.gate.note(error, getattr(request, "request_id", ""))
    return unavailable(request, "database_away")


def unavailable(request: HttpRequest, code: str) -> HttpResponse:
    """503 with a sentence and the time to come back. Drawn without the database."""
    return _answer(request, 503, code)


def _answer(request: HttpRequest, status: int, code: str) -> HttpResponse:
    part, number = (
        text_of(code, get_language() or "zh-hans", {}),
        getattr(request, "request_id", ""),
    )
    if request.path.startswith(API):
        title = {503: "Unavailable", 422: "Refused"}.get(status, "Conflict")
        body: dict[str, Any] = {
            "type": f"urn:anju:problem:{code}",
            "title": title,
            "status": status,
            "code": code,
            "detail": part,
            "instance": f"urn:anju:request:{number}",
        }
        response = HttpResponse(
            json.dumps(body, ensure_ascii=False),
            status=status,
            content_type="application/problem+json",
        )
    elif request.headers.get("HX-Request") == "true":
        response = HttpResponse(part, status=status, content_type="text/plain; charset=utf-8")
    else:
        context = {
            "status": status,
            "heading": {503: _("暂时无法办理"), 422: _("还差一点")}.get(status, _("情况已经变了")),
            "sentence": part,
            "request_id": number,
            "request": request,
        }
        response = HttpResponse(render_to_string("refusals/refusal.html", context), status=status)
    if status != 422:
        response["Retry-After"] = str(gate.RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response["X-Anju-Reason"] = code
    return response
