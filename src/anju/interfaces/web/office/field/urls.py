"""Addresses of work from the field."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.field import views, views_phones

urlpatterns = [
    path("", views.listing, name="field"),
    path("<int:operation_id>/", views.decide, name="field_decide"),
    path("<int:operation_id>/photos/<int:photo_id>/", views.photo, name="field_photo"),
    path("queue/", views_phones.queue, name="field_queue"),
    path("phones/", views_phones.phones, name="field_phones"),
    path("phones/<str:code>/revoke/", views_phones.revoke, name="field_revoke"),
]
