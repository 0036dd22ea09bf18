"""Addresses of a city's lists of services."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.catalogue import views

urlpatterns = [
    path("", views.listing, name="catalogue"),
    path("entries.xlsx", views.entries, name="catalogue_entries"),
    path("<int:catalogue_id>/refused.xlsx", views.refused, name="catalogue_refused"),
    path("<int:catalogue_id>/withdraw/", views.withdraw, name="catalogue_withdraw"),
]
