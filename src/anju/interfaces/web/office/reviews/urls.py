"""Addresses of the review queue."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.reviews import deciding, views

urlpatterns = [
    path("", views.listing, name="review"),
    path("undo/", deciding.take_back, name="review_undo"),
    path("batch/", deciding.decide_several, name="review_together"),
    path("<int:review_id>/", views.one, name="review_one"),
    path("<int:review_id>/decide/", deciding.decide, name="review_decide"),
    path("<int:review_id>/home/", deciding.enter_home, name="review_home"),
]
