"""A resident at the phone: declares by the plate; sees what becomes of it; sees who looked; strangers see nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.notices.api import recent
from tests.factories import register as town
from tests.factories.people import somebody
from tests.journeys.areas import looked_at, phone_page, sign_in, tap

pytestmark = pytest.mark.journey
LANDLORD = "13700000001"
NEWCOMER = somebody("石大勇", 51, phone="13911110051")
SLOW = somebody("蒙小云", 52, phone="13911110052")


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


def declare_by_plate(page, site: str, code: str, who) -> None:
    page.goto(f"{site}/h/{code}")
    looked_at(page, "plate")
    tap(page, "a.aj-go", "我住这里")
    if "/account/phone" in page.url:
        sign_in(page, site, who.phone)
    page.fill("input[name=name]", who.name)
    page.fill("input[name=doc_number]", who.doc_number)
    page.wait_for_selector("text=下一步")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=都对吗")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=等房东确认")


def test_declared_by_plate_confirmed_invited_and_then_sees_who_looked(browser, live_site, street):
    page, host, room = phone_page(browser), phone_page(browser), street.rooms[1]
    declare_by_plate(page, live_site.url, room.code, NEWCOMER)
    assert "逾期转社区处理" in page.content()
    tap(page, "text=看我的申报")
    looked_at(page, "resident-said")

    sign_in(host, live_site.url, LANDLORD)
    tap(host, "a.aj-go", "石大勇说住在这里")
    tap(host, ".aj-bottom button")
    host.wait_for_selector("text=已确认，登记生效")

    page.goto(f"{live_site.url}/me/mine/")
    page.wait_for_selector("text=核验本人")
    looked_at(page, "resident-tie")

    host.goto(f"{live_site.url}/landlord/room/{room.code}/")
    tap(host, "text=短信邀请查看自己的登记")
    host.wait_for_selector("text=邀请已发送")
    with acting(town.PLATFORM):
        text = next(m.text for m in recent(to=NEWCOMER.phone) if m.kind == "invitation")
    link = next(w for w in text.split() if "/i/" in w)
    page.goto(link)
    looked_at(page, "invitation-check-in")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=石大勇，您好")
    looked_at(page, "resident-home-tied")

    tap(page, "a.aj-go", "谁看过我的信息")
    page.wait_for_selector("text=租住信息报送")
    looked_at(page, "resident-looked")
    page.goto(f"{live_site.url}/me/mine/")
    assert NEWCOMER.doc_number not in page.content()
    looked_at(page, "resident-mine-tied")


def test_a_silent_landlord_hands_the_declaration_to_staff(browser, live_site, street):
    page = phone_page(browser)
    declare_by_plate(page, live_site.url, street.rooms[2].code, SLOW)
    later = now() + timedelta(hours=48, minutes=1)
    with acting(town.PLATFORM):
        assert SLOW.name not in [
            r.item["name"] for r in register.waiting_in([town.STREET], at=now())
        ]
        assert SLOW.name in [r.item["name"] for r in register.waiting_in([town.STREET], at=later)]


def test_a_stranger_learns_nothing(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, "13911110059")
    with acting(town.PLATFORM):
        before = len(audit.reads_of(street.resident))
    for path in (
        "me/mine/",
        "me/looked/",
        "me/",
        f"h/{street.rooms[0].code}",
        f"me/declare/?home={street.rooms[0].code}",
        f"landlord/room/{street.rooms[0].code}/",
        "landlord/",
    ):
        page.goto(f"{live_site.url}/{path}")
        assert "单文静" not in page.content(), path
    with acting(town.PLATFORM):
        assert len(audit.reads_of(street.resident)) == before


def test_an_address_is_found_by_typing(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, "13911110058")
    page.goto(f"{live_site.url}/me/where/")
    looked_at(page, "resident-where")
    page.fill("#id_region_text", "洞阳")
    page.locator("#id_region_list [role=option]", has_text="洞阳").first.tap()
    tap(page, "form:has(#id_region) > button")
    page.goto(f"{live_site.url}/me/where/?region={town.HERE}")
    page.fill("#id_home_text", "新屋路12号30")
    page.locator("#id_home_list [role=option]", has_text="30").first.tap()
    looked_at(page, "resident-where-address")
    tap(page, "form:has(#id_home) > button")
    page.wait_for_selector("text=谁住这里")
    looked_at(page, "resident-who")


def test_public_pages_are_sound_in_both_languages(browser, live_site, street):
    page = phone_page(browser)
    for path in ("", "privacy/"):
        page.goto(f"{live_site.url}/{path}")
        looked_at(page, "public-" + (path.strip("/") or "welcome"))
