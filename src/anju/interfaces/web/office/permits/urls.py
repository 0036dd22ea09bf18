"""Addresses of permits in the office."""

from __future__ import annotations

from django.urls import path

from anju.interfaces.web.office.permits import (
    views_cards,
    views_figures,
    views_old,
    views_permit,
    views_production,
)

urlpatterns = [
    path("", views_permit.listing, name="held_permits"),
    path("figures/", views_figures.figures, name="permit_figures"),
    path("figures/list/", views_figures.listed, name="permit_counted"),
    path("old/", views_old.take_over, name="permit_old"),
    path("production/", views_production.listing, name="production"),
    path("production/cards/", views_production.cards, name="production_cards"),
    path("production/results/", views_production.results, name="production_results"),
    path("production/<int:batch_id>/", views_production.one, name="production_batch"),
    path("production/<int:batch_id>/export/", views_production.export, name="production_export"),
    path("production/<int:batch_id>/cancel/", views_production.cancel, name="production_cancel"),
    path("cards/sheet/", views_cards.sheet, name="card_sheet"),
    path("cards/<int:card_id>/", views_cards.card, name="card"),
    path("cards/<int:card_id>/<str:side>.png", views_cards.picture, name="card_picture"),
    path("cards/<int:card_id>/card.pdf", views_cards.pdf, name="card_pdf"),
    path("cards/<int:card_id>/card.json", views_cards.data, name="card_data"),
    path("cards/<int:card_id>/made/", views_cards.made, name="card_made"),
    path("cards/<int:card_id>/hand/", views_cards.hand, name="card_hand"),
    path("cards/<int:card_id>/code/", views_cards.code, name="card_code"),
    path("cards/<int:card_id>/post/", views_cards.post, name="card_post"),
    path("<int:permit_id>/", views_permit.permit, name="permit"),
    path("<int:permit_id>/<str:action>/", views_permit.act, name="permit_act"),
]
