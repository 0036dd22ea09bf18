"""What a page or an app is given of a card that was photographed: the fields, and in words why others stay empty."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation import cards
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.interfaces.texts.card_photos import FIELDS
from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.sentences import text_of


def card_answer(data: bytes, *, actor: Actor, at: datetime, language: str) -> dict[str, Any]:
    """`fields` of the photographed card, `empty` with label and reason of each other one, and `name_picture` as an
    address of data where the name has to be typed. Nothing of it is kept, nor is the picture.

    `NotAllowed` for whoever may declare nobody; `Refused` too_many_tries, and for what is no photograph; `Unavailable`.
    """
    actor.require("declare")
    access.count_try("card_photo.account", str(actor.user_id), at=at)
    today = local_date(at)
    card = people.card_in_areas(
        cards.read(data, today=today), known_areas=regions.known_areas(), today=today
    )
    fields = {
        "doc_type": card.doc_type,
        "doc_number": card.doc_number,
        "name": card.name,
        "sex": card.sex,
        "birth_date": card.birth_date.isoformat() if card.birth_date else None,
        "address": card.address,
    }
    picture = card.name_picture
    return {
        "fields": {name: value for name, value in fields.items() if value},
        "empty": [
            {
                "field": name,
                "label": label_in(FIELDS, name, language),
                "why": text_of(why, language, {}),
            }
            for name, why in card.empty.items()
        ],
        "name_picture": "data:image/jpeg;base64," + base64.b64encode(picture).decode()
        if picture
        else "",
    }
