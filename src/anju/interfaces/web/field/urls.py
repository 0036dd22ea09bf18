"""Addresses of the field app."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.field import views

app_name = "field"
urlpatterns = [
    path("field/", views.app, name="app"),
    path("field/worker.js", views.worker, name="worker"),
    path("field/app.webmanifest", views.manifest, name="manifest"),
    path("field/enrol/", views.enrol, name="enrol"),
]
