"""Addresses below /exchange/v1/."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.rest.exchange import views

urlpatterns = [
    path("messages", views.take, name="exchange_messages"),
    path("answers", views.answer, name="exchange_answers"),
    path("catalogue", views.catalogue_of, name="exchange_catalogue"),
    path("keys", views.keys, name="exchange_keys"),
    path("errors", views.errors, name="exchange_errors"),
    path("schemas/<str:version>/<str:name>.json", views.schema, name="exchange_schema"),
]
