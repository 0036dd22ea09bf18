"""Addresses of the office; each topic brings its own."""

from __future__ import annotations

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("users/", include("anju.interfaces.web.office.users.urls")),
]
