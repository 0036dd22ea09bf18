"""Addresses of tasks at homes."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.tasks import views, views_round

urlpatterns = [
    path("", views.listing, name="tasks"),
    path("round/", views_round.page, name="round"),
    path("round/print/", views_round.sheet, name="round_print"),
    path("door/<str:code>/", views_round.home_page, name="door"),
    path("door/<str:code>/visit/", views_round.visit, name="door_visit"),
    path("door/<str:code>/link/", views_round.give_link, name="door_link"),
    path("visits/<int:visit_id>/withdraw/", views_round.withdraw, name="visit_withdraw"),
]
