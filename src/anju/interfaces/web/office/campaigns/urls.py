"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.campaigns import views, views_report

urlpatterns = [
    path("", views.listing, name="campaigns"),
    path("new/", views.new, name="campaign_new"),
    path("<int:campaign_id>/", views_report.board, name="campaign"),
    path("<int:campaign_id>/close/", views.close, name="campaign_close"),
    path("<int:campaign_id>/print/", views_report.sheet, name="campaign_print"),
    path("<int:campaign_id>/report.xlsx", views_report.workbook_file, name="campaign_file"),
]
