"""Addresses of imports in the office."""

from __future__ import annotations

from django.urls import include, path

from anju.interfaces.web.imports.import_area import mounted
from anju.interfaces.web.imports.pages import PAGES
from anju.interfaces.web.office.imports import views

urlpatterns = [
    path("", views.listing, name="imports"),
    path("new/", views.create, name="import_new"),
    path("employers/", views.suggest_employer, name="import_employers"),
    path("", include(mounted(PAGES, views.area_of))),
]
