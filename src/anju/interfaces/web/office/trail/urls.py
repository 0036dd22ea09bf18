"""Addresses of the trail."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.trail import views

urlpatterns = [
    path("", views.listing, name="trail"),
    path("check/", views.check, name="trail_check"),
]
