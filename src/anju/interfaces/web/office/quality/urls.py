"""Addresses of data quality."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.quality import views, views_list, views_none

urlpatterns = [
    path("", views.board, name="quality"),
    path("decisions/", views_none.decisions, name="quality_decisions"),
    path("decisions/<int:decision_id>/undo/", views_none.undo, name="quality_undo"),
    path("<slug:code>/", views_list.listing, name="quality_list"),
    path("<slug:code>/none/", views_none.none, name="quality_none"),
]
