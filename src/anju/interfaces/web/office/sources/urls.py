"""Addresses of departments' data."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.sources import (
    views,
    views_database,
    views_mapping,
    views_person,
    views_tickets,
)

urlpatterns = [
    path("", views.listing, name="sources"),
    path("deliveries/<int:delivery_id>/decide/", views.decide, name="delivery_decide"),
    path("deliveries/<int:delivery_id>/refused.xlsx", views.refused, name="delivery_refused"),
    path("tickets/", views_tickets.listing, name="tickets"),
    path("tickets/<int:ticket_id>/", views_tickets.answer, name="ticket_answer"),
    path("facts/<int:fact_id>/ticket/", views_tickets.open_ticket, name="ticket_open"),
    path("people/<int:person_id>/", views_person.facts, name="person_facts"),
    path("<str:source>/", views.source, name="source"),
    path("<str:source>/use/", views.connect, name="source_connect"),
    path("<str:source>/look/", views.look_now, name="source_look"),
    path("<str:source>/database/", views_database.database, name="source_database"),
    path("<str:source>/database/again/", views_database.again, name="database_again"),
    path("<str:source>/database/forget/", views_database.forget, name="database_forget"),
    path("<str:source>/mapping/", views_mapping.mapping, name="mapping"),
    path("<str:source>/mapping/try/", views_mapping.try_file, name="mapping_try"),
    path("<str:source>/mapping/test/", views_mapping.test, name="mapping_test"),
    path("<str:source>/mapping/file/", views_mapping.import_file, name="mapping_import"),
    path("<str:source>/mapping/<str:form>", views_mapping.export_file, name="mapping_export"),
]
