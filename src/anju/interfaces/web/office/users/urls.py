"""Addresses of the administration of users."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.users import views

urlpatterns = [
    path("", views.listing, name="users"),
    path("new/", views.create, name="user_create"),
    path("requests/<int:request_id>/", views.decide, name="user_request"),
    path("<int:user_id>/", views.one, name="user"),
    path("<int:user_id>/grants/", views.give, name="user_grant"),
    path("<int:user_id>/active/", views.active, name="user_active"),
    path("<int:user_id>/grants/<int:grant_id>/revoke/", views.take, name="user_revoke"),
]
