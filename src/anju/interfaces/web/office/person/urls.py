"""Addresses of a person's page."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.person import name_pictures, views

urlpatterns = [
    path("<int:person_id>/", views.person, name="person"),
    path("<int:person_id>/looked/", views.access_log, name="looked"),
    path("<int:person_id>/correct/", views.correct, name="correct"),
    path(
        "<int:person_id>/documents/<int:document_id>/reveal/",
        views.reveal_document,
        name="reveal_document",
    ),
    path("<int:person_id>/phone/reveal/", views.reveal_phone, name="reveal_phone"),
    path("<int:person_id>/name/", name_pictures.page, name="name_picture"),
    path(
        "<int:person_id>/name/<int:picture_id>.jpg",
        name_pictures.content,
        name="name_picture_content",
    ),
    path(
        "<int:person_id>/name/<int:picture_id>/remove/",
        name_pictures.remove,
        name="name_picture_remove",
    ),
]
