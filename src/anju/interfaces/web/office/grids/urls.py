"""Addresses of grids."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.grids import views, views_files, views_map

urlpatterns = [
    path("", views.listing, name="grids"),
    path("rename/", views.rename, name="grid_rename"),
    path("map/", views_map.page, name="grid_map"),
    path("map/boundaries.json", views_map.boundaries, name="grid_boundaries"),
    path("map/save/", views_map.save, name="grid_save"),
    path("import/", views_files.bring, name="grid_import"),
    path("boundaries.geojson", views_files.send, name="grid_export"),
    path("history/", views.history, name="grid_history"),
    path("history/<int:edit_id>/undo/", views.undo, name="grid_undo"),
]
