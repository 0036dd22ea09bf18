"""A room is offered, found, asked about, seen and let: landlord, seeker and office, at the phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.housing.api import listings
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from tests.factories import register as town
from tests.factories.grids import squares
from tests.factories.people import somebody
from tests.factories.staff import sign_in as staff_sign_in
from tests.factories.staff import staff
from tests.journeys.areas import desk_page, fits, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
LANDLORD, SEEKER, AGENT = "13700000001", "13800000021", "13900000101"
FILE = f"""房源编号,区县,小区,地址,户型,面积,租金,楼层,出租方式,联系电话,备注
A1,浏阳市,桂园小区,桂园路18号3栋402室,2室1厅1卫,72,1400,3/6,整租,{AGENT},家电齐全，看房打{AGENT}
A2,浏阳市,桂园小区,桂园路18号5栋,3室2厅1卫,98,1900,5/6,整租,{AGENT},可月付
A3,浏阳市,创业公寓,园丰路66号1栋,1室1卫,28,780,中楼层/11层,合租,{AGENT},
A4,浏阳市,创业公寓,园丰路66号2栋,1室1卫,28,700-900,中楼层/11层,整租,{AGENT},
A5,浏阳市,新塘花园,新塘路30号1栋,2室1厅,6800,1300,4/6,整租,{AGENT},
A6,浏阳市,新塘花园,新塘路30号4栋,2室2厅1卫,85,面议,6/6,整租,{AGENT},顶楼带露台"""


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built, platform = town.Street.built(), system("tests", channel="import")
        squares(town.NEXT_DOOR, 1, row=1)
        squares(town.HERE, 2)
        with acting(platform):
            user = access.public_user(phone=LANDLORD, at=now())
            access.grant(
                town.PLATFORM, user_id=user.id, role="landlord", party=built.holder, at=now()
            )
            sender = Sender("agency", "import", "安居房产", region="430181000000")
            got = register.receive(
                FILE.encode(),
                "房源.csv",
                form=listings.FORM,
                sender=sender,
                actor=platform,
                at=now(),
            )
            register.apply_import(got.id, actor=platform, at=now())
        yield built


def test_a_room_is_offered_found_asked_about_seen_and_let(browser, live_site, street):
    mine, code = phone_page(browser), street.rooms[1].code
    sign_in(mine, live_site.url, LANDLORD)
    mine.goto(f"{live_site.url}/landlord/room/{code}/")
    looked_at(mine, "vacancy-room")
    tap(mine, "#vacancy a", "发布这间")
    looked_at(mine, "vacancy-form")
    mine.fill("input[name=rent]", "1350")
    mine.fill("input[name=area]", "45")
    mine.fill("input[name=bedrooms]", "1")
    mine.fill("input[name=title]", "朝南带阳台，近公交")
    tap(mine, ".aj-bottom button")
    looked_at(mine, "vacancy-mine")

    seeker = phone_page(browser)
    seeker.goto(f"{live_site.url}/vacancies/")
    sound(seeker, "vacancy-search")
    seeker.set_viewport_size({"width": 360, "height": 800})
    seeker.goto(f"{live_site.url}/vacancies/?region=430181124000")
    seeker.wait_for_selector(".vc-map .gr-grid")
    sound(seeker, "vacancy-map")
    seeker.set_viewport_size({"width": 360, "height": 800})
    seeker.goto(f"{live_site.url}/vacancies/")
    seeker.fill("input[name=rent_to]", "1400")
    tap(seeker, "#filters button.btn-primary")
    sound(seeker, "vacancy-found")
    seeker.set_viewport_size({"width": 360, "height": 800})
    tap(seeker, "a.vc-card", "朝南带阳台")
    looked_at(seeker, "vacancy-one")
    seeker.set_viewport_size({"width": 1440, "height": 900})
    fits(seeker, "vacancy-one", 1440)
    seeker.set_viewport_size({"width": 360, "height": 800})
    address = seeker.url
    tap(seeker, ".aj-bottom a")
    sign_in(seeker, live_site.url, SEEKER)
    looked_at(seeker, "vacancy-ask")
    seeker.fill("textarea", "您好，还在吗？周六上午能看房吗？")
    tap(seeker, ".aj-bottom button")
    when = f"{now() + timedelta(days=2):%Y-%m-%dT10:30}"
    seeker.fill("input[name=when]", when)
    tap(seeker, "button[value=propose]")
    sound(seeker, "vacancy-thread")

    mine.goto(f"{live_site.url}/vacancies/messages/")
    looked_at(mine, "vacancy-messages")
    tap(mine, "main a.aj-go", "新屋路12号")
    tap(mine, "button[value=accept]")
    assert mine.locator("text=已约好").count() == 1
    looked_at(mine, "vacancy-thread-landlord")

    who, home = somebody("覃秀英", 62), street.rooms[1]
    item = {**who.item, "kind": "arrive", "home_code": code, "start": local_date(now())}
    agent = Sender(home.party, "landlord", "周房东", party=home.party, region=town.HERE)
    assert town.declared([item], sender=agent).outcomes[0].status == "applied"
    events.pump()
    answer = seeker.goto(address)
    assert answer.status == 404
    seeker.set_viewport_size({"width": 360, "height": 800})
    seeker.goto(f"{live_site.url}/vacancies/?rent_to=500&region=430181000000")
    sound(seeker, "vacancy-none")
    tap(seeker, "button", "保存条件")
    sound(seeker, "vacancy-saved")


def test_the_office_decides_about_doubtful_vacancies(browser, live_site, street):
    staff("vac.city", ("city", "4301"))
    page = desk_page(browser)
    staff_sign_in(page, live_site.url, "vac.city")
    page.goto(f"{live_site.url}/office/vacancies/")
    sound(page, "vacancy-office")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.check("input[data-all]")
    page.fill("input[name=note]", "请核对租金和面积")
    with page.expect_navigation():
        page.click("button[value=refuse]")
    sound(page, "vacancy-office-empty")
    with page.expect_navigation():
        page.click("#toasts button >> nth=0")
    assert page.locator("input[name=listing]").count() == 2
