"""Addresses of vacancies; open ones are read without signing in."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.vacancies import views, views_map, views_saved, views_threads

app_name = "vacancies"
urlpatterns = [
    path("", views.search, name="search"),
    path("areas.json", views_map.areas, name="areas"),
    path("<int:listing_id>/", views.one, name="one"),
    path("<int:listing_id>/ask/", views_threads.ask, name="ask"),
    path("saved/", views_saved.saved, name="saved"),
    path("saved/<int:search_id>/", views_saved.look, name="saved_one"),
    path("saved/<int:search_id>/leave/", views_saved.leave, name="saved_leave"),
    path("messages/", views_threads.threads, name="threads"),
    path("messages/<int:thread_id>/", views_threads.thread, name="thread"),
    path("answer/<str:token>/", views_threads.answer, name="answer"),
]
