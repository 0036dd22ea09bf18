"""Addresses of the resident's pages."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web import lookups
from anju.interfaces.web.resident import (
    views_cases,
    views_children,
    views_declare,
    views_eligibility,
    views_endorsement,
    views_forms,
    views_leases,
    views_mine,
    views_permit,
    views_presentation,
    views_schooling,
    views_service_days,
    views_where,
)

app_name = "resident"
urlpatterns = [
    path("", views_mine.home, name="home"),
    path("where/", views_where.where, name="where"),
    path("declare/", views_declare.declare, name="declare"),
    path("said/", views_declare.declared, name="said"),
    path("said/<int:declaration_id>/back/", views_declare.take_back, name="take_back"),
    path("leave/", views_declare.leave, name="leave"),
    path("mine/", views_mine.mine, name="mine"),
    path("mine/name/<int:picture_id>.jpg", views_mine.name_picture, name="name_picture"),
    path("entitled/", views_eligibility.page, name="entitled"),
    path("cases/", views_cases.listing, name="cases"),
    path("cases/helpers/", views_cases.helpers, name="case_helpers"),
    path("cases/new/<slug:code>/", views_cases.begin, name="case_new"),
    path("cases/<int:case_id>/", views_cases.one, name="case"),
    path("cases/<int:case_id>/files/<int:evidence_id>/", views_cases.evidence, name="case_file"),
    path("children/", views_children.listing, name="children"),
    path("children/<int:child_id>/", views_children.one, name="child"),
    path("children/<int:child_id>/print/", views_children.sheet, name="child_print"),
    path("leases/", views_leases.listing, name="leases"),
    path("leases/<int:rental_id>/", views_leases.one, name="lease"),
    path("school/", views_schooling.listing, name="school"),
    path("school/<int:enrolment_id>/", views_schooling.one, name="school_one"),
    path(
        "school/<int:enrolment_id>/files/<int:file_id>/",
        views_schooling.document,
        name="school_file",
    ),
    path("school/<int:enrolment_id>/print/", views_schooling.sheet, name="school_print"),
    path("school/apply/<int:round_id>/", views_schooling.apply, name="school_apply"),
    path("forms/", views_forms.listing, name="forms"),
    path("forms/<int:form_id>/fill/", views_forms.begin, name="form_fill"),
    path("forms/filled/<int:filled_id>/", views_forms.one, name="form"),
    path("forms/filled/<int:filled_id>/form.<str:kind>", views_forms.take, name="form_take"),
    path("services/", views_service_days.listing, name="services"),
    path("looked/", views_mine.access_log, name="looked"),
    path("contest/", views_mine.contest, name="contest"),
    path("tie/", views_mine.link_account, name="tie"),
    path("permit/", views_presentation.permit, name="permit"),
    path("permit/show/", views_presentation.show, name="permit_show"),
    path("permit/code", views_presentation.code, name="permit_code"),
    path("permit/wallet", views_presentation.wallet, name="permit_wallet"),
    path("permit/passkey/begin", views_presentation.passkey_begin, name="permit_passkey_begin"),
    path("permit/passkey/finish", views_presentation.passkey_finish, name="permit_passkey_finish"),
    path("permit/keep/", views_endorsement.endorsement, name="permit_keep"),
    path("permit/apply/", views_permit.apply, name="permit_apply"),
    path("permit/apply/<int:application_id>/", views_permit.application, name="permit_application"),
    path("permit/apply/<int:application_id>/send/", views_permit.send, name="permit_send"),
    path("permit/apply/<int:application_id>/no/", views_permit.decline, name="permit_decline"),
    path(
        "permit/apply/<int:application_id>/withdraw/", views_permit.withdraw, name="permit_withdraw"
    ),
    path("permit/papers/<int:paper_id>/", views_permit.supporting_document, name="permit_paper"),
    path("permit/yes/<str:token>/", views_permit.by_link, name="permit_link"),
    path("homes", lookups.homes_suggest, name="homes"),
    path("regions", lookups.regions_suggest, name="regions"),
    path("check", lookups.check_number, name="check"),
]
