"""Addresses of merging."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.merging import views, views_different

urlpatterns = [
    path("", views.listing, name="merge"),
    path("compare/", views.compare, name="merge_compare"),
    path("<int:merge_id>/undo/", views.undo, name="merge_undo"),
    path("requests/<int:request_id>/", views.decide, name="merge_request"),
    path("different/", views_different.find, name="merge_different"),
    path("different/undo/", views_different.take_back, name="merge_different_undo"),
    path("weights/", views_different.weights, name="merge_weights"),
    path("persons/", views.persons, name="merge_persons"),
]
