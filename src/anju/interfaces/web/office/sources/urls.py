"""Addresses of departments' data."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.sources import views_mapping

urlpatterns = [
    path("", views_mapping.listing, name="sources"),
    path("<str:source>/mapping/", views_mapping.mapping, name="mapping"),
    path("<str:source>/mapping/try/", views_mapping.try_file, name="mapping_try"),
    path("<str:source>/mapping/test/", views_mapping.test, name="mapping_test"),
    path("<str:source>/mapping/file/", views_mapping.import_file, name="mapping_import"),
    path("<str:source>/mapping/<str:form>", views_mapping.export_file, name="mapping_export"),
]
