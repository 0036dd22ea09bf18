"""Addresses of published rules; trying out stands with what is the resident's own."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.published import (
    views,
    views_data,
    views_rounds,
    views_services,
    views_stations,
    views_supplies,
    views_try,
)

app_name = "published"
urlpatterns = [
    path("entitlements/", views.catalogue, name="entitlements"),
    path("services/", views_services.services, name="services"),
    path("supplies/", views_supplies.supplies, name="supplies"),
    path("services/school/", views_rounds.rounds, name="rounds"),
    path("services/school/<int:round_id>/", views_rounds.one, name="round"),
    path("stations/", views_stations.stations, name="stations"),
    path("data/", views_data.index, name="data"),
    path("data/<str:region>/<str:period>/", views_data.edition, name="edition"),
    path("data/<str:region>/<str:period>/<slug:code>/", views_data.table, name="table"),
    path("points/", views.schemes, name="schemes"),
    path("points/<slug:code>/", views.scheme, name="scheme"),
    path("me/points/", views_try.choose, name="choose"),
    path("me/points/<slug:code>/", views_try.try_out, name="try"),
]
