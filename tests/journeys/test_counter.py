"""A family of four at the counter, by keyboard only; a refused number; a decided review; receipt and undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from anju.foundation.db.scope import acting
from anju.domains.register import api as register
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, declared
from tests.factories.staff import sign_in, staff

pytestmark = pytest.mark.journey
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path("/tmp/anju-shots")


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        staff("clerk01", ("street", STREET), name="陈窗口")
        who = somebody("游子甲", 200)
        declared([{**who.item, "kind": "arrive", "region": HERE, "address": "新开路口小楼", "room": "9"}])
        return street


def sound(page, name):
    """The page (not its shell) is accessible, and no wider than the screen, on a phone and on a desk."""
    SHOTS.mkdir(exist_ok=True)
    for width, height in ((360, 800), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        page.screenshot(path=str(SHOTS / f"{name}-{width}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide at {width}"
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#main')")["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]


def write(page, *keys):
    """Type text, press keys: what begins with "{" is a key."""
    for key in keys:
        if key.startswith("{"):
            page.keyboard.press(key[1:])
        else:
            page.keyboard.type(key)


def test_a_family_by_keyboard_a_review_a_receipt_and_undo(page, live_site, town, django_db_blocker):
    head, wife = somebody("单强", 62), somebody("欧阳雪", 61)
    sign_in(page, live_site.url, "clerk01")
    page.goto(f"{live_site.url}/office/counter/")
    sound(page, "counter")
    page.reload()
    wrong = head.doc_number[:-1] + ("1" if head.doc_number[-1] != "1" else "2")
    write(page, wrong, "{Control+Enter")
    page.wait_for_selector("#problems")
    assert page.locator("#problems li").count() >= 3
    sound(page, "counter-problems")
    page.goto(f"{live_site.url}/office/counter/")
    write(page, head.doc_number)
    page.wait_for_selector("[data-facts]")
    write(page, "{Enter", head.name)
    for relation, row in (("配", (wife.doc_number, wife.name, "")), ("子", ("", "单小宝", "2019-03-02")),
                          ("女", ("", "单小妹", "2022-08-15"))):
        rows = page.locator("fieldset[data-person]").count()
        write(page, "{Alt+n")
        page.locator("fieldset[data-person]").nth(rows).wait_for()
        page.wait_for_selector("select[name$='-relation']:focus")
        write(page, relation, "{Enter", "{Enter", row[0], "{Enter", row[1], "{Enter", "{Enter")
        if row[2]:  # a date box takes its digits in the order of the browser's language
            page.locator(":focus").fill(row[2])
    home = page.locator("#id_home_code_text")
    home.focus()
    write(page, "新屋路12号201")
    page.wait_for_selector("#id_home_code_list [role=option]")
    write(page, "{Enter")
    assert page.locator("#id_home_code").input_value() == town.rooms[2].code
    write(page, "{Control+Enter")
    page.wait_for_selector(".cn-lines")
    assert page.locator(".aj-chip-good").count() == 4
    sound(page, "done")
    done = page.url
    page.goto(f"{done}receipt/")
    sound(page, "receipt")
    page.goto(done)
    page.get_by_role("button", name="撤销").press("Enter")
    page.get_by_role("heading", name="已撤销").wait_for()
    page.goto(f"{live_site.url}/office/review/")
    sound(page, "reviews")
    page.locator("[data-queue] a").first.press("Enter")
    page.wait_for_selector("[data-review]")
    sound(page, "review")
    page.locator("h1").click()
    write(page, "r", "查无此楼", "{Enter")
    page.wait_for_url("**/office/review/")
    page.goto(f"{live_site.url}/office/merge/")
    sound(page, "merge")
    with django_db_blocker.unblock(), acting(PLATFORM):
        assert register.occupants([town.rooms[2].id], as_of=town.today) == []
