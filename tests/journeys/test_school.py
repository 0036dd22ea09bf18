"""A family enrols two siblings on a phone; the office allocates; the family reads why and confirms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.casework.api import enrolment
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import run
from tests.domains.casework.enrolment import schooling
from tests.factories import register as town
from tests.factories.staff import sign_in as staff_sign_in
from tests.factories.staff import staff
from tests.journeys.areas import DESK, desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
PARENT = "13800000081"
NINE = date(2017, 5, 1)


@pytest.fixture(scope="module")
def built(fresh_database, django_db_blocker) -> Iterator[tuple[town.Street, schooling.Family, int]]:
    with django_db_blocker.unblock():
        street = town.Street.built()
        town.roomy()
        twins = schooling.family_of(street, 1, NINE, NINE)
        with acting(town.PLATFORM):
            user = access.public_user(phone=PARENT, at=now())
            access.link_to_person(
                town.PLATFORM,
                user_id=user.id,
                person_id=twins.parent,
                how="invitation",
                at=now(),
            )
        staff("edu.journey", ("education", schooling.DISTRICT))
        held = schooling.opened(street, [("A1", 4, 1), ("B2", 4, 4)])
        yield street, twins, held


def the_days_pass(held: int, day: date) -> None:
    """The last day to apply was yesterday, the result is due today."""
    with acting(town.PLATFORM), as_intake_role():
        run(
            "UPDATE casework_enrolment_round SET apply_from = %s, apply_to = %s, results_on = %s WHERE id = %s",
            [day - timedelta(days=9), day - timedelta(days=1), day, held],
        )


def test_two_siblings_from_the_phone_to_the_confirmed_place(browser, live_site, built):
    street, twins, held = built
    page, site = phone_page(browser), live_site.url
    sign_in(page, site, PARENT)
    page.goto(f"{site}/me/")
    tap(page, ".aj-go", "孩子上学")
    looked_at(page, "school")
    tap(page, ".aj-go", "浏阳转学")
    looked_at(page, "school-form")
    page.select_option("#choice-1", "A1")
    page.select_option("#choice-2", "B2")
    tap(page, ".aj-bottom button", "报名")
    assert page.locator("main", has_text="审核通过").count()
    looked_at(page, "school-one")
    url = page.url

    the_days_pass(held, street.today)
    desk = desk_page(browser)
    desk.set_viewport_size(DESK)
    staff_sign_in(desk, site, "edu.journey")
    desk.goto(f"{site}/office/school/")
    sound(desk, "office-school")
    desk.locator(".aj-queue a", has_text="浏阳转学").click()
    desk.fill("#seed", "08151")
    with desk.expect_navigation():
        desk.locator("button", has_text="分配学位").click()
    sound(desk, "office-school-round")
    with desk.expect_navigation():
        desk.locator("summary", has_text="公布结果").click()
        desk.locator("button", has_text="确认公布结果").click()
    desk.goto(f"{site}/office/school/{held}/?show=placed")
    sound(desk, "office-school-placed")
    desk.locator(".aj-queue a").first.click()
    sound(desk, "office-school-one")

    page.goto(url)
    assert page.locator("main", has_text="为什么是这个结果").count()
    assert page.locator("main", has_text="还剩 1 个学位，孩子在一起需要 2 个").count()
    looked_at(page, "school-result")
    tap(page, "button", "确认入学")
    assert page.locator("main", has_text="已确认入学").count()
    page.goto(f"{site}/services/school/{held}/")
    looked_at(page, "school-public")
    with acting(town.PLATFORM):
        states = {e.state.value for e in enrolment.enrolments_of(twins.parent)}
    assert states == {"accepted", "placed"}
