"""Addresses of a reception, for each area that has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from anju.interfaces.web.reception import changes, day, views
from anju.interfaces.web.reception.answers import View, with_sentence
from anju.interfaces.web.reception.place import ReceptionArea
from anju.interfaces.web.session import ActorRequest

PAGES: tuple[tuple[str, str, View, bool], ...] = (
    ("", "reception", views.page, False),
    ("find/", "reception_find", views.find, True),
    ("open/", "reception_open", views.open_, True),
    ("arrive/", "reception_arrive", changes.arrive, True),
    ("confirm/", "reception_confirm", changes.confirm, True),
    ("leave/", "reception_leave", changes.leave, True),
    ("undo/", "reception_undo", changes.undo, True),
    ("invite/", "reception_invite", changes.invite, True),
    ("day/", "reception_day", day.page, False),
    ("day.xlsx", "reception_file", day.file, False),
)
"""Address, name, view, and whether it is sent to."""


def mounted(make: Callable[..., ReceptionArea]) -> list[URLPattern]:
    """All pages of a reception; the arguments that belong to the area make the `ReceptionArea`."""
    return [
        path(f"reception/{route}", _bound(view, make, sent=sent), name=name)
        for route, name, view, sent in PAGES
    ]


def _bound(view: View, make: Callable[..., ReceptionArea], *, sent: bool) -> Any:  # noqa: ANN401 - as Django takes it
    def shown(request: ActorRequest, **kwargs: int) -> HttpResponseBase:
        return with_sentence(view)(request, make(request, **kwargs))

    return require_POST(shown) if sent else require_safe(shown)
