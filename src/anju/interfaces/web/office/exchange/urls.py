"""Addresses of the exchange."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.exchange import (
    views,
    views_answers,
    views_batches,
    views_bridge,
    views_catalogue,
    views_changes,
    views_cooperation,
    views_lists,
    views_messages,
    views_picture,
    views_returns,
    views_stamps,
)

urlpatterns = [
    path("", views.listing, name="exchange"),
    path("health.xlsx", views.health_sheet, name="exchange_health_sheet"),
    path("health/", views.health_printed, name="exchange_health"),
    path("place/", views.place, name="exchange_place"),
    path("key/", views.key, name="exchange_key"),
    path("links/", views.add, name="exchange_add"),
    path("links/<str:code>/", views.peer, name="exchange_peer"),
    path("links/<str:code>/change/", views.change, name="exchange_change"),
    path("links/<str:code>/state/", views.state, name="exchange_state"),
    path("links/<str:code>/keys/", views.peer_key, name="exchange_peer_key"),
    path("links/<str:code>/gateways/", views.gateway, name="exchange_gateway"),
    path("links/<str:code>/agreements/", views.agreement, name="exchange_agreement"),
    path(
        "agreements/<int:agreement_id>/", views.decide_agreement, name="exchange_decide_agreement"
    ),
    path("cooperation/", views_cooperation.listing, name="cooperations"),
    path("cooperation/new/<str:code>/", views_cooperation.new, name="cooperation_new"),
    path("cooperation/<int:cooperation_id>/", views_cooperation.one, name="cooperation"),
    path(
        "cooperation/<int:cooperation_id>/counter/",
        views_cooperation.counter,
        name="cooperation_counter",
    ),
    path(
        "cooperation/<int:cooperation_id>/decide/",
        views_cooperation.decide,
        name="cooperation_decide",
    ),
    path(
        "cooperation/<int:cooperation_id>/print/",
        views_cooperation.printed,
        name="cooperation_print",
    ),
    path(
        "cooperation/<int:cooperation_id>/agreement.json",
        views_cooperation.as_json,
        name="cooperation_json",
    ),
    path("picture/<int:person_id>/", views_picture.one, name="picture"),
    path("tickets/", views_picture.tickets, name="picture_tickets"),
    path("tickets/<int:ticket_id>/", views_picture.close_ticket, name="picture_ticket"),
    path("returns/", views_returns.listing, name="returns"),
    path("returns/<int:comparison_id>/", views_returns.one, name="returns_one"),
    path("returns/rows/<int:difference_id>/", views_returns.close, name="returns_close"),
    path("batches/", views_batches.listing, name="batches"),
    path("batches/take/", views_batches.take, name="batches_take"),
    path("batches/write/", views_batches.write, name="batches_write"),
    path("bridge/", views_bridge.listing, name="bridge"),
    path("bridge/<int:bridge_id>/answer/", views_bridge.answer, name="bridge_answer"),
    path("bridge/<int:bridge_id>/<slug:which>/", views_bridge.items, name="bridge_items"),
    path("bridge/items/<int:item_id>/", views_bridge.item, name="bridge_item"),
    path("bridge/items/<int:item_id>/close/", views_bridge.close, name="bridge_close"),
    path("moves/", views_lists.move_list, name="exchange_moves"),
    path("messages/", views_lists.message_list, name="exchange_messages"),
    path("messages/<int:message_id>/", views_messages.message, name="exchange_message"),
    path("messages/<int:message_id>/resend/", views_messages.resend, name="exchange_resend"),
    path("messages/<int:message_id>/decide/", views_messages.decide, name="exchange_decide"),
    path("answers/", views_answers.listing, name="exchange_answers"),
    path("answers/use.xlsx", views_answers.sheet, name="exchange_answers_sheet"),
    path("answers/propose/", views_answers.propose, name="exchange_answers_propose"),
    path("answers/<int:agreement_id>/", views_answers.decide, name="exchange_answers_decide"),
    path("extracts/", views_answers.order_extract, name="exchange_extract_order"),
    path(
        "extracts/<int:extract_id>/", views_answers.decide_extract, name="exchange_extract_decide"
    ),
    path("shield/<int:person_id>/", views_answers.shield, name="exchange_shield"),
    path("stamps/", views_stamps.listing, name="exchange_stamps"),
    path("stamps/stamps.xlsx", views_stamps.sheet, name="exchange_stamps_sheet"),
    path("changes/", views_changes.listing, name="exchange_changes"),
    path("changes/changes.xlsx", views_changes.sheet, name="exchange_changes_sheet"),
    path("changes/propose/", views_changes.propose, name="exchange_changes_propose"),
    path("changes/<int:agreement_id>/", views_changes.one, name="exchange_change"),
    path(
        "changes/<int:agreement_id>/decide/", views_changes.decide, name="exchange_changes_decide"
    ),
    path(
        "changes/<int:agreement_id>/attempts.xlsx",
        views_changes.attempts_sheet,
        name="exchange_change_attempts",
    ),
    path("catalogue/", views_catalogue.resources, name="resources"),
    path("catalogue/entry/", views_catalogue.resource, name="resource"),
    path("catalogue/edit/", views_catalogue.edit, name="resource_edit"),
    path("catalogue/withdraw/", views_catalogue.withdraw, name="resource_withdraw"),
    path("catalogue/print/", views_catalogue.printed, name="resources_print"),
    path("catalogue/catalogue.xlsx", views_catalogue.sheet, name="resources_sheet"),
    path("catalogue/catalogue.json", views_catalogue.as_json, name="resources_json"),
    path("ask/<int:person_id>/", views_messages.ask, name="exchange_ask"),
]
