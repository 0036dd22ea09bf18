"""What no request may bring, whatever its page: refused in one place, before anything is asked of the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from anju.foundation.characters import without_invisible
from anju.foundation.errors import Refused
from anju.interfaces.web.refusals import not_found, refusal

MOST_ID = 2**63 - 1
LONGEST_QUERY, LONGEST_FIELD = 2_000, 200_000
"""Characters of one value in the address, and of one field of a form."""
LONGEST_NUMBER = 1_000
"""Digits and nothing else: no number of anything, and more than Python reads as one."""
LAST_PAGE = 999_999
API = "/api/"
"""Has a description of its own, which says all this of each parameter."""


class Bounds:
    """A zero byte, a number no record can have, a page before the first, a value nobody types: 404 or 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django hands over the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse an address that cannot be one, else go on."""
        if "\0" in request.path:
            return not_found(request)
        if not request.path.startswith(API) and (error := _in_address(request.GET)) is not None:
            return refusal(request, error)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Numbers in the path, and the fields of a form (read here, under the session's limits on size)."""
        if any(isinstance(value, int) and value > MOST_ID for value in kwargs.values()):
            raise Http404
        reads_itself = getattr(
            view, "csrf_exempt", False
        )  # takes no form, but the body as it comes
        if request.method == "POST" and not reads_itself:
            if not _whole(request.POST, LONGEST_FIELD):
                return refusal(request, Refused("field_unreadable"))
            request.POST = _visible(request.POST)  # type: ignore[assignment]
        return None


def _visible(fields: QueryDict) -> QueryDict:
    """The form without characters that cannot be seen (direction marks and the like) and could make a name or room read
    as another, wherever it is stored or shown; passwords as they were typed."""
    found = fields.copy()
    for name, values in fields.lists():
        if "password" not in name:
            found.setlist(name, [without_invisible(value) for value in values])
    found._mutable = False  # noqa: SLF001 - as Django hands it over
    return found


def _in_address(query: QueryDict) -> Refused | None:
    if not _whole(query, LONGEST_QUERY):
        return Refused("field_unreadable")
    page = query.get("page", "")
    if page and not (
        page.isascii() and page.isdecimal() and len(page) < 7 and 1 <= int(page) <= LAST_PAGE
    ):
        return Refused("page_unknown")
    return None


def _whole(fields: QueryDict, most: int) -> bool:
    return all(
        "\0" not in text
        and len(text) <= most
        and not (len(text) > LONGEST_NUMBER and text.strip().isdecimal())
        for name, values in fields.lists()
        for text in (name, *values)
    )
