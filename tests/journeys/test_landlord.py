"""A landlord at the phone: in and out in at most three steps, and an answer to a tenant's own word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.people import somebody
from tests.journeys.areas import looked_at, phone_page, sign_in, tap

pytestmark = pytest.mark.journey
LANDLORD = "13700000001"
GUEST = somebody("覃秀英", 61, phone="13911110061")


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        with acting(town.PLATFORM):
            user = access.public_user(phone=LANDLORD, at=now())
            access.grant(
                town.PLATFORM, user_id=user.id, role="landlord", party=built.holder, at=now()
            )
        yield built


def living(home_id: int) -> list[str]:
    with acting(town.PLATFORM):
        return [s.channel for s in register.occupants([home_id], as_of=local_date(now()))]


def test_a_landlord_checks_a_tenant_in_and_out(browser, live_site, street):
    page, room = phone_page(browser), street.rooms[1]
    sign_in(page, live_site.url, LANDLORD)
    assert page.url == f"{live_site.url}/landlord/"
    looked_at(page, "landlord-home")
    tap(page, "a.aj-go", "新屋路12号")
    looked_at(page, "landlord-building")
    tap(page, "a.aj-room", "102")
    looked_at(page, "landlord-room-free")

    tap(page, ".aj-bottom >> text=登记入住")
    country = page.locator("input[name=nationality]")
    assert not country.is_visible()
    page.select_option("select[name=doc_type]", "414")
    page.fill("input[name=name]", GUEST.name)
    page.fill("input[name=doc_number]", "E12349876")
    assert country.is_visible()
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=须填国籍")
    assert country.is_visible(), "on the page that comes back too"
    page.select_option("select[name=doc_type]", "111")
    assert not country.is_visible()
    page.fill("input[name=name]", GUEST.name)
    page.fill("input[name=doc_number]", GUEST.doc_number)
    page.fill("input[name=phone]", GUEST.phone)
    page.wait_for_selector("text=号码格式正确")
    looked_at(page, "landlord-check-in-1")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=确认入住")
    looked_at(page, "landlord-check-in-2")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=已登记入住")
    assert living(room.id) == ["landlord"]
    looked_at(page, "landlord-room-let")
    assert GUEST.doc_number not in page.content()

    page.locator("summary", has_text="退房").first.tap()
    tap(page, "button", "确认退房")
    page.wait_for_selector("text=已退房")
    with acting(town.PLATFORM):
        assert register.history_of_home(room.id)[0].until is not None


def test_a_landlord_shows_the_code_and_confirms_what_the_tenant_fills_in(
    browser, live_site, street
):
    host, guest = phone_page(browser), phone_page(browser)
    sign_in(host, live_site.url, LANDLORD)
    host.goto(f"{live_site.url}/landlord/room/{street.rooms[3].code}/invite/")
    looked_at(host, "landlord-invite")
    tap(host, ".aj-bottom button")
    host.wait_for_selector("svg.aj-qr")
    looked_at(host, "landlord-invited")
    link = next(
        w
        for w in host.input_value("textarea").replace("（", " ").replace("：http", " http").split()
        if "/i/" in w
    )

    guest.goto(link)
    looked_at(guest, "invitation")
    tap(guest, ".aj-bottom a")
    sign_in(guest, live_site.url, "13911110062")
    tenant = somebody("韦小妹", 62, phone="13911110062")
    guest.fill("input[name=name]", tenant.name)
    guest.fill("input[name=doc_number]", tenant.doc_number)
    guest.locator("[data-add-member]").first.tap()
    guest.fill("input[name=m-0-name]", "韦小宝")
    guest.select_option("select[name=m-0-doc_type]", "414")
    assert guest.locator("input[name=m-0-nationality]").is_visible()
    guest.select_option("select[name=m-0-doc_type]", "")
    assert not guest.locator("input[name=m-0-nationality]").is_visible()
    guest.fill("input[name=m-0-birth_date]", "2022-05-01")
    guest.select_option("select[name=m-0-sex]", "1")
    guest.select_option("select[name=m-0-relation]", "20")
    looked_at(guest, "invitation-who")
    tap(guest, ".aj-bottom button")
    guest.wait_for_selector("text=都对吗")
    looked_at(guest, "invitation-confirm")
    tap(guest, ".aj-bottom button")
    guest.wait_for_selector("text=等房东确认")
    looked_at(guest, "resident-waiting")

    for _one in range(2):
        host.goto(f"{live_site.url}/landlord/")
        looked_at(host, "landlord-home-waiting")
        tap(host, "a.aj-go", "说住在这里")
        host.wait_for_selector("text=是，住这里")
        looked_at(host, "landlord-answer")
        tap(host, ".aj-bottom button")
        host.wait_for_selector("text=已确认，登记生效")
    assert living(street.rooms[3].id) == ["invitation", "invitation"]

    guest.goto(f"{live_site.url}/me/mine/")
    guest.wait_for_selector("text=韦小妹")
    looked_at(guest, "resident-mine")


def test_other_pages_of_the_landlord_are_sound(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, LANDLORD)
    for path in (
        "vacant/",
        "vacant/?check-in",
        "add/",
        "lists/",
        f"building/{street.rooms[0].building_id}/rooms/",
    ):
        page.goto(f"{live_site.url}/landlord/{path}")
        looked_at(page, "landlord-" + path.replace("/", "-").replace("?", ""))
