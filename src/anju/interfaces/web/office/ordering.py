"""What every list of the office has in common: its order, its filters and its page stand in the address, so that a list
can be sent on, reloaded and gone back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from anju.foundation.ordering import order_in
from anju.interfaces.web.office.links import PER_PAGE

Columns = Mapping[str, str | Promise]
"""Column by which a list can be sorted → its name."""


def order_of(request: HttpRequest, columns: Columns) -> str:
    """The order that the address asks for: a column, with ``-`` before it from the largest down; ""
    for the list's own."""
    return known_order(request.GET.get("order", ""), columns)


def known_order(asked: str, columns: Columns) -> str:
    """The order, if there is such a column; else "" for the list's own."""
    return asked if order_in(asked).column in columns else ""


def list_parts(
    request: HttpRequest, page: int, shown: int, total: int, columns: Columns | None = None
) -> dict[str, Any]:
    """What the pieces ``pages`` and ``sorts`` need of one page of a list: where one is, the ways on, the orders."""
    query = request.GET.copy()
    query.pop("page", None)
    kept = [(name, value) for name, values in query.lists() for value in values]
    first, pages = (page - 1) * PER_PAGE, max(1, -(-total // PER_PAGE))

    def at(**more: object) -> str:
        asked = query.copy()
        for name, value in more.items():
            asked[name] = str(value)
        return f"?{asked.urlencode()}"

    return {
        "previous_url": at(page=page - 1) if page > 1 else "",
        "next_url": at(page=page + 1) if first + shown < total else "",
        "first": first + 1 if shown else 0,
        "last": first + shown,
        "total": total,
        "export_url": at(format="xlsx"),
        "page": page,
        "pages": pages,
        "kept": kept,
        "orders": orders(request, columns or {}),
    }


def orders(request: HttpRequest, columns: Columns) -> list[dict[str, Any]]:
    """The columns as the piece ``sorts`` draws them: each a way to the list in its order, the chosen
    one turned round."""
    chosen = order_of(request, columns)
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("beyond", None)
    found = []
    for column, label in columns.items():
        query["order"] = f"-{column}" if chosen == column else column
        state = {column: "up", f"-{column}": "down"}.get(chosen, "")
        found.append(
            {"column": column, "label": label, "url": f"?{query.urlencode()}", "state": state}
        )
    return found
