"""Messages of other places; public keys, schemas and the catalogue of errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import answers, catalogue, changes, links, messages
from anju.domains.exchange.api.links import Reply
from anju.domains.exchange.api.signing import HttpMessage
from anju.foundation.errors import NotFound
from anju.interfaces.rest.answers import read_signed
from anju.interfaces.rest.changes import read_signed as read_changes


class MomentRequest(HttpRequest):
    """What the middleware hands on."""

    at: datetime
    request_id: str


@csrf_exempt
@require_POST
def take(request: MomentRequest) -> HttpResponse:
    """Keep one message or a batch of up to 100; the answer is signed and says of each whether it was kept."""
    return _signed(request, lambda received: links.receive(received, at=request.at))


@csrf_exempt
@require_POST
def answer(request: MomentRequest) -> HttpResponse:
    """Answer up to 100 questions, yes or no; the answer is signed."""
    return _signed(
        request,
        lambda received: answers.answer_signed(
            received, read_signed, request_id=request.request_id, at=request.at
        ),
    )


@csrf_exempt
@require_POST
def change_feed(request: MomentRequest) -> HttpResponse:
    """Give the next changes under an agreement; the answer is signed."""
    return _signed(
        request,
        lambda received: changes.fetch_signed(
            received,
            read_changes,
            base=settings.PUBLIC_URL,
            request_id=request.request_id,
            at=request.at,
        ),
    )


@require_safe
def change_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a change, as it is fetched and sent to webhooks."""
    text = json.dumps(changes.event_schema(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/schema+json")


def _signed(request: MomentRequest, taken: Callable[[HttpMessage], Reply]) -> HttpResponse:
    try:
        body = request.body
    except RequestDataTooBig:
        return JsonResponse({"code": "body_too_large"}, status=413)
    received = HttpMessage(
        body,
        {name.lower(): value for name, value in request.headers.items()},
        request.method or "",
        settings.PUBLIC_URL + request.get_full_path(),
    )
    try:
        reply = taken(received)
    except NotFound as absent:
        return JsonResponse({"code": absent.code}, status=404)
    response = HttpResponse(reply.body, status=reply.status)
    for name, value in reply.headers.items():
        response[name] = value
    return response


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The code of this place, and its public keys as a JWK set, the one in use first."""
    try:
        place, _ = links.own_place()
    except NotFound:
        place = ""
    return JsonResponse({"place": place, "keys": [key.jwk() for key in links.own_public_keys()]})


@require_safe
def catalogue_of(request: HttpRequest) -> HttpResponse:
    """The catalogue of what this place offers: metadata, never data."""
    found, _ = catalogue.entries(side=catalogue.OFFERS)
    return JsonResponse(
        {"resources": [v.entry.written() for v in found]},
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """The catalogue of errors."""
    found = [
        {"code": e.code, "layer": e.layer, "status": e.status, "severity": e.severity}
        | {"zh": {"cause": e.zh[0], "remedy": e.zh[1]}, "en": {"cause": e.en[0], "remedy": e.en[1]}}
        for e in messages.errors().values()
    ]
    return JsonResponse({"errors": found}, json_dumps_params={"ensure_ascii": False})


@require_safe
def schema(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """One JSON Schema."""
    if version not in messages.versions() or name not in (
        "envelope",
        "answer",
        "parts",
        *messages.CLASSES,
    ):
        raise Http404
    text = json.dumps(messages.schema(version, name), ensure_ascii=False)
    return HttpResponse(text, content_type="application/schema+json")
