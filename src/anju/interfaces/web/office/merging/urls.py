"""Addresses of merging."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.merging import views

urlpatterns = [
    path("", views.listing, name="merge"),
    path("compare/", views.compare, name="merge_compare"),
    path("<int:merge_id>/undo/", views.undo, name="merge_undo"),
    path("requests/<int:request_id>/", views.decide, name="merge_request"),
    path("persons/", views.persons, name="merge_persons"),
]
