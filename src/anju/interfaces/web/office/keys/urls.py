"""Addresses of the key ceremony."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.keys import views

urlpatterns = [
    path("", views.listing, name="keys"),
    path("make/", views.make, name="key_make"),
    path("<int:key_id>/ask/", views.ask, name="key_ask"),
    path("requests/<int:request_id>/", views.decide, name="key_decide"),
]
