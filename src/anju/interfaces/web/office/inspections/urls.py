"""Addresses of inspections."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.inspections import due, recording, views

urlpatterns = [
    path("", views.listing, name="inspections"),
    path("due/", due.listing, name="inspections_due"),
    path("new/", recording.new, name="inspection_new"),
    path("<int:inspection_id>/", views.one, name="inspection"),
    path("<int:inspection_id>/steps/", views.steps, name="inspection_steps"),
    path("<int:inspection_id>/notice/", views.notice, name="inspection_notice"),
    path("photos/<int:photo_id>/", views.photo, name="inspection_photo"),
]
