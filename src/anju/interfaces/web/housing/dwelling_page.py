"""Answering the form of a home's spaces and safety; landlord and office draw it into pages of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from anju.domains.housing.api import standards
from anju.domains.places.api import HomeView
from anju.foundation.errors import Refused
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.housing.dwelling_form import (
    DwellingForm,
    Spaces,
    filled,
    stated,
    with_one_more,
)
from anju.interfaces.web.session import ActorRequest

Page = Callable[[dict[str, Any], int], HttpResponse]


def answer(
    request: ActorRequest, home: HomeView, *, channel: str, page: Page, back: str
) -> HttpResponse:
    """Show the form, add a space to it, or take it: then back to the home's page."""
    if request.method != "POST":
        form, spaces = filled(standards.dwellings_of([home.id]).get(home.id))
        return page(_context(form, spaces), 200)
    if "more" in request.POST:
        more = with_one_more(request.POST)
        return page(_context(DwellingForm(more), Spaces(more, prefix="s")), 200)
    form, spaces = DwellingForm(request.POST), Spaces(request.POST, prefix="s")
    if not (form.is_valid() & spaces.is_valid()):
        return page(_context(form, spaces), 422)
    try:
        standards.state_dwelling(
            home.code,
            stated(form, spaces),
            channel=channel,
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        form.add_error(None, reason_text(error.code, **error.params))
        return page(_context(form, spaces), 422)
    messages.success(request, _("房间情况已保存。"))
    return redirect(back)


def _context(form: DwellingForm, spaces: Any) -> dict[str, Any]:  # noqa: ANN401 - a formset
    may_add = len(spaces.forms) < standards.MOST_SPACES
    return {"form": form, "spaces": spaces, "may_add": may_add}
