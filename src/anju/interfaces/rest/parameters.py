"""What clients send: parameters that the description names, without zero bytes; bodies without characters that cannot
be seen and could make one text read as another; and closed lists of texts, whose values are kept elsewhere.

A misspelt parameter that is left out silently answers another question than was asked (`as_off=` for `as_of=`), so
it is refused as an unknown field of a body is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja.parser import Parser

from anju.foundation.characters import without_invisible
from anju.foundation.errors import Refused
from anju.interfaces.rest.errors import ADDRESSES, problem, sentence_of


def one_of(values: Iterable[str]) -> Any:  # noqa: ANN401 - a type
    """The type of a text that is one of these."""
    return Literal[tuple(values)]


_PART = re.compile(r"<[^>]*>|\{[^}]*\}")


class KnownParameters:
    """Middleware of the API's addresses: 422 `request_invalid` naming each parameter that is unknown
    or holds a zero byte.

    Only whoever is signed in reads so: everybody else is asked for a token first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the address is judged once its route is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse what the description of this address does not name."""
        actor = getattr(request, "actor", None)
        match = request.resolver_match
        if (
            not request.GET
            or not request.path.startswith(ADDRESSES)
            or match is None
            or actor is None
            or actor.user_id is None
        ):
            return None
        known = _described().get((_PART.sub("{}", match.route), str(request.method).lower()))
        if known is None:
            return None
        found = [
            {"where": f"query.{name[:60]}", "message": sentence_of(fault, known=known)}
            for name, values in request.GET.lists()
            if (fault := _fault(name, values, known))
        ]
        return problem(request, 422, "request_invalid", errors=found) if found else None


def _fault(name: str, values: list[str], known: Collection[str]) -> str:
    if any("\0" in text for text in (name, *values)):
        return "parameter_zero_byte"
    return "" if name in known else "parameter_unknown" if known else "parameter_none"


def described(route: str, method: str) -> tuple[str, ...]:
    """Names of the parameters of a route of the API, as published; none for an unknown route."""
    return _described().get((_PART.sub("{}", route), method.lower()), ())


@cache
def _described() -> dict[tuple[str, str], tuple[str, ...]]:
    """(route, method) → names of its parameters, out of the published description."""
    from anju.interfaces.rest.api import api

    return {
        (_PART.sub("{}", path).lstrip("/"), method): tuple(
            p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"
        )
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method, operation in operations.items()
    }


class VisibleText(Parser):
    """Reads JSON; every text in it, however deep, keeps only what can be seen."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever was sent
        """The body of one request."""
        text = request.body.decode()
        found = json.loads(text)
        if "\\u0000" in text and (where := _zero_byte(found)):
            raise Refused("text_with_zero_byte", where=where)
        return found if "\\u" not in text and without_invisible(text) == text else _visible(found)


def _zero_byte(found: Any, where: str = "body") -> str:  # noqa: ANN401 - whatever was sent
    """The place of the first text that holds a zero byte, which no register keeps; "" when there is
    none. The items of a batch are left to their own check, which refuses each for itself (`text_damaged`)."""
    if isinstance(found, str):
        return where if "\0" in found else ""
    if isinstance(found, dict):
        if any("\0" in key for key in found):
            return where
        parts: Iterable[tuple[object, Any]] = (
            (key, one) for key, one in found.items() if (where, key) != ("body", "items")
        )
    elif isinstance(found, list):
        parts = enumerate(found)
    else:
        return ""
    return next((at for key, one in parts if (at := _zero_byte(one, f"{where}.{key}"))), "")


def _visible(found: Any) -> Any:  # noqa: ANN401 - whatever was sent
    if isinstance(found, str):
        return without_invisible(found)
    if isinstance(found, list):
        return [_visible(one) for one in found]
    if isinstance(found, dict):
        return {key: _visible(one) for key, one in found.items()}
    return found
