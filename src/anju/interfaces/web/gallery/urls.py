"""Addresses of the gallery."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "gallery"
urlpatterns = [
    path("", views.gallery, name="pieces"),
    path("page/<slug:name>/", views.page, name="page"),
    path("suggest/", views.suggest, name="suggest"),
    path("regions/", views.regions, name="regions"),
    path("reveal/", views.reveal, name="reveal"),
]
