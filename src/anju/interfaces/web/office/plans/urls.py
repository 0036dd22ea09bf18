"""Addresses of the desk for mothers and children."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.plans import views_list, views_plan

urlpatterns = [
    path("", views_list.listing, name="plans"),
    path("scan/", views_list.scan, name="plans_scan"),
    path("new/", views_list.enter, name="plans_new"),
    path("child/", views_list.child, name="plans_child"),
    path("<int:plan_id>/", views_plan.one, name="plan"),
    path("<int:plan_id>/print/", views_plan.sheet, name="plan_print"),
]
