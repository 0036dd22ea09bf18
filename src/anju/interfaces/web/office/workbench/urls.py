"""Addresses of the workbench and the lists behind it."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.workbench import views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("people/", views.people, name="people"),
]
