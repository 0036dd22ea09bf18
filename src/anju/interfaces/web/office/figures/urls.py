"""Addresses of the indicators and of the reports made of them."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.figures import (
    publishing,
    views_behind,
    views_brief,
    views_one,
    views_table,
)
from anju.interfaces.web.office.figures.reports import views as reports

urlpatterns = [
    path("", views_table.table, name="figures"),
    path("reports/", reports.index, name="reports"),
    path("reports/<slug:code>/", reports.one, name="report"),
    path("publishing/", publishing.publish, name="publishing"),
    path("brief/", views_brief.brief, name="brief"),
    path("<slug:code>/", views_one.one, name="figure"),
    path("<slug:code>/list/", views_behind.listing, name="figure_list"),
]
