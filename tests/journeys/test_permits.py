"""A resident applies on the phone, three desks decide, the resident reads it; an employer enters, the
person says yes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import applications as desk
from tests.factories import staff
from tests.factories.register import PLATFORM, STREET
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
PHOTO = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": desk.photograph()}
DARK = {
    "name": "dark.jpg",
    "mimeType": "image/jpeg",
    "buffer": desk.photograph(background=(40, 40, 44)),
}


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[desk.Settled]:
    with django_db_blocker.unblock():
        built = desk.Settled.built()
        with acting(PLATFORM):
            for who, person in (
                (desk.SETTLED, built.one),
                (desk.SECOND, built.two),
                (desk.FRESH, built.fresh),
            ):
                staff.public(who.phone, person_id=person)
            staff.staff("shequ", ("counter", desk.HERE), name="社区小刘")
            staff.staff("jiedao", ("street", STREET), name="街道老王")
            staff.staff("paichusuo", ("police", STREET), name="派出所小陈")
            user = access.public_user(phone="13700000099", at=now())
            access.grant(PLATFORM, user_id=user.id, role="employer", party=built.party, at=now())
        yield built


def decide(browser, site: str, username: str, name: str) -> None:
    page = desk_page(browser)
    staff.sign_in(page, site, username)
    page.goto(f"{site}/office/permits/")
    sound(page, "permit-queue")
    page.click(f"text={name}")
    page.wait_for_selector("text=您的意见")
    sound(page, "permit-office")
    with page.expect_navigation():
        page.click("button[value=agree]")
    page.context.close()


def test_applied_on_the_phone_decided_at_three_desks(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, desk.SETTLED.phone)
    page.goto(f"{live_site.url}/me/")
    tap(page, "a.aj-go", "我能办居住证吗")
    tap(page, ".aj-bottom a", "申领居住证")
    page.wait_for_selector("text=现在可以申请")
    looked_at(page, "permit-apply")
    tap(page, ".aj-bottom button")
    looked_at(page, "permit-draft")
    page.set_input_files("input[type=file]", DARK)
    assert page.input_value("select[name=ethnicity]") == ""  # nobody's is chosen for them
    page.select_option("select[name=ethnicity]", "15")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=背景须是浅色")
    assert page.input_value("select[name=ethnicity]") == "15"
    page.set_input_files("input[type=file]", PHOTO)
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=前办结")
    looked_at(page, "permit-deciding")
    for username in ("shequ", "jiedao", "paichusuo"):
        decide(browser, live_site.url, username, desk.SETTLED.name)
    page.reload()
    page.wait_for_selector("text=正在制证")
    looked_at(page, "permit-approved")


def test_who_came_lately_reads_from_which_day(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, desk.FRESH.phone)
    page.goto(f"{live_site.url}/me/permit/apply/")
    page.wait_for_selector("text=起可以申请")
    assert not page.locator("text=开始申请").count()
    looked_at(page, "permit-not-yet")


def test_an_employer_enters_and_the_person_says_yes_after_the_photograph_was_missing(
    browser, live_site, street
):
    host, page = phone_page(browser), phone_page(browser)
    sign_in(host, live_site.url, "13700000099")
    host.goto(f"{live_site.url}/employer/{street.firm}/permits/")
    looked_at(host, "employer-permits")
    host.check(f"input[name=person][value='{street.two}']")
    tap(host, "text=填报，并请本人同意")
    host.wait_for_selector("text=等本人同意")
    sign_in(page, live_site.url, desk.SECOND.phone)
    page.goto(f"{live_site.url}/me/permit/apply/")
    tap(page, ".aj-bottom a")
    page.wait_for_selector("text=为您填报了居住证申请")
    looked_at(page, "permit-confirming")
    page.select_option("select[name=ethnicity]", "01")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=一次性告知")
    looked_at(page, "permit-incomplete")
    page.set_input_files("input[type=file]", PHOTO)
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=前办结")
    page.locator("summary", has_text="撤回申请").tap()
    tap(page, "button", "确定撤回")
    page.wait_for_selector("text=现在可以申请")
