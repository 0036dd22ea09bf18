"""Addresses of one's own exported files."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<slug:selector>/", views.one, name="one"),
    path("<slug:selector>/progress/", views.progress_of, name="progress"),
    path("<slug:selector>/file/", views.download, name="file"),
    path("<slug:selector>/again/", views.again, name="again"),
    path("<slug:selector>/delete/", views.delete, name="delete"),
]
