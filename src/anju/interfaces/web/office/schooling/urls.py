"""Addresses of enrolment at the office."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.schooling import views, views_one, views_round

urlpatterns = [
    path("", views.listing, name="school"),
    path("new/", views.opening, name="school_open"),
    path("sample.xlsx", views.sample, name="school_sample"),
    path("<int:round_id>/", views_round.one, name="school_round"),
    path("<int:round_id>/enter/", views_one.enter, name="school_enter"),
    path("<int:round_id>/children/", views_round.children, name="school_children"),
    path("<int:round_id>/refused.xlsx", views_round.refused, name="school_refused"),
    path("one/<int:enrolment_id>/", views_one.one, name="school_one"),
    path("one/<int:enrolment_id>/print/", views_one.sheet, name="school_print"),
    path("one/<int:enrolment_id>/files/<int:file_id>/", views_one.document, name="school_file"),
]
