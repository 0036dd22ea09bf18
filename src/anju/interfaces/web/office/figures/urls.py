"""Addresses of the indicators."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.figures import views_behind, views_one, views_table

urlpatterns = [
    path("", views_table.table, name="figures"),
    path("<slug:code>/", views_one.one, name="figure"),
    path("<slug:code>/list/", views_behind.listing, name="figure_list"),
]
