"""Addresses of groups in the office."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.groups import views_activities
from anju.interfaces.web.office.groups import views

OFFICE = {"office": True}

urlpatterns = [
    path("", views.listing, name="groups"),
    path("groups.xlsx", views.sheet, name="groups_file"),
    path("<int:group_id>/", views.one, name="group"),
    path("<int:group_id>/activities/new/", views_activities.new, OFFICE, name="activity_new"),
    path("activities/<int:activity_id>/", views_activities.one, OFFICE, name="activity"),
    path(
        "activities/<int:activity_id>/people/",
        views_activities.people,
        OFFICE,
        name="activity_people",
    ),
]
