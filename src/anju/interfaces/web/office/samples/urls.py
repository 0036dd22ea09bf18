"""Addresses of sample audits."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.samples import views, views_result, views_units

urlpatterns = [
    path("", views.listing, name="samples"),
    path("new/", views.new, name="sample_new"),
    path("<int:audit_id>/", views.board, name="sample"),
    path("<int:audit_id>/again/", views.again, name="sample_again"),
    path("<int:audit_id>/close/", views.close, name="sample_close"),
    path("<int:audit_id>/way/", views_units.way, name="sample_way"),
    path("<int:audit_id>/units/", views_units.units, name="sample_units"),
    path("<int:audit_id>/print/", views_result.sheet, name="sample_print"),
    path("<int:audit_id>/result.xlsx", views_result.workbook_file, name="sample_file"),
    path("<int:audit_id>/frame.txt", views_result.frame, name="sample_frame"),
    path("units/<int:unit_id>/", views_units.one, name="sample_unit"),
]
