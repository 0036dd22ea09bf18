"""Addresses of rentals on file."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.rentals import views

urlpatterns = [
    path("", views.listing, name="rentals"),
    path("<int:rental_id>/", views.one, name="rental"),
]
