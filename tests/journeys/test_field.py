"""A grid worker's day without a network: the phone is set up, carries its grid, writes down, and sends later."""

from __future__ import annotations

import re

import pytest

from anju.domains.fieldwork import handlers
from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.sync.models import Device, Operation
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street
from tests.factories.staff import sign_in, staff
from tests.factories.tasks import contested, events_since, last_event, tasks_at
from tests.journeys.areas import keeps_working_offline, looked_at, phone_page

pytestmark = pytest.mark.journey
PIN = "雨天也要登记2026"
READABLE = """async () => {
  const db = await new Promise(done => { const r = indexedDB.open('anju-field'); r.onsuccess = () => done(r.result); });
  const out = [];
  for (const name of db.objectStoreNames) {
    const rows = await new Promise(done => {
      const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); });
    out.push(JSON.stringify(rows, (k, v) => v instanceof Uint8Array ? new TextDecoder('latin1').decode(v) : v));
  }
  db.close();
  return out.join(' ');
}"""


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        for n in (1, 2, 3):  # a code of the second step counts once, so each journey has its worker
            staff(f"grid0{n}", ("grid", HERE), name="陈网格")
        return street


@pytest.fixture
def phone(browser):
    page = phone_page(browser)
    yield page
    page.context.close()


def enrolled(page, site, worker):
    sign_in(page, site, worker)
    page.goto(f"{site}/field/enrol/")
    looked_at(page, "field-enrol")
    page.fill("#id_name", "红米工作机")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.locator("form[data-form=enrol] button").tap()
    page.wait_for_url(f"{site}/field/")
    keeps_working_offline(page)


def unlocked(page):
    page.fill("#pin", PIN)
    page.locator("[data-form=unlock] button.btn-primary").tap()
    page.wait_for_selector("[data-view=homes]:not([hidden])")


def saved(page, form):
    page.locator(f"[data-form={form}] button.btn-primary").tap()


def assert_told(page, form, *sentences):
    """What is wrong is said at the door, before anything is kept."""
    for sentence in sentences:
        page.locator(f"[data-form={form}] [data-part=errors] li", has_text=sentence).wait_for()


def test_a_day_without_a_network_arrives_in_the_evening(phone, live_site, town, django_db_blocker):
    enrolled(phone, live_site.url, "grid01")
    unlocked(phone)
    home, other = town.rooms[0], town.rooms[1]
    phone.wait_for_selector(f"a[href='#/home/{home.code}']")
    looked_at(phone, "field-homes")

    phone.context.set_offline(True)
    phone.reload()
    phone.fill("#pin", "wrong and long")
    phone.locator("[data-form=unlock] button.btn-primary").tap()
    phone.wait_for_selector("[data-part=pin-wrong]:not(:empty)")
    looked_at(phone, "field-locked")
    unlocked(phone)

    found = phone.locator("[data-part=homes] a")
    everything = found.count()
    for asked in (
        f"新屋路{home.room}",
        f"{home.room} 新屋路",
        f"新屋路１２号{home.room}",
        home.code,
    ):
        phone.fill("[data-part=search]", asked)
        assert phone.locator(f"[data-part=homes] a[href='#/home/{home.code}']").count() == 1, asked
        assert found.count() < everything, asked
    phone.fill("[data-part=search]", "没有这条路")
    assert found.count() == 0
    phone.fill("[data-part=search]", "")

    phone.locator(f"a[href='#/home/{home.code}']").tap()
    looked_at(phone, "field-home")
    no_picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    phone.locator("[data-link=visit]").tap()
    phone.set_input_files("[data-form=visit] [name=photos]", no_picture)
    phone.locator("[data-form=visit] [value=nobody]").tap()
    assert_told(phone, "visit", "这个文件不是照片")
    phone.goto(f"{live_site.url}/field/#/home/{home.code}")
    phone.locator("[data-link=move-in]").tap()
    looked_at(phone, "field-move-in")
    saved(phone, "move-in")
    assert_told(phone, "move-in", "请填写姓名", "请填写证件号码")
    for field, typed in (("name", "田😀"), ("phone", "无"), ("start", "2097-01-01")):
        phone.fill(f"#id_in-{field}", typed)
    saved(phone, "move-in")
    assert_told(phone, "move-in", "表情、图形", "11 位大陆手机号码", "晚于一年以后")
    phone.fill("#id_in-phone", "+86 139 0000 1234")
    phone.fill("#id_in-start", local_date(now()).isoformat())
    who = somebody("田初见", 812)
    phone.fill("#id_in-name", who.name)
    phone.fill(
        "#id_in-doc_number", who.doc_number[:-1] + ("1" if who.doc_number[-1] != "1" else "2")
    )
    saved(phone, "move-in")
    phone.wait_for_selector("[data-form=move-in] [data-part=errors] li")
    phone.fill("#id_in-doc_number", who.doc_number)
    saved(phone, "move-in")
    phone.wait_for_selector("[data-part=home-entries] li[data-stage=unsent]")

    phone.goto(f"{live_site.url}/field/#/home/{other.code}/change")
    phone.wait_for_function("document.querySelector('#id_change-capacity').value !== ''")
    capacity = int(phone.locator("#id_change-capacity").input_value())
    phone.fill("#id_change-capacity", str(capacity + 1))
    saved(phone, "change")
    phone.wait_for_selector("[data-part=home-entries] li[data-stage=unsent]")

    phone.goto(f"{live_site.url}/field/#/new")
    phone.wait_for_selector("#id_home-region option", state="attached")
    looked_at(phone, "field-new-home")
    phone.fill("#id_home-address", "新屋路99号")
    phone.fill("#id_home-room", "阁楼")
    saved(phone, "new")
    phone.locator("[data-part=pending] a").tap()
    phone.locator("[data-link=move-in]").tap()
    child = somebody("欧阳小雪", 813)
    phone.fill("#id_in-name", child.name)
    phone.fill("#id_in-doc_number", child.doc_number)
    saved(phone, "move-in")
    phone.wait_for_selector("[data-part=home-entries] li[data-stage=unsent]")

    kept = phone.evaluate(READABLE)
    for plain in (who.doc_number, child.doc_number, who.name, home.code, "新屋路99号"):
        assert plain not in kept.replace(f'"code":"{home.code}"', ""), (
            "nothing readable lies on the phone"
        )

    phone.goto(f"{live_site.url}/field/#/log")
    phone.wait_for_function("document.querySelectorAll('[data-part=log] li').length === 4")
    looked_at(phone, "field-log")
    phone.context.set_offline(False)
    phone.wait_for_function(
        "document.querySelectorAll('[data-part=log] li[data-status=applied]').length === 4"
    )
    looked_at(phone, "field-log-sent")
    with django_db_blocker.unblock(), acting(PLATFORM):
        assert [o.status for o in Operation.objects.order_by("number")] == ["applied"] * 4
        (changed,) = places.homes([other.id]).values()
        assert changed.capacity == capacity + 1
        stays = register.occupants([home.id], as_of=local_date(now()))
        assert who.name in {p.name for p in _named(stays)}

    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-part=log] li", has_text=re.compile(who.name)).locator("button").tap()
    phone.wait_for_function(
        "document.querySelectorAll('[data-part=log] li[data-status=applied]').length === 5"
    )
    with django_db_blocker.unblock(), acting(PLATFORM):
        stands = list(Operation.objects.order_by("number").values_list("kind", "status", "reason"))
        assert stands[0] == ("move_in", "refused", "withdrawn"), stands
        assert who.name not in {
            p.name for p in _named(register.occupants([home.id], as_of=local_date(now())))
        }


def test_a_stopped_phone_shows_nothing_any_more_but_still_sends(
    phone, live_site, town, django_db_blocker
):
    enrolled(phone, live_site.url, "grid02")
    unlocked(phone)
    home = town.rooms[0]
    phone.wait_for_selector(f"a[href='#/home/{home.code}']")
    phone.context.set_offline(True)
    phone.goto(f"{live_site.url}/field/#/home/{home.code}/visit")
    phone.locator("[data-form=visit] button[value=nobody]").tap()
    phone.wait_for_selector("[data-part=home-entries] li[data-stage=unsent]")
    with django_db_blocker.unblock(), acting(PLATFORM):
        Device.objects.update(revoked_at=now(), revoked_why="手机丢失")
    phone.context.set_offline(False)
    phone.goto(f"{live_site.url}/field/#/log")
    phone.wait_for_selector("[data-part=log] li[data-status=waiting]")
    phone.wait_for_selector("[data-part=state]:has-text('停用')")
    phone.goto(f"{live_site.url}/field/#/")
    phone.wait_for_selector("[data-part=homes] p")
    assert phone.locator(f"a[href='#/home/{home.code}']").count() == 0
    assert home.code not in phone.evaluate(READABLE)


def test_the_doors_of_the_day_go_along_and_a_visit_without_a_network_settles_one(
    phone, live_site, town, django_db_blocker
):
    home = town.rooms[0]
    with django_db_blocker.unblock(), acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())
        contested(town.resident)
        tasks.renew_tasks(actor=PLATFORM, at=now())
        before, mark = tasks_at(home), last_event()
        assert {cause for cause, _, _ in before} == {"contested", "routine"}
    enrolled(phone, live_site.url, "grid03")
    unlocked(phone)
    phone.wait_for_selector(f"a[href='#/home/{home.code}'] [data-task=contested]")
    phone.context.set_offline(True)
    phone.locator("[data-part=to-tasks]").tap()
    phone.locator(f"a[href='#/home/{home.code}']").tap()
    phone.wait_for_selector("[data-part=home-tasks] li[data-task=routine]")
    looked_at(phone, "field-home-tasks")
    phone.locator("[data-link=visit]").tap()
    looked_at(phone, "field-visit")
    phone.locator("[data-form=visit] button[value=met]").tap()
    phone.wait_for_selector("[data-part=home-entries] li[data-stage=unsent]")
    assert phone.locator("[data-part=home-tasks] li").count() == 0
    phone.locator("[data-part=back]").tap()
    phone.wait_for_selector("[data-view=homes]:not([hidden])")
    assert phone.locator(f"a[href='#/home/{home.code}']").count() == 0
    looked_at(phone, "field-tasks-none")

    phone.goto(f"{live_site.url}/field/#/log")
    phone.context.set_offline(False)
    phone.wait_for_selector("[data-part=log] li[data-status=applied]")
    with django_db_blocker.unblock():
        _heard(mark)
        assert tasks_at(home) == []
        mark = last_event()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.locator("[data-part=log] li button").first.tap()
    phone.wait_for_function(
        "document.querySelectorAll('[data-part=log] li[data-status=applied]').length === 2"
    )
    with django_db_blocker.unblock():
        _heard(mark)
        assert tasks_at(home) == before
    phone.goto(f"{live_site.url}/field/#/home/{home.code}")
    phone.locator("[data-act=sync]").tap()
    phone.wait_for_selector("[data-part=home-tasks] li[data-task=contested]")


def _heard(after):
    """The worker hears of what phones brought since then."""
    with acting(PLATFORM):
        for event in events_since(after):
            if event.name in ("fieldwork.visited", "fieldwork.visit_taken_back"):
                handlers.enter(event)


def _named(stays):
    from anju.domains.people import api as people

    return people.persons(sorted({s.person_id for s in stays})).values()
