"""Addresses of the employer's pages."""

from __future__ import annotations

from django.urls import include, path

from anju.interfaces.web.employer import changes, contacts, files, permits, views
from anju.interfaces.web.employer.own_employer import area_of
from anju.interfaces.web.imports.import_area import mounted
from anju.interfaces.web.imports.pages import PAGES

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
    path("<int:employer_id>/permits/", permits.permits_list, name="permits"),
    path(
        "<int:employer_id>/permits/<int:application_id>/paper/", permits.photo, name="permit_photo"
    ),
    path("<int:employer_id>/dormitory/", views.dormitory, name="dormitory"),
]
