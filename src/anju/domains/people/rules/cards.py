"""What a photographed card says, held against the list of divisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from anju.domains.people.rules.documents import check_document
from anju.foundation.cards import Card


def card_in_areas(card: Card, *, known_areas: Collection[str], today: date) -> Card:
    """The card, without its number where the area in it is not listed or the number has another fault: a number that
    somebody types may have an area that no list knows, one that a machine reads may not."""
    if card.doc_number is None or card.doc_type is None:
        return card
    if card.doc_number[:6] in known_areas and not check_document(
        card.doc_type, card.doc_number, known_areas, today
    ):
        return card
    return replace(
        card, doc_type=None, doc_number=None, empty={"doc_number": "card_number_area", **card.empty}
    )
