"""What stands behind the ? of an address of the API: parameters that its description names, without zero bytes.

A misspelt parameter that is left out silently answers another question than was asked (`as_off=` for
`as_of=`), so it is refused as an unknown field of a body is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from anju.interfaces.rest.errors import ADDRESSES, problem, sentence_of

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
