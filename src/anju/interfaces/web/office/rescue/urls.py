"""Addresses of rescue stations."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.rescue import views, views_in, views_stations, views_stay

urlpatterns = [
    path("", views.overview, name="rescue"),
    path("in/", views_in.take_in, name="rescue_in"),
    path("book/", views.book, name="rescue_book"),
    path("stays/<int:rescue_id>/", views_stay.one, name="rescue_stay"),
    path("stays/<int:rescue_id>/<slug:sheet>/", views_stay.sheet, name="rescue_sheet"),
    path("stations/", views_stations.stations, name="rescue_stations"),
    path("stations/new/", views_stations.create, name="rescue_station_new"),
    path("stations/<int:station_id>/beds/", views_stations.beds, name="rescue_beds"),
    path("stations/<int:station_id>/close/", views_stations.close, name="rescue_station_close"),
]
