"""Addresses of what is to be verified."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.unverified import views

urlpatterns = [
    path("", views.listing, name="unverified"),
    path("<int:building_id>/", views.one, name="unverified_one"),
    path("<int:building_id>/join/", views.join, name="unverified_join"),
]
