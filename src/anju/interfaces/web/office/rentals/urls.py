"""Addresses of rentals on file."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.rentals import views, views_new

urlpatterns = [
    path("", views.listing, name="rentals"),
    path("new/<str:code>/", views_new.new, name="rental_new"),
    path("<int:rental_id>/", views.one, name="rental"),
]
