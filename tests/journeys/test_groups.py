"""Landlords meet and decide; two landlords' dispute is mediated; a worker books a course and is placed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from anju.domains.casework.api import cases
from anju.domains.groups.api import membership
from anju.domains.groups.api.membership import Role
from anju.foundation.clock import CHINA, local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import run
from anju.foundation.events import api as events
from tests.domains.casework.cases.town import clerk
from tests.domains.groups.town import holder, key, seated
from tests.factories import register as town
from tests.factories.staff import actor, public, staff
from tests.factories.staff import sign_in as staff_sign_in
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
CHAIR, SECOND, THIRD, MEDIATOR, WORKER = (f"1380000070{n}" for n in range(5))


@dataclass
class Town:
    """Three landlords of one community, a mediator, a worker on record."""

    street: town.Street
    users: dict[str, int]
    office: int


@pytest.fixture(scope="module")
def built(fresh_database, django_db_blocker) -> Iterator[Town]:
    with django_db_blocker.unblock():
        street = town.Street.built()
        grants = {
            CHAIR: street.holder,
            SECOND: holder("吴房东", "纬五路1号", ["101", "102"]),
            THIRD: holder("郑房东", "纬六路2号", ["101"]),
        }
        users = {
            phone: public(phone, grants=(("landlord", party, town.HERE),))
            for phone, party in grants.items()
        }
        users[MEDIATOR] = public(MEDIATOR)
        users[WORKER] = public(WORKER, person_id=street.resident)
        staff("groups.journey", ("street", town.STREET))
        office = staff("groups.course", ("street", town.STREET))
        yield Town(street, users, office)


def opened(browser, site: str, phone: str):
    page = phone_page(browser)
    sign_in(page, site, phone)
    return page


def press(page, name: str) -> None:
    """Press the button of this name and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator("main button, .aj-bottom button", has_text=name).first.click()


def at_field(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M")


def recognised(browser, site: str, name: str) -> None:
    desk = desk_page(browser)
    staff_sign_in(desk, site, "groups.journey")
    desk.goto(f"{site}/office/groups/")
    sound(desk, "office-groups")
    desk.locator(".aj-queue a", has_text=name).click()
    sound(desk, "office-group")
    press(desk, "予以备案")
    assert desk.locator("main", has_text="已备案").count()
    desk.close()


def test_a_landlords_meeting_from_notice_to_published_decision(browser, live_site, built):
    site = live_site.url
    chair = opened(browser, site, CHAIR)
    chair.goto(f"{site}/landlord/")
    tap(chair, ".aj-go", "房东自管会和活动")
    looked_at(chair, "groups-empty")
    chair.goto(f"{site}/me/groups/new/?region={town.HERE}")
    looked_at(chair, "group-new")
    chair.check("input[value=landlords]")
    chair.fill("#name", "纬五路房东自管会")
    chair.fill("#purpose", "楼道安全、公共区域大家一起管")
    chair.fill("#own_name", "周房东")
    press(chair, "提交")
    group_url = chair.url
    recognised(browser, site, "纬五路房东自管会")
    others = [opened(browser, site, phone) for phone in (SECOND, THIRD)]
    for page, name in zip(others, ("吴房东", "郑房东"), strict=True):
        page.goto(f"{site}/me/groups/?region={town.HERE}")
        tap(page, ".aj-go", "纬五路房东自管会")
        looked_at(page, "group-join")
        page.fill("#own_name", name)
        press(page, "加入")
        assert page.locator("main", has_text="我是成员").count()
    chair.goto(group_url)
    looked_at(chair, "group-chair")
    tap(chair, "a.btn", "召开会议")
    chair.fill("#title", "秋季会")
    chair.fill("#begins", at_field(now() + timedelta(days=5)))
    chair.fill("#place", "社区活动室")
    chair.fill("#title0", "楼道装感应灯")
    chair.select_option("#kind0", "motion")
    looked_at(chair, "meeting-new")
    press(chair, "发出通知")
    looked_at(chair, "meeting-called")
    url = chair.url
    events.pump()
    with acting(town.PLATFORM), as_intake_role():
        run("UPDATE groups_meeting SET begins_at = %s", [now() - timedelta(minutes=5)])
    chair.goto(url)
    assert chair.locator("main", has_text="已通知 3 人").count()
    press(chair, "会议开始")
    press(chair, "签到")
    press(chair, "开始表决")
    for page, choice in ((chair, "yes"), (others[0], "yes"), (others[1], "no")):
        page.goto(url)
        page.check(f"input[name=choice][value={choice}]")
        looked_at(page, "meeting-vote")
        press(page, "投票")
    chair.goto(url)
    press(chair, "结束表决")
    chair.goto(f"{url}roll/")
    looked_at(chair, "meeting-roll")
    chair.goto(url)
    chair.fill("#minutes", "装感应灯，费用按套分摊。")
    press(chair, "结束并公布决定")
    others[1].goto(url)
    looked_at(others[1], "meeting-closed")
    assert others[1].locator("main", has_text="通过").count()
    others[1].goto(f"{url}print/")
    assert others[1].locator("main", has_text="装感应灯").count()
    others[1].goto(group_url)
    press(others[1], "退出")
    assert others[1].locator("main", has_text="我是成员").count() == 0
    with acting(actor(built.users[CHAIR])):
        number = int(group_url.rstrip("/").rsplit("/", 1)[-1])
        found = membership.members(number, actor(built.users[CHAIR]), local_date(now()))
    assert [m.name for m in found] == ["周房东", "吴房东"]


def test_two_landlords_dispute_is_mediated(browser, live_site, built):
    site, mediator = live_site.url, actor(built.users[MEDIATOR])
    made = _residents_home(mediator)
    one = opened(browser, site, SECOND)
    one.goto(f"{site}/me/groups/{made}/")
    tap(one, "a.btn", "请本组织调解")
    one.fill("#own_name", "吴房东")
    one.fill("#other_name", "郑房东")
    one.fill("#subject", "共用的院子")
    one.fill("#text", "车停在门口，租客出不来。")
    looked_at(one, "mediation-new")
    press(one, "提交")
    looked_at(one, "mediation-code")
    code = one.locator("[role=status] strong").inner_text()
    other, third = opened(browser, site, THIRD), opened(browser, site, MEDIATOR)
    other.goto(f"{site}/me/groups/mediation/")
    looked_at(other, "mediations")
    other.fill("#code", code)
    press(other, "同意调解")
    url = other.url
    third.goto(url)
    press(third, "我来调解")
    third.fill("#agreement", "晚八点后不停车，留一条通道。")
    press(third, "请双方签")
    for page in (one, other):
        page.goto(url)
        looked_at(page, "mediation-sign")
        press(page, "同意，签字")
    one.goto(url)
    looked_at(one, "mediation-agreed")
    assert one.locator("main", has_text="司法确认").count()
    press(one, "对方做到了")
    assert one.locator("main", has_text="协议已履行").count()


def test_a_worker_books_a_course_and_is_placed(browser, live_site, built):
    site = live_site.url
    desk = desk_page(browser)
    staff_sign_in(desk, site, "groups.course")
    desk.goto(f"{site}/office/groups/")
    desk.locator("summary", has_text="由本单位设立").click()
    with acting(actor(built.office)):
        made = membership.found_group(
            "enterprise",
            town.HERE,
            "园区服务中心",
            "培训、招聘、办事",
            own_name="园区专干",
            key=key(),
            actor=actor(built.office),
            at=now(),
        )
    desk.goto(f"{site}/office/groups/{made}/")
    sound(desk, "office-group-own")
    with desk.expect_navigation():
        desk.locator("a.btn", has_text="发布活动").click()
    desk.select_option("#kind", "course")
    begins = now() + timedelta(days=1)
    for field, value in {
        "title": "低压电工班",
        "begins": at_field(begins),
        "ends": at_field(begins + timedelta(hours=3)),
        "place": "园区活动中心",
        "seats": "20",
        "skill": "低压电工",
        "post": "维修电工",
        "employer": "浏阳星火电子有限公司",
    }.items():
        desk.fill(f"#{field}", value)
    sound(desk, "office-activity-new")
    press(desk, "发布")
    sound(desk, "office-activity")
    page = opened(browser, site, WORKER)
    page.goto(f"{site}/me/groups/")
    looked_at(page, "groups-activities")
    tap(page, ".aj-go", "低压电工班")
    url = page.url
    page.fill("#own_name", "高远")
    looked_at(page, "activity")
    press(page, "报名")
    assert page.locator("main", has_text="已报名").count()
    with acting(town.PLATFORM), as_intake_role():
        run(
            "UPDATE groups_activity SET begins_at = %s, ends_at = %s",
            [now() - timedelta(hours=3), now() - timedelta(minutes=1)],
        )
    desk.goto(desk.url + "people/")
    sound(desk, "office-activity-people")
    press(desk, "记下到场")
    page.goto(url)
    looked_at(page, "activity-certificate")
    press(page, "用这个手艺找工作")
    with page.expect_navigation():
        page.locator("a.btn", has_text="看求职进展").click()
    number = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    office, at = clerk(), now()
    with acting(office):
        version = cases.case(number, actor=office, at=at).line.version
        cases.propose(number, "placed", text="已上岗", seen=version, key=key(), actor=office, at=at)
    page.reload()
    press(page, "属实，办结")
    events.pump()
    page.goto(url)
    assert page.locator("main", has_text="已就业").count()
    desk.goto(f"{site}/office/groups/{made}/")
    assert desk.locator("main", has_text="学后就业 1 人").count()


def _residents_home(mediator):
    from tests.domains.groups.town import founded

    made = founded(mediator, name="洞阳新市民之家", region=town.HERE, own_name="调解员老何")
    with acting(mediator):
        member = membership.own_membership(made, mediator)
    seated(made, mediator, member.id, mediator, Role.MEDIATOR)
    return made
