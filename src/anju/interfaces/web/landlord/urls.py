"""Addresses of the landlord's pages."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web import lookups
from anju.interfaces.web.landlord import (
    reception,
    tenants_file,
    views_dwelling,
    views_inspections,
    views_more,
    views_rentals,
    views_rooms,
    views_stays,
    views_vacancies,
)
from anju.interfaces.web.reception.urls import mounted

app_name = "landlord"
urlpatterns = [
    path("", views_rooms.home, name="home"),
    path("building/<int:building_id>/", views_rooms.building, name="building"),
    path("building/<int:building_id>/rooms/", views_more.add_rooms, name="add_rooms"),
    path("add/", views_more.add_building, name="add"),
    path("room/<str:code>/", views_rooms.room, name="room"),
    path("room/<str:code>/check-in/", views_stays.check_in, name="check_in"),
    path("room/<str:code>/check-out/<int:stay_id>/", views_stays.check_out, name="check_out"),
    path("room/<str:code>/check-out/<int:stay_id>/take-back/", views_stays.stay_on, name="stay_on"),
    path("room/<str:code>/lease/<int:stay_id>/", views_stays.lease, name="lease"),
    path("room/<str:code>/dwelling/", views_dwelling.dwelling, name="dwelling"),
    path("room/<str:code>/vacancy/", views_vacancies.offer, name="offer"),
    path("vacancies/", views_vacancies.mine, name="vacancies"),
    path("vacancies/<int:listing_id>/withdraw/", views_vacancies.withdraw, name="vacancy_withdraw"),
    path("vacancies/<int:listing_id>/again/", views_vacancies.again, name="vacancy_again"),
    path("room/<str:code>/invite/", views_more.invite, name="invite"),
    path("room/<str:code>/invite/<int:person_id>/", views_more.invite_tenant, name="invite_tenant"),
    path("room/<str:code>/invite/<int:invitation_id>/revoke/", views_more.revoke, name="revoke"),
    path("waiting/<int:review_id>/", views_stays.answer, name="answer"),
    path("inspections/", views_inspections.listing, name="inspections"),
    path("inspections/<int:inspection_id>/", views_inspections.one, name="inspection"),
    path(
        "inspections/<int:inspection_id>/answer/<int:hazard_id>/",
        views_inspections.answer,
        name="inspection_answer",
    ),
    path(
        "inspections/<int:inspection_id>/notice/",
        views_inspections.notice,
        name="inspection_notice",
    ),
    path("inspections/photos/<int:photo_id>/", views_inspections.photo, name="inspection_photo"),
    path("rentals/", views_rentals.listing, name="rentals"),
    path("rentals/<int:rental_id>/", views_rentals.one, name="rental"),
    path("rentals/<int:rental_id>/amend/", views_rentals.amend, name="rental_amend"),
    path("rentals/<int:rental_id>/sign/", views_rentals.sign, name="rental_sign"),
    path("rentals/<int:rental_id>/end/", views_rentals.end, name="rental_end"),
    path("rentals/<int:rental_id>/withdraw/", views_rentals.withdraw, name="rental_withdraw"),
    path("rentals/<int:rental_id>/letter.pdf", views_rentals.letter, name="rental_letter"),
    path("room/<str:code>/rental/", views_rentals.new, name="rental_new"),
    path("vacant/", views_rooms.vacant, name="vacant"),
    path("tenants.xlsx", tenants_file.tenants, name="tenants"),
    path("lists/", views_more.lists, name="lists"),
    path("lists/<int:batch_id>/", views_more.one_list, name="list"),
    path("lists/<int:batch_id>/progress/", views_more.list_progress, name="list_progress"),
    path("lists/<int:batch_id>/problems.xlsx", views_more.list_problems, name="list_problems"),
    *mounted(reception.reception_of),
    path("regions", lookups.regions_suggest, name="regions"),
    path("check", lookups.check_number, name="check"),
]
