"""Addresses of the division look-ups."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.regions import views

app_name = "regions"
urlpatterns = [
    path("suggest", views.suggest, name="suggest"),
    path("branch", views.branch, name="branch"),
    path("countries", views.countries, name="countries"),
]
