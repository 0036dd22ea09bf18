"""Addresses of homes and buildings."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.home import dwelling, plates, views

urlpatterns = [
    path("homes/", views.homes, name="homes"),
    path("homes/<str:code>/", views.home, name="home"),
    path("homes/<str:code>/dwelling/", dwelling.dwelling, name="dwelling"),
    path("homes/<str:code>/plate.svg", plates.svg, name="plate"),
    path("buildings/", views.buildings, name="buildings"),
    path("buildings/<int:building_id>/", views.building, name="building"),
    path("buildings/<int:building_id>/plates/", plates.plates, name="plates"),
]
