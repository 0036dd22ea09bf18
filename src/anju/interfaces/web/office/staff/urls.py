"""Addresses of stations and rosters."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.staff import (
    views_absences,
    views_mine,
    views_planning,
    views_stations,
    views_week,
)

urlpatterns = [
    path("", views_stations.overview, name="staff"),
    path("mine/", views_mine.page, name="staff_mine"),
    path("stations/new/", views_stations.new, name="station_new"),
    path("stations/<int:station_id>/", views_stations.one, name="station"),
    path("stations/<int:station_id>/close/", views_stations.close, name="station_close"),
    path("stations/<int:station_id>/post/", views_stations.post, name="station_post"),
    path("postings/<int:posting_id>/end/", views_stations.end, name="posting_end"),
    path("stations/<int:station_id>/week/", views_week.page, name="staff_week"),
    path("stations/<int:station_id>/week/print/", views_week.sheet, name="staff_week_print"),
    path("stations/<int:station_id>/week.xlsx", views_week.workbook_file, name="staff_week_file"),
    path("stations/<int:station_id>/week/add/", views_week.add, name="shift_add"),
    path("stations/<int:station_id>/week/copy/", views_week.copy, name="shift_copy"),
    path("stations/<int:station_id>/week/swap/", views_week.swap, name="shift_swap"),
    path("shifts/<int:shift_id>/cancel/", views_week.cancel, name="shift_cancel"),
    path("shifts/<int:shift_id>/give/", views_week.give, name="shift_give"),
    path("absences/", views_absences.page, name="absences"),
    path("absences/<int:absence_id>/withdraw/", views_absences.withdraw, name="absence_withdraw"),
    path("planning/", views_planning.page, name="staffing"),
    path("planning/print/", views_planning.sheet, name="staffing_print"),
    path("planning/staffing.xlsx", views_planning.workbook_file, name="staffing_file"),
]
