"""Where the pages of imports are shown: the same pages live in more than one area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse

from anju.interfaces.web.session import ActorRequest


@dataclass(frozen=True, slots=True)
class ImportArea:
    """The area around a page: its template, its addresses, what every page of it needs. `drop` names the page of the
    area where files are dropped."""

    area: str
    base: str
    drop: str
    kwargs: dict[str, int] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)

    def url(self, name: str, **kwargs: object) -> str:
        """The address of an import page in this area."""
        return reverse(f"{self.area}:{name}", kwargs={**self.kwargs, **kwargs})


View = Callable[..., HttpResponseBase]
MakeArea = Callable[..., ImportArea]


def bound(view: View, make: MakeArea) -> View:
    """The page as this area shows it: the arguments that belong to the area make the `ImportArea`."""

    def shown(request: ActorRequest, batch_id: int, **rest: int) -> HttpResponseBase:
        known = {k: v for k, v in rest.items() if k != "line"}
        own = {k: v for k, v in rest.items() if k == "line"}
        return view(request, make(request, **known), batch_id, **own)

    return shown


def mounted(pages: tuple[tuple[str, str, View], ...], make: MakeArea) -> list[URLPattern]:
    """Addresses of all pages of an import for one area."""
    return [path(route, bound(view, make), name=name) for route, name, view in pages]
