"""Addresses of the office; each topic brings its own."""

from __future__ import annotations

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("imports/", include("anju.interfaces.web.office.imports.urls")),
    path("users/", include("anju.interfaces.web.office.users.urls")),
]
