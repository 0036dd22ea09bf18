"""A name that no font draws, in a real browser: refused before printing, its picture uploaded, then
printed everywhere."""

from __future__ import annotations

import pytest

from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.web.font_slices import slice_from
from tests.factories.held_permits import PLATFORM, ordered
from tests.factories.name_pictures import blank, written_name
from tests.factories.register import STREET, Street
from tests.factories.staff import public, sign_in, staff
from tests.journeys.areas import desk_page, phone_page, sound
from tests.journeys.areas import sign_in as public_sign_in

pytestmark = pytest.mark.journey
RARE = "\ue123文静"
PHONE = "13911115555"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = Street.built()
        staff("counter01", ("counter", STREET), name="何窗口")
        public(PHONE, person_id=built.resident)
        renamed(built, RARE)
        return built


def renamed(street, name):
    with acting(PLATFORM):
        register.correct_person(
            street.resident, changes={"name": name}, reason="出示证件", actor=PLATFORM, at=now()
        )


@pytest.fixture
def desk(browser):
    found = desk_page(browser)
    yield found
    found.context.close()


def test_a_rare_character_comes_as_a_small_web_font_where_the_readers_system_lacks_it(
    desk, live_site
):
    if not slice_from(0x20000):
        pytest.skip("no fonts of rare characters here: ./anju fonts")
    fetched = []
    desk.on("request", lambda r: fetched.append(r.url) if r.resource_type == "font" else None)
    desk.goto(f"{live_site.url}/")
    desk.wait_for_load_state("networkidle")
    assert fetched == []
    statuses = desk.evaluate(
        """async text => {
        document.body.append(Object.assign(document.createElement("p"),
        {style: "font-family: 'Anju Rare'", textContent: text}));
        return (await document.fonts.load("16px 'Anju Rare'", text)).map(f => f.status)}""",
        "王\U00020000\U00020001\U0002ceb0",
    )
    assert statuses == ["loaded", "loaded"]
    assert sorted(fetched) == [
        f"{live_site.url}/fonts/20000.woff",
        f"{live_site.url}/fonts/2ce00.woff",
    ]


def test_a_name_is_refused_pictured_and_printed_until_it_is_corrected(
    desk, browser, live_site, street
):
    with acting(PLATFORM):
        permit = ordered(street)
        ((card,),) = rows("SELECT id FROM permits_card WHERE permit_id = %s", [permit])
        ((form,),) = rows(
            "SELECT batch_id FROM register_declaration WHERE person_id = %s AND kind = 'arrive'",
            [street.resident],
        )
        rows("UPDATE register_batch SET region = %s WHERE id = %s RETURNING id", [STREET, form])
    site, office = live_site.url, f"{live_site.url}/office"
    papers = (
        f"{office}/held/cards/{card}/card.pdf",
        f"{office}/held/cards/sheet/?card={card}",
        f"{office}/counter/done/{form}/receipt/",
        f"{office}/counter/done/{form}/receipt.pdf",
        f"{office}/people/{street.resident}/?print=1",
    )
    sign_in(desk, site, "counter01")

    def answers():
        return [desk.context.request.get(p) for p in papers]

    for answer in answers():
        assert (answer.status, "图像" in answer.text()) == (422, True), (answer.url, answer.status)
    desk.goto(f"{office}/held/cards/{card}/")
    assert "还缺：姓名图像" in desk.inner_text("main")
    desk.goto(f"{office}/held/{permit}/")
    uploading = desk.get_by_role("link", name="上传姓名图像").get_attribute("href")
    assert uploading == f"/office/people/{street.resident}/name/"
    desk.goto(f"{office}/held/cards/{card}/")
    sound(desk, "rare-card")
    desk.get_by_role("link", name="上传姓名图像").click()
    desk.wait_for_url(f"**/office/people/{street.resident}/name/")
    assert "U+E123" in desk.inner_text("main")
    sound(desk, "rare-upload")
    desk.set_input_files(
        "[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": blank()}
    )
    desk.get_by_role("button", name="保存").click()
    desk.wait_for_selector("text=图片上看不清字")
    desk.set_input_files(
        "[name=file]", {"name": "a.png", "mimeType": "image/png", "buffer": written_name()}
    )
    desk.get_by_role("button", name="保存").click()
    desk.wait_for_selector("text=打印时使用")
    desk.locator("summary", has_text="打开图像").click()
    desk.wait_for_function(
        "[...document.querySelectorAll('.aj-name-picture')].every(i => i.complete && i.naturalWidth > 100)"
    )
    sound(desk, "rare-pictured")
    card_pdf, sheet_pdf, receipt, receipt_pdf, person = answers()
    assert [a.status for a in (card_pdf, sheet_pdf, receipt, receipt_pdf, person)] == [200] * 5
    assert all(a.body().startswith(b"%PDF") for a in (card_pdf, sheet_pdf, receipt_pdf))
    desk.goto(papers[2])
    assert desk.evaluate("document.querySelector('.aj-name-picture').naturalWidth") > 100

    mine = phone_page(browser)
    public_sign_in(mine, site, PHONE)
    mine.goto(f"{site}/me/mine/")
    shown = mine.context.request.get(
        site + mine.get_by_role("link", name=RARE).get_attribute("href")
    )
    assert shown.body().startswith(b"\xff\xd8")

    with acting(PLATFORM):
        looked = {
            a
            for (a,) in rows(
                "SELECT action FROM audit_entry WHERE person_id = %s", [street.resident]
            )
        }
        assert {
            "people.name_picture",
            "office.name_picture",
            "office.name_pictures",
            "own.record",
        } <= looked
    renamed(street, RARE + "娴")
    assert [a.status for a in answers()[2:]] == [422] * 3
    desk.goto(f"{office}/people/{street.resident}/name/")
    assert "是以前的姓名，不使用" in desk.inner_text("main")
    desk.get_by_role("button", name="删除").click()
    desk.wait_for_selector("text=姓名图像已删除")
    assert [a.status for a in answers()] == [422] * 5
