"""Service days at the person's own employer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anju.interfaces.web.employers import service_days
from anju.interfaces.web.resident.views_mine import coming_days, for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_safe
@for_linked_accounts
def listing(request: ActorRequest) -> HttpResponse:
    """The days to come: when, where, what is served."""
    return render(
        request,
        "resident/service_days.html",
        {
            "lines": service_days.lines(coming_days(request)),
            "back_url": reverse("resident:home"),
        },
    )
