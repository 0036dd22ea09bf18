"""A woman joins on her phone, is checked and referred at the clinic, gives birth; her child is measured; she leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.plans import town as plan_town
from tests.factories.register import HERE
from tests.factories.staff import sign_in as staff_sign_in
from tests.factories.staff import staff
from tests.journeys.areas import DESK, desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
WOMAN = "13900008815"


@pytest.fixture(scope="module")
def clinics(fresh_database, django_db_blocker) -> Iterator[at_clinic.Clinics]:
    with django_db_blocker.unblock():
        built = at_clinic.Clinics.built()
        staff("midwife.journey", ("maternal", HERE))
        child = plan_town.child(built, 190)
        plan = plan_town.joined(built, child)
        for contact, age, sizes in (
            ("full_month", 29, (4.2, 54.0, 37.0)),
            ("month_3", 95, (6.1, 60.5, 40.1)),
        ):
            names = ("weight", "length", "head")
            day = built.ago(190 - age)
            plan_town.recorded(
                built, plan, contact, day, items=dict(zip(names, sizes, strict=True))
            )
        yield built


def test_a_woman_joins_is_checked_and_leaves_and_a_child_grows(browser, live_site, clinics):
    site = live_site.url
    phone = phone_page(browser)
    sign_in(phone, site, WOMAN)
    phone.goto(f"{site}/me/care/")
    looked_at(phone, "care-none")
    phone.select_option("#clinic", str(clinics.here))
    phone.fill("#name", "王芳")
    phone.fill("#own-born", "1992-03-03")
    phone.fill("#period", clinics.ago(75).isoformat())
    tap(phone, "button[value=open]", "参加")
    assert phone.locator("main", has_text="孕 10 周 5 天").count()
    tap(phone, "button[value=book]", "预约")
    assert phone.locator("main", has_text="已预约").count()
    looked_at(phone, "care-plan")

    desk = desk_page(browser)
    desk.set_viewport_size(DESK)
    staff_sign_in(desk, site, "midwife.journey")
    desk.goto(f"{site}/office/clinic/plans/?show=mothers")
    sound(desk, "plans-list")
    desk.locator("a", has_text="王芳").click()
    desk.fill("#item-weight", "58.5")
    desk.check("[name=sign][value=bleeding]")
    desk.fill("#referred_to", "市妇幼保健院")
    sound(desk, "plan-visit")
    with desk.expect_navigation():
        desk.locator("button[value=visit]").click()
    assert desk.locator("main", has_text="要立即转上级医疗卫生机构").count()
    desk.fill("[name=answer]", "已住院，平稳")
    with desk.expect_navigation():
        desk.locator("button[value=answer]").click()
    desk.locator("summary", has_text="孕周").click()
    sound(desk, "plan-referred")

    desk.goto(f"{site}/office/clinic/plans/?show=children")
    desk.locator("a", has_text="周小满").click()
    desk.fill("#item-weight", "7.2")
    desk.fill("#item-length", "66")
    with desk.expect_navigation():
        desk.locator("button[value=visit]").click()
    assert desk.locator("svg polyline").count() > 4
    sound(desk, "plan-child")

    phone.reload()
    assert phone.locator("main", has_text="已住院").count()
    looked_at(phone, "care-plan-recorded")
    tap(phone, "button[value=leave]", "退出")
    assert phone.locator("main", has_text="您已退出").count()
    looked_at(phone, "care-left")
    desk.goto(f"{site}/office/clinic/plans/?show=mothers")
    assert not desk.locator("a", has_text="王芳").count()
