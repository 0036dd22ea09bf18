"""Addresses of groups on the own pages."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.groups import views, views_activities, views_mediation, views_meetings

app_name = "groups"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<int:group_id>/", views.one, name="one"),
    path("<int:group_id>/meetings/new/", views_meetings.new, name="meeting_new"),
    path("meetings/<int:meeting_id>/", views_meetings.one, name="meeting"),
    path("meetings/<int:meeting_id>/roll/", views_meetings.roll, name="meeting_roll"),
    path("meetings/<int:meeting_id>/print/", views_meetings.sheet, name="meeting_print"),
    path("<int:group_id>/activities/new/", views_activities.new, name="activity_new"),
    path("activities/<int:activity_id>/", views_activities.one, name="activity"),
    path("activities/<int:activity_id>/people/", views_activities.people, name="activity_people"),
    path(
        "activities/<int:activity_id>/certificate/",
        views_activities.certificate,
        name="certificate",
    ),
    path("<int:group_id>/mediation/new/", views_mediation.new, name="mediation_new"),
    path("mediation/", views_mediation.listing, name="mediations"),
    path("mediation/<int:mediation_id>/", views_mediation.one, name="mediation"),
    path("mediation/<int:mediation_id>/print/", views_mediation.sheet, name="mediation_print"),
    path("<int:group_id>/members/", views.members, name="members"),
]
