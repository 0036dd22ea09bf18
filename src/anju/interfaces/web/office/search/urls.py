"""Addresses of the one box."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest", views.suggest, name="suggest"),
    path("people", views.suggest_person, name="suggest_person"),
    path("homes", views.suggest_home, name="suggest_home"),
]
