"""Addresses of the desk at which transfers wait."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.transfers import views

urlpatterns = [
    path("", views.listing, name="transfers"),
    path("transfers.xlsx", views.sheet, name="transfers_sheet"),
    path("bring/", views.bring, name="transfer_bring"),
    path("<int:transfer_id>/", views.one, name="transfer"),
]
