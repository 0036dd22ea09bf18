"""Addresses of the office; each topic brings its own."""

from __future__ import annotations

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("", include("anju.interfaces.web.office.home.urls")),
    path("", include("anju.interfaces.web.office.workbench.urls")),
    path("campaigns/", include("anju.interfaces.web.office.campaigns.urls")),
    path("cases/", include("anju.interfaces.web.office.cases.urls")),
    path("catalogue/", include("anju.interfaces.web.office.catalogue.urls")),
    path("clinic/", include("anju.interfaces.web.office.clinic.urls")),
    path("clinic/plans/", include("anju.interfaces.web.office.plans.urls")),
    path("counter/", include("anju.interfaces.web.office.counter.urls")),
    path("employers/", include("anju.interfaces.web.office.employers.urls")),
    path("exchange/", include("anju.interfaces.web.office.exchange.urls")),
    path("sources/", include("anju.interfaces.web.office.sources.urls")),
    path("forms/", include("anju.interfaces.web.office.forms.urls")),
    path("field/", include("anju.interfaces.web.office.field.urls")),
    path("figures/", include("anju.interfaces.web.office.figures.urls")),
    path("grids/", include("anju.interfaces.web.office.grids.urls")),
    path("held/", include("anju.interfaces.web.office.permits.urls")),
    path("imports/", include("anju.interfaces.web.office.imports.urls")),
    path("inspections/", include("anju.interfaces.web.office.inspections.urls")),
    path("map/", include("anju.interfaces.web.office.map.urls")),
    path("keys/", include("anju.interfaces.web.office.keys.urls")),
    path("merge/", include("anju.interfaces.web.office.merging.urls")),
    path("people/", include("anju.interfaces.web.office.person.urls")),
    path("permits/", include("anju.interfaces.web.office.applying.urls")),
    path("quality/", include("anju.interfaces.web.office.quality.urls")),
    path("rentals/", include("anju.interfaces.web.office.rentals.urls")),
    path("rescue/", include("anju.interfaces.web.office.rescue.urls")),
    path("review/", include("anju.interfaces.web.office.reviews.urls")),
    path("samples/", include("anju.interfaces.web.office.samples.urls")),
    path("school/", include("anju.interfaces.web.office.schooling.urls")),
    path("search/", include("anju.interfaces.web.office.search.urls")),
    path("staff/", include("anju.interfaces.web.office.staff.urls")),
    path("supplies/", include("anju.interfaces.web.office.supplies.urls")),
    path("groups/", include("anju.interfaces.web.office.groups.urls")),
    path("tasks/", include("anju.interfaces.web.office.tasks.urls")),
    path("transfers/", include("anju.interfaces.web.office.transfers.urls")),
    path("trail/", include("anju.interfaces.web.office.trail.urls")),
    path("unverified/", include("anju.interfaces.web.office.unverified.urls")),
    path("vacancies/", include("anju.interfaces.web.office.vacancies.urls")),
    path("users/", include("anju.interfaces.web.office.users.urls")),
]
