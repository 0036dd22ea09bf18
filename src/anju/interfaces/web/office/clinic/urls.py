"""Addresses of the vaccination clinic."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.clinic import (
    views_child,
    views_coverage,
    views_queue,
    views_stock,
    views_survey,
)

urlpatterns = [
    path("", views_queue.listing, name="clinic"),
    path("scan/", views_queue.scan, name="clinic_scan"),
    path("new/", views_queue.enter, name="clinic_new"),
    path("children/<int:child_id>/", views_child.one, name="clinic_child"),
    path("children/<int:child_id>/print/", views_child.sheet, name="clinic_child_print"),
    path("stock/", views_stock.stock, name="clinic_stock"),
    path("stock/<int:lot_id>/", views_stock.lot, name="clinic_lot"),
    path("survey/", views_survey.survey, name="clinic_survey"),
    path("coverage/", views_coverage.coverage, name="clinic_coverage"),
]
