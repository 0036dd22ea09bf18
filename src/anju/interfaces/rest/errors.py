"""The one place where errors become HTTP: problem details (RFC 9457) with a stable code and a sentence."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from anju.foundation.db.deadlines import away, contended
from anju.foundation.db.gate import RETRY_AFTER, gate
from anju.foundation.errors import (
    AnjuError,
    Conflict,
    NotAllowed,
    NotFound,
    Refused,
    Unavailable,
)
from anju.interfaces.texts.api_faults import fault_in_words
from anju.interfaces.texts.reasons import sentence

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
ERRORS = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 503})
"""Statuses any operation may answer with, all of them as problem details."""

_TITLES = {
    400: ("请求有误", "Bad request"),
    401: ("没有登录", "Not signed in"),
    403: ("不允许", "Not allowed"),
    404: ("没有找到", "Not found"),
    409: ("情况已变", "Conflict"),
    405: ("方法不对", "Method not allowed"),
    413: ("太大", "Too large"),
    422: ("未受理", "Refused"),
    429: ("次数过多", "Too many"),
    500: ("出错", "Failed"),
    503: ("暂不可用", "Unavailable"),
}

_OF_OTHERS = {
    400: "request_unreadable",
    403: "not_allowed_here",
    404: "address_unknown",
    405: "method_unknown",
    413: "request_too_large",
    422: "request_invalid",
}
ADDRESSES = "/api/"


class Problem(Schema):
    """Problem details. `code` is stable; `detail` is a sentence in the language of Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    params: dict[str, Any] = Field(default_factory=dict)
    errors: list[dict[str, str]] = Field(default_factory=list)


def language() -> str:
    """The language the client asked for."""
    return get_language() or "zh-hans"


OF_API = {"key_unusable": "key_unusable_api"}
"""Codes whose sentence for pages would not help who calls the API → its code in the tables of sentences."""


def sentence_of(code: str, /, **params: Any) -> str:  # noqa: ANN401
    """A code in the client's language."""
    return sentence(code, language(), **params)


def problem(
    request: HttpRequest,
    status: int,
    code: str,
    *,
    params: dict[str, Any] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """Answer with a problem, and let nothing of the request count."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return details(request, status, code, params, errors)


def details(
    request: HttpRequest,
    status: int,
    code: str,
    params: dict[str, Any] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """Answer with a problem where nothing was begun that could count."""
    body = {
        "type": f"urn:anju:problem:{code}",
        "title": _TITLES.get(status, _TITLES[422])[0 if language().startswith("zh") else 1],
        "status": status,
        "code": code,
        "detail": sentence_of(OF_API.get(code, code), **(params or {})),
        "instance": f"urn:anju:request:{getattr(request, 'request_id', '')}",
    }
    if params:
        body["params"] = params
    if errors:
        body["errors"] = errors
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str), status=status, content_type=MEDIA_TYPE
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="anju"'
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    if status == 429 and params and "seconds" in params:
        response["Retry-After"] = str(params["seconds"])
    return response


class ProblemDetails:
    """Middleware of the API's addresses: what Django, a middleware or the API's own router refused
    without problem details (a method that is not there, an address that leads nowhere) gets them; its
    other headers stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the errors of others in our form."""
        answer = self.get_response(request)
        known = _OF_OTHERS.get(answer.status_code)
        if (
            not request.path.startswith(ADDRESSES)
            or known is None
            or answer.headers.get("Content-Type") == MEDIA_TYPE
        ):
            return answer
        methods = {"methods": answer["Allow"]} if "Allow" in answer else None
        described = details(request, answer.status_code, known, methods)
        for name, value in answer.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                described.headers.setdefault(name, value)
        return described


def status_of(error: AnjuError) -> int:
    """The HTTP status of a named error."""
    if error.code == "too_many_tries":
        return 429
    kinds: tuple[tuple[type[AnjuError], int], ...] = (
        (NotAllowed, 403),
        (NotFound, 404),
        (Conflict, 409),
        (Unavailable, 503),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 422)


def install(api: NinjaAPI) -> None:
    """Teach an API to answer every error so."""

    @api.exception_handler(AnjuError)
    def named(request: HttpRequest, error: AnjuError) -> HttpResponse:
        return problem(request, status_of(error), error.code, params=error.params)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, 401, "token_missing")

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [
            {
                "where": ".".join(map(str, e.get("loc", ()))),
                "message": fault_in_words(e, language()),
            }
            for e in error.errors[:100]
        ]
        return problem(request, 422, "request_invalid", errors=found)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _unread(request, error)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, 404, "address_unknown")

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(request, 413, "request_too_large")

    @api.exception_handler(DataError)
    def unstorable(request: HttpRequest, error: DataError) -> HttpResponse:
        where = "query" if request.method == "GET" else "body"
        found = [{"where": where, "message": sentence_of("value_unstorable")}]
        return problem(request, 422, "request_invalid", errors=found)

    @api.exception_handler(IntegrityError)
    def raced(request: HttpRequest, error: IntegrityError) -> HttpResponse:
        log.warning("request %s met another: %s", getattr(request, "request_id", ""), error)
        return problem(request, 409, "changed_meanwhile")

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        return _broken(request, error)


def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, or that was read and holds what cannot be kept (see `bodies`)."""
    cause = error.__cause__
    if isinstance(cause, Refused):
        return problem(request, 422, cause.code, params=cause.params)
    return problem(request, error.status_code, "request_unreadable")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    number = getattr(request, "request_id", "")
    if contended(error):
        return problem(request, 409, "changed_meanwhile")
    if away(error):
        gate.note(error, number)
        return problem(request, 503, "database_away")
    if isinstance(error, OverflowError):  # a date at the end of time, taken into account
        return problem(request, 422, "request_invalid")
    log.error("request %s failed", number, exc_info=error)
    return problem(request, 500, "not_possible_now", params={"request": number})
