"""Addresses of stock."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.supplies import views

urlpatterns = [
    path("", views.points, name="supplies"),
    path("station/<int:station_id>/", views.store, name="supply_store"),
    path("<int:point_id>/", views.one, name="supply_point"),
    path("<int:point_id>/stock.xlsx", views.stock_file, name="supply_file"),
    path("<int:point_id>/ledger.xlsx", views.ledger_file, name="supply_ledger"),
]
