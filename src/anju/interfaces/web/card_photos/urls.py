"""The address that reads a photographed card, for the forms of every area."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.card_photos import views

urlpatterns = [path("card-photo/", views.card_photo, name="card_photo")]
