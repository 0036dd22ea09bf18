"""A family of four at the counter by keyboard only, its receipt and undo; questions decided by key; a merge and back.

Lists are chosen by the digits of their codes: a list takes keystrokes, not what an input method composes.
"""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, STREET, Street, declared
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import sound

pytestmark = pytest.mark.journey
SETTLING = 1100
"""Milliseconds after which a key decides again."""


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        for n in (1, 2, 3):  # a code of the second step counts once, so each journey has its clerk
            staff(f"clerk0{n}", ("street", STREET), name="陈窗口")
        sex = "1" if int(RESIDENT.doc_number[16]) % 2 else "2"
        lost, double = (
            somebody("游子甲", 200),
            {"name": RESIDENT.name, "sex": sex, "birth_date": date(1991, 4, 12)},
        )
        declared(
            [
                {
                    **lost.item,
                    "kind": "arrive",
                    "region": HERE,
                    "address": "新开路口小楼",
                    "room": "9",
                }
            ]
        )
        declared(
            [
                {
                    **double,
                    "kind": "arrive",
                    "region": HERE,
                    "home_code": street.rooms[1].code,
                    "start": street.today,
                }
            ]
        )
        return street


def write(page, *keys):
    """Type text, press keys: what begins with "{" is a key."""
    for key in keys:
        if key.startswith("{"):
            page.keyboard.press(key[1:])
        else:
            page.keyboard.type(key)


def at(page, field):
    """Wait until the keyboard is in this field."""
    page.wait_for_selector(f"#{field}:focus")


def test_everything_wrong_is_told_at_once(page, live_site, town):
    sign_in(page, live_site.url, "clerk01")
    page.goto(f"{live_site.url}/office/counter/")
    sound(page, "counter")
    number = somebody("单强", 62).doc_number
    page.locator("#id_m0-doc_number").focus()
    write(page, number[:-1] + ("1" if number[-1] != "1" else "2"), "{Control+Enter")
    page.wait_for_selector("#problems")
    at(page, "problems")
    assert page.locator("#problems li").count() >= 3
    sound(page, "counter-problems")
    page.locator("#problems a", has_text="姓名").press("Enter")
    at(page, "id_m0-name")
    kind, country = page.locator("#id_m0-doc_type"), page.locator("#id_m0-nationality")
    assert not country.is_visible(), "an identity card says whose it is"
    kind.select_option("414")
    page.locator("#id_m0-doc_number").fill("E12349876")
    country.fill("火星")
    kind.select_option("111")
    assert not country.is_visible()
    kind.select_option("553")
    assert country.is_visible()
    kind.select_option("414")
    country.press("Control+Enter")
    page.wait_for_selector("#problems li:has-text('不认识这个国籍')")
    page.locator("#problems a", has_text="国籍").press("Enter")
    at(page, "id_m0-nationality")  # shown at once on the page that comes back
    write(page, "{Alt+n")
    page.wait_for_selector("#id_m1-relation:focus")
    page.locator("#id_m1-doc_type").select_option("414")
    assert page.locator("#id_m1-nationality").is_visible(), "also in a row that was added"


def test_a_family_by_keyboard_its_receipt_and_undo(page, live_site, town, django_db_blocker):
    head, wife = somebody("单强", 62), somebody("欧阳雪", 61)
    sign_in(page, live_site.url, "clerk02")
    page.goto(f"{live_site.url}/office/counter/")
    write(page, head.doc_number)
    page.wait_for_selector("[data-facts]")
    write(page, "{Enter", head.name)
    family = (
        ("10", wife.doc_number, wife.name, ""),
        ("20", "", "单小宝", "2019-03-02"),
        ("30", "", "单小妹", "2022-08-15"),
    )
    for n, (relation, number, name, born) in enumerate(family, start=1):
        write(page, "{Alt+n")
        page.wait_for_selector(f"#id_m{n}-relation:focus")
        write(page, relation, "{Enter", "{Enter", number, "{Enter", name, "{Enter")
        at(page, f"id_m{n}-sex")
        write(page, "1" if relation == "20" else "2", "{Enter")
        if born:  # a date box takes its digits in the order of the browser's language
            page.locator(":focus").fill(born)
    assert page.locator("#id_m2-relation").input_value() == "20"
    page.locator("#id_home_code_text").focus()
    write(page, "新屋路12号201")
    page.locator(
        "#id_home_code_list:not([hidden]) [role=option]:first-child", has_text="201"
    ).wait_for()
    write(page, "{Enter")
    assert page.locator("#id_home_code").input_value() == town.rooms[2].code
    sound(page, "counter-family")
    write(page, "{Control+Enter")
    page.wait_for_selector(".cn-lines")
    assert page.locator(".aj-chip-good").count() == 4
    sound(page, "done")
    done = page.url
    page.get_by_role("link", name="打印回执").press("Enter")
    page.get_by_role("heading", name="居住登记回执").wait_for()
    assert head.doc_number not in page.content()
    sound(page, "receipt")
    sheet = page.request.get(f"{done}receipt.pdf")
    assert sheet.headers["content-type"] == "application/pdf" and sheet.body().startswith(b"%PDF")
    page.goto(done)
    page.get_by_role("button", name="撤销").press("Enter")
    page.get_by_role("heading", name="已撤销", exact=True).wait_for()
    with django_db_blocker.unblock(), acting(PLATFORM):
        assert register.occupants([town.rooms[2].id], as_of=town.today) == []


def test_questions_are_decided_by_key_and_two_records_become_one_and_two_again(
    page, live_site, town
):
    sign_in(page, live_site.url, "clerk03")
    page.goto(f"{live_site.url}/office/review/")
    assert page.locator("[data-queue] a").count() == 2
    sound(page, "reviews")
    page.locator("[data-queue] a", has_text="住处").press("Enter")
    page.wait_for_selector("[data-review=home_not_found]")
    sound(page, "review-home")
    write(page, "r", "查无此楼", "{Enter")
    page.wait_for_selector("[data-review=same_person]")
    write(page, "n")  # as if pressed twice: this page has only just come
    page.wait_for_timeout(SETTLING)
    assert page.locator("[data-review=same_person]").count() == 1
    sound(page, "review-person")
    write(page, "n")
    page.wait_for_url("**/office/review/")
    page.goto(f"{live_site.url}/office/merge/")
    sound(page, "merge")
    page.get_by_role("link", name=RESIDENT.name).first.press("Enter")
    page.wait_for_selector("#id_reason")
    sound(page, "merge-compare")
    page.locator("#id_reason").focus()
    write(page, "同一人，当面核对过", "{Enter")
    page.get_by_text("同一人，当面核对过").wait_for()
    page.get_by_role("button", name="拆回").press("Enter")
    page.get_by_text("已拆回", exact=True).wait_for()
    sound(page, "merge-undone")
