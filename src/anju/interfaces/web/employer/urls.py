"""Addresses of the employer's pages."""

from __future__ import annotations

from django.urls import include, path

from anju.interfaces.web.employer import (
    changes,
    claims,
    contacts,
    files,
    own_service_days,
    own_sites,
    permits,
    reception,
    views,
    weeks,
)
from anju.interfaces.web.employer.own_employer import area_of
from anju.interfaces.web.imports.import_area import mounted
from anju.interfaces.web.imports.pages import PAGES
from anju.interfaces.web.reception import urls as reception_pages

app_name = "employer"
urlpatterns = [
    path("", views.own_home, name="door"),
    path("<int:employer_id>/", views.home, name="home"),
    path("<int:employer_id>/rosters/", views.rosters, name="rosters"),
    path("<int:employer_id>/rosters/template.xlsx", files.template, name="template"),
    path("<int:employer_id>/rosters/", include(mounted(PAGES, area_of))),
    path("<int:employer_id>/workers/", views.workers, name="workers"),
    path("<int:employer_id>/workers/new/", changes.hire, name="hire"),
    path("<int:employer_id>/workers/<int:person_id>/leave/", changes.leave, name="leave"),
    path("<int:employer_id>/workers.xlsx", files.workers, name="workers_file"),
    path("<int:employer_id>/contacts/", contacts.contacts, name="contacts"),
    path(
        "<int:employer_id>/contacts/<int:contact_id>/remove/",
        contacts.remove,
        name="contact_remove",
    ),
    path(
        "<int:employer_id>/contacts/<int:contact_id>/liaison/",
        contacts.liaison,
        name="contact_liaison",
    ),
    path("<int:employer_id>/unchanged/", weeks.unchanged, name="unchanged"),
    path("<int:employer_id>/contracts/", weeks.ending, name="contracts"),
    path("<int:employer_id>/sites/", own_sites.listing, name="sites"),
    path("<int:employer_id>/sites/<int:site_id>/", own_sites.step, name="site_step"),
    path("<int:employer_id>/services/", own_service_days.listing, name="services"),
    path("<int:employer_id>/services/<int:day_id>/", own_service_days.one, name="service_day"),
    path(
        "<int:employer_id>/services/<int:day_id>/step/",
        own_service_days.step,
        name="service_day_step",
    ),
    path(
        "<int:employer_id>/services/<int:day_id>/notice/",
        own_service_days.notice,
        name="service_day_notice",
    ),
    path("<int:employer_id>/claims/", claims.listing, name="claims"),
    path("<int:employer_id>/claims/<int:notice_id>/", claims.one, name="claim"),
    path(
        "<int:employer_id>/claims/<int:notice_id>/files/<int:evidence_id>/",
        claims.evidence,
        name="claim_file",
    ),
    path("<int:employer_id>/permits/", permits.permits_list, name="permits"),
    path(
        "<int:employer_id>/permits/<int:application_id>/paper/", permits.photo, name="permit_photo"
    ),
    path("<int:employer_id>/dormitory/", views.dormitory, name="dormitory"),
    path("<int:employer_id>/", include(reception_pages.mounted(reception.reception_of))),
]
