"""Addresses anybody may open."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.public import views

app_name = "public"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("privacy/", views.privacy, name="privacy"),
    path("h/<str:code>", views.plate, name="plate"),
    path("fonts/<str:start>.woff", views.font, name="rare_font"),
    path("i/<str:token>/", views.invitation, name="invitation"),
]
