"""Addresses of applications."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.applying import counter_application, deciding, views

urlpatterns = [
    path("", views.queue, name="permits"),
    path("new/", counter_application.begin, name="permit_new"),
    path("apply/<int:application_id>/", views.one, name="permit_application"),
    path("apply/<int:application_id>/decide/", deciding.decide, name="permit_decide"),
    path("apply/<int:application_id>/missing/", deciding.ask, name="permit_missing"),
    path("apply/<int:application_id>/send/", counter_application.send, name="permit_send"),
    path("apply/<int:application_id>/withdraw/", deciding.withdraw, name="permit_withdraw"),
    path("papers/<int:paper_id>/", views.supporting_document, name="permit_paper"),
]
