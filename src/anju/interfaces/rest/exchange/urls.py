"""Addresses below /exchange/v1/."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.rest.exchange import views

urlpatterns = [
    path("messages", views.take, name="exchange_messages"),
    path("answers", views.answer, name="exchange_answers"),
    path("changes", views.change_feed, name="exchange_changes"),
    path("changes/schema.json", views.change_schema, name="exchange_change_schema"),
    path("catalogue", views.catalogue_of, name="exchange_catalogue"),
    path("keys", views.keys, name="exchange_keys"),
    path("errors", views.errors, name="exchange_errors"),
    path("schemas/<str:version>/<str:name>.json", views.schema, name="exchange_schema"),
]
