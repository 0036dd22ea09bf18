"""Photographs by what they are: measured, never recognised."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from anju.domains.permits.production.rules import photos
from anju.foundation.errors import Refused
from tests.factories.applications import photograph


def test_a_plain_portrait_passes_and_is_cut_to_the_cards_shape():
    kept, checks = photos.photograph(photograph())
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (716, 882)
        assert found.format == "JPEG"
    assert all(c.good for c in checks)


def test_a_phones_picture_is_made_no_larger_than_a_card_needs():
    kept, _ = photos.photograph(photograph(width=2400, height=3200))
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (716, 882)


@pytest.mark.parametrize(
    ("drawn", "reasons"),
    [
        ({"width": 300, "height": 370}, {"photo_small"}),
        ({"patterned": True}, {"photo_background"}),
        ({"background": (60, 62, 64)}, {"photo_background"}),
        ({"blur": 12}, {"photo_blurred"}),
        ({"width": 1600, "height": 900}, {"photo_shape"}),
        ({"width": 240, "height": 296, "patterned": True}, {"photo_small", "photo_background"}),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(drawn, reasons):
    with pytest.raises(Refused, match="photo_not_fit") as refused:
        photos.photograph(photograph(**drawn))
    assert reasons <= set(refused.value.params["reasons"])
