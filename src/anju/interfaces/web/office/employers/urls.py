"""Addresses of employing units."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.employers import views

urlpatterns = [
    path("", views.employers, name="employers"),
    path("<str:code>/", views.employer, name="employer"),
]
