"""Addresses of cases at the office."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.cases import notices, views, views_new

urlpatterns = [
    path("", views.listing, name="cases"),
    path("new/", views_new.enter, name="case_new"),
    path("<int:case_id>/", views.one, name="case"),
    path("<int:case_id>/print/", views.sheet, name="case_print"),
    path("<int:case_id>/notices/<int:notice_id>/", notices.letter, name="case_letter"),
    path("<int:case_id>/files/<int:evidence_id>/", views.evidence, name="case_file"),
]
