"""The root of all addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    ("account/", "account"),
    ("outbox/", "outbox"),
    ("regions/", "regions"),
    ("office/", "office"),
    ("landlord/", "landlord"),
    ("employer/", "employer"),
    ("exports/", "exports"),
    ("", "card_photos"),
    ("me/groups/", "groups"),
    ("me/", "resident"),
    ("", "health"),
    ("", "published"),
    ("vacancies/", "vacancies"),
    ("vaccination/", "vaccination"),
    ("", "verifier"),
    ("", "field"),
    ("", "public"),
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("anju.interfaces.rest.urls")),
    path("exchange/v1/", include("anju.interfaces.rest.exchange.urls")),
]
urlpatterns += [path(prefix, include(f"anju.interfaces.web.{area}.urls")) for prefix, area in AREAS]
handler400 = "anju.interfaces.web.refusals.bad_request"
handler403 = "anju.interfaces.web.refusals.not_allowed"
handler404 = "anju.interfaces.web.refusals.not_found"
handler500 = "anju.interfaces.web.refusals.broken"
