"""Addresses below /api/v1/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from anju.interfaces.rest.api import api
from anju.interfaces.rest.description import description
from anju.interfaces.rest.errors import problem


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Nothing stands at this address."""
    return problem(request, 404, "address_unknown")


urlpatterns = [
    path("docs", description, name="rest_docs"),
    path("", api.urls),
    re_path(".*", unknown),
]
