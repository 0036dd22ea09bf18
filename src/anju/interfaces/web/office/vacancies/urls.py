"""Addresses of doubtful vacancies."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.vacancies import views

urlpatterns = [
    path("", views.listing, name="vacancies"),
    path("decide/", views.decide, name="vacancies_decide"),
    path("decisions/<int:decision_id>/undo/", views.undo, name="vacancies_undo"),
]
