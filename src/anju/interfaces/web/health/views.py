"""Three answers for machines. None of them takes a session or a transaction of its own accord."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from anju.foundation.clock import now
from anju.interfaces.web.health.exposition import CONTENT_TYPE
from anju.interfaces.web.health.figures import exposed
from anju.interfaces.web.health.readiness import Lookout
from anju.interfaces.web.health.watch import counters

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")
"""What a proxy adds: behind one, everybody seems to come from this machine."""
lookout = Lookout()


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of the database."""
    return _fresh(JsonResponse({"alive": True}))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database, tables and worker are fit to serve, else 503; both say why in words."""
    answer = lookout.answer(now())
    return _fresh(
        JsonResponse(
            {"ready": answer.ready, "checks": answer.checks}, status=200 if answer.ready else 503
        )
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for whoever holds the token, or without one for this machine only."""
    if not may_measure(request):
        return _fresh(
            HttpResponse(
                "for this machine or with the metrics token only\n",
                status=403,
                content_type="text/plain; charset=utf-8",
            )
        )
    return _fresh(HttpResponse(exposed(counters, now()), content_type=CONTENT_TYPE))


def may_measure(request: HttpRequest) -> bool:
    """With a token set, who brings it; without one, who asks from this machine and through no proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(header in request.META for header in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
