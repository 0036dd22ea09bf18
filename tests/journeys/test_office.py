"""A street clerk signs in, finds people in every way there is, reads and reveals, corrects, and walks the buildings."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.factories.people import somebody
from tests.factories.register import HERE, RESIDENT, STREET, Street, moved_in
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, settled, sound

pytestmark = pytest.mark.journey
SHAN, QIU = somebody("单小燕", 310), somebody("仇万里", 311)


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = Street.built()
        for username in ("street01", "street02", "street03"):  # an authenticator's code counts once
            staff(username, ("street", STREET), name="陈街道")
        staff("leader01", ("leader", STREET), name="孙领导")
        for who, room in ((SHAN, built.rooms[2]), (QIU, built.rooms[3])):
            moved_in(who, room, built.today, at=built.at, region=HERE)
        return built


@pytest.fixture
def page(browser):
    """A page in which axe may be loaded."""
    found = desk_page(browser)
    yield found
    found.context.close()


def suggested(page, typed: str) -> list[str]:
    """What the one box offers after typing."""
    box = page.locator("[data-onebox] input[type=search], [data-onebox] input[name=q]").first
    box.fill("")
    asked = f"/office/search/suggest?{urlencode({'q': typed})}"
    with page.expect_response(lambda answer: answer.url.endswith(asked)):
        box.fill(typed)
    page.locator("[data-onebox] [role=listbox]").wait_for()
    settled(page)
    return page.locator("[data-onebox] [role=option] .aj-option-text").all_inner_texts()


def test_find_read_reveal_correct_and_be_seen_doing_it(page, live_site, street):
    sign_in(page, live_site.url, "street01")
    assert page.url == f"{live_site.url}/office/"
    assert page.locator(".aj-hero-figure").inner_text() == "5"
    sound(page, "workbench")
    menu = page.locator(".aj-nav a").evaluate_all(
        "links => links.map(a => a.getBoundingClientRect().right)"
    )
    assert max(menu) <= page.viewport_size["width"], "every entry of the menu can be seen"
    number, phone = SHAN.doc_number, str(SHAN.phone)
    for typed, name in (
        ("单小", SHAN.name),
        ("shanxiaoyan", SHAN.name),
        ("sxy", SHAN.name),
        ("qiu", QIU.name),
        (number[-4:], SHAN.name),
        (number[-6:], SHAN.name),
        (number, SHAN.name),
        (phone[-4:], SHAN.name),
    ):
        assert name in suggested(page, typed), typed
    room = street.rooms[2]
    assert room.text in suggested(page, "新屋路12")
    assert suggested(page, room.code) == [room.text]
    assert street.firm.name in suggested(page, "星火")
    page.goto(f"{live_site.url}/office/search/?q=单小燕")
    sound(page, "search")
    page.locator("main").get_by_role("link", name=SHAN.name).click()
    page.wait_for_url("**/office/people/*/")
    sound(page, "person")
    assert number not in page.content()
    page.locator(".aj-reveal summary").first.click()
    page.get_by_role("button", name="公共服务办理").locator("visible=true").first.click()
    page.wait_for_selector("[data-revealed]")
    assert page.inner_text("[data-revealed] .aj-masked-value") == number
    page.reload()
    page.get_by_role("link", name="打开查看记录").click()
    page.wait_for_selector("#looked .aj-plain")
    looked = page.locator("section", has=page.get_by_role("heading", name="谁看过"))
    assert "陈街道" in looked.inner_text()
    assert "公共服务办理" in looked.inner_text()
    page.get_by_role("link", name="更正", exact=True).first.click()
    page.fill("[name=hukou_text]", "湖南省邵阳市隆回县桃洪镇1号")
    page.fill("[name=why]", "出示了户口簿")
    page.click("button[value=look]")
    page.wait_for_selector(".aj-diff")
    sound(page, "correct")
    page.click("button[value=confirm]")
    page.wait_for_url("**/office/people/*/")
    assert "桃洪镇" in page.locator(".aj-head").inner_text()


def test_from_the_buildings_to_a_room_its_plate_and_the_employers(page, live_site, street):
    sign_in(page, live_site.url, "street02")
    for path in (
        "people/",
        "people/?show=came&days=7",
        "homes/?state=free",
        "buildings/",
        "employers/",
        "merge/",
        "buildings/?order=-let",
        "imports/",
        f"employers/{street.firm.code}/",
        "users/",
        "users/new/",
        "search/",
        "search/?q=zzzz",
    ):
        assert page.goto(f"{live_site.url}/office/{path}").ok, path
        sound(page, path)
    page.goto(f"{live_site.url}/office/buildings/")
    page.get_by_role("link", name="新屋路12号").click()
    page.wait_for_url("**/office/buildings/*/")
    assert page.locator(".aj-floors a, .aj-rooms a, [data-state] a, a[data-state]").count() == len(
        street.rooms
    )
    sound(page, "building")
    plates = page.get_by_role("link", name="打印门牌码").get_attribute("href")
    page.goto(f"{live_site.url}/office/homes/{street.rooms[0].code}/")
    assert RESIDENT.name in page.locator("main").inner_text()
    sound(page, "home")
    page.goto(f"{live_site.url}{plates}")
    assert page.locator(".aj-plate svg").count() == len(street.rooms)
    sound(page, "plates")
    sheet = page.context.request.get(f"{live_site.url}{plates}?format=pdf")
    assert sheet.body().startswith(b"%PDF")


def test_the_filter_button_of_a_list_stands_level_with_its_field(page, live_site, street):
    sign_in(page, live_site.url, "street03")
    for path in ("homes/", "buildings/", "employers/", "users/"):
        page.goto(f"{live_site.url}/office/{path}")
        button = page.locator(".aj-filter > .btn").first.bounding_box()
        field = page.locator(".aj-filter input:visible").first.bounding_box()
        middles = [box["y"] + box["height"] / 2 for box in (button, field)]
        assert abs(middles[0] - middles[1]) <= 3, path
        assert button["width"] < 200, path


def test_a_leader_reads_figures_and_no_names(page, live_site, street):
    sign_in(page, live_site.url, "leader01")
    assert page.url == f"{live_site.url}/office/"
    assert page.locator(".aj-nav a").all_inner_texts() == [
        "工作台",
        "数据质量",
        "统计指标",
        "居住证统计",
        "地图",
    ]
    sound(page, "leader")
    assert page.goto(f"{live_site.url}/office/people/").status == 403
