"""Addresses of the office; each topic brings its own."""

from __future__ import annotations

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("counter/", include("anju.interfaces.web.office.counter.urls")),
    path("merge/", include("anju.interfaces.web.office.merging.urls")),
    path("review/", include("anju.interfaces.web.office.reviews.urls")),
    path("imports/", include("anju.interfaces.web.office.imports.urls")),
    path("users/", include("anju.interfaces.web.office.users.urls")),
]
