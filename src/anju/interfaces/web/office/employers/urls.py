"""Addresses of employing units."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.employers import (
    views,
    views_filing,
    views_list,
    views_rosters,
    views_service_days,
    views_sites,
)

urlpatterns = [
    path("", views_list.employers, name="employers"),
    path("new/", views_filing.new, name="employer_new"),
    path("rosters/", views_rosters.listing, name="employer_rosters"),
    path("sites/", views_sites.site_list, name="employer_sites"),
    path("service-days/", views_service_days.listing, name="service_days"),
    path("service-days/<int:day_id>/", views_service_days.one, name="service_day"),
    path("service-days/<int:day_id>/change/", views_service_days.change, name="service_day_change"),
    path("service-days/<int:day_id>/step/", views_service_days.step, name="service_day_step"),
    path("service-days/<int:day_id>/notice/", views_service_days.notice, name="service_day_notice"),
    path("<str:code>/", views.employer, name="employer"),
    path("<str:code>/change/", views_filing.change, name="employer_change"),
    path("<str:code>/contracts/", views.contracts_ending, name="employer_contracts"),
    path("<str:code>/remind/", views_rosters.remind, name="employer_remind"),
    path("<str:code>/sites/new/", views_filing.site_new, name="employer_site_new"),
    path("<str:code>/sites/<int:site_id>/", views_filing.site_step, name="employer_site_step"),
    path("<str:code>/service-days/new/", views_service_days.new, name="service_day_new"),
]
