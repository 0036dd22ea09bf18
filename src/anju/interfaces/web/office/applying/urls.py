"""Addresses of applications."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.applying import deciding, taking_in, views

urlpatterns = [
    path("", views.queue, name="permits"),
    path("new/", taking_in.begin, name="permit_new"),
    path("apply/<int:application_id>/", views.one, name="permit_application"),
    path("apply/<int:application_id>/decide/", deciding.decide, name="permit_decide"),
    path("apply/<int:application_id>/missing/", deciding.ask, name="permit_missing"),
    path("apply/<int:application_id>/send/", taking_in.send, name="permit_send"),
    path("apply/<int:application_id>/withdraw/", deciding.withdraw, name="permit_withdraw"),
    path("papers/<int:paper_id>/", views.paper, name="permit_paper"),
]
