"""A clerk photographs a card instead of typing it; a name that the machine does not know is shown and typed."""

from __future__ import annotations

import random

import pytest
from bench.card_pictures import card, photograph
from playwright.sync_api import expect

from tests.factories.register import STREET, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        staff("clerk.photo", ("street", STREET), name="陈窗口")
        return street


def photographed(n: int, **more):
    chance = random.Random(n)
    printed = card(chance, **more)
    return printed, {
        "name": "card.jpg",
        "mimeType": "image/jpeg",
        "buffer": photograph(printed, chance),
    }


def test_a_photographed_card_fills_the_counters_form(town, live_site, page):
    sign_in(page, live_site.url, "clerk.photo")
    page.goto(f"{live_site.url}/office/counter/")
    printed, picture = photographed(1)
    part = page.locator("[data-card-photo]").first
    part.locator("input[type=file]").set_input_files(picture)
    expect(page.locator("[name=m0-doc_number]")).to_have_value(printed.number, timeout=60_000)
    assert page.input_value("[name=m0-name]") in (printed.name, "")
    assert page.input_value("[name=m0-hukou_detail]") == printed.address
    assert page.input_value("[name=address]") == ""
    assert page.input_value("[name=m0-birth_date]") == printed.born.isoformat()
    page.locator("#m0-says [data-facts]").wait_for()
    assert not part.locator("[data-cancel]").is_visible()
    sound(page, "a filled form")

    other, rare = photographed(7, rare="𡌴")
    page.fill("[name=m0-phone]", "13800000077")
    part.locator("input[type=file]").set_input_files(rare)
    expect(page.locator("[name=m0-doc_number]")).to_have_value(other.number, timeout=60_000)
    written = page.locator("[data-written-name] img")
    assert written.is_visible()
    assert written.evaluate("i => i.naturalWidth > i.naturalHeight")
    assert page.input_value("[name=m0-name]") == ""
    assert "姓名" in part.locator("[data-empty]").inner_text()
    page.fill("[name=m0-name]", other.name)
    page.locator("[name=m0-name]").blur()
    assert page.locator("[data-written-name]").count() == 0
    assert page.input_value("[name=m0-phone]") == "13800000077"
    sound(page, "the name typed")
