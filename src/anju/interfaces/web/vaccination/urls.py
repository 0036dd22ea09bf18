"""Addresses of the vaccination check."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.vaccination import views

app_name = "vaccination"
urlpatterns = [path("", views.check, name="check")]
