"""What a home is like, stated by staff who saw it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from anju.interfaces.web.housing import dwelling_page
from anju.interfaces.web.office.home.views import visible_home
from anju.interfaces.web.office.links import link
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def dwelling(request: ActorRequest, code: str) -> HttpResponse:
    """Spaces, areas, persons, fire equipment; judged on the home's page. Needs `home.edit` there."""
    home = visible_home(request.actor, code)
    request.actor.require("home.edit", region=home.region)
    back = link("office:home", home.code)

    def page(context: dict[str, Any], status: int) -> HttpResponse:
        return render(
            request,
            "office/home/dwelling.html",
            {"home": home, "back_url": back, **context},
            status=status,
        )

    return dwelling_page.answer(
        request, home, channel="counter", page=page, back=f"{back}#standards"
    )
