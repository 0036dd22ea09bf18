"""Addresses of the map."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.map import views, views_files, views_placing

urlpatterns = [
    path("", views.page, name="map"),
    path("areas.json", views.areas, name="map_areas"),
    path("buildings.json", views.buildings, name="map_buildings"),
    path("map.xlsx", views.workbook_file, name="map_file"),
    path("place/", views_placing.listing, name="unplaced"),
    path("place/file/", views_files.bring, name="positions_import"),
    path("place/unplaced.xlsx", views_files.send, name="unplaced_file"),
    path("place/<int:building_id>/", views_placing.one, name="place_building"),
    path("place/undo/<str:change>/", views_placing.undo, name="place_undo"),
]
