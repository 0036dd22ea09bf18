"""A landlord sees their own rooms and tenants, masked; checks in and out; and nothing of others."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.notices.api import recent
from anju.interfaces.web.declaring import reason_text
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.register import roomy
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
GUEST = somebody("韦小宝", 81, phone="13911110081")


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


@pytest.fixture
def landlord(street: town.Street) -> Client:
    return signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))


def who(**more: str) -> dict[str, str]:
    return {
        "key": "k1",
        "name": GUEST.name,
        "doc_type": "111",
        "doc_number": GUEST.doc_number,
        "phone": GUEST.phone,
        "birth_date": "",
        "sex": "",
        **more,
    }


def when(**more: str) -> dict[str, str]:
    return {"start": local_date(now()).isoformat(), "end": "", "reason": "01", **more}


def living(street: town.Street, room: int) -> list[int]:
    with acting(town.PLATFORM):
        return [
            s.person_id
            for s in register.occupants([street.rooms[room].id], as_of=local_date(now()))
        ]


def test_every_page_opens(street, landlord):
    with acting(town.PLATFORM):
        from anju.domains.places import api as places

        building = places.buildings_of(street.holder)[0].id
    code = street.rooms[0].code
    for path in (
        "",
        f"building/{building}/",
        f"building/{building}/rooms/",
        f"room/{code}/",
        f"room/{code}/check-in/",
        f"room/{code}/invite/",
        "vacant/",
        "vacant/?check-in",
        "add/",
        "lists/",
    ):
        assert landlord.get(f"/landlord/{path}").status_code == 200, path


def test_tenants_are_shown_masked_and_the_look_is_noted(street, landlord):
    page = landlord.get(f"/landlord/room/{street.rooms[0].code}/").content.decode()
    assert "单文静" in page
    assert town.RESIDENT.doc_number not in page
    assert town.RESIDENT.phone not in page
    with acting(town.PLATFORM):
        assert "landlord.room" in [e.action for e in audit.reads_of(street.resident)]


def test_check_in_takes_two_screens_and_sending_it_twice_changes_nothing(street, landlord):
    url = f"/landlord/room/{street.rooms[1].code}/check-in/"
    second = landlord.post(url, who())
    assert "确认入住" in second.content.decode()
    for _again in range(2):
        assert landlord.post(url, {**who(), **when()}).status_code == 302
    assert len(living(street, 1)) == 1


def test_a_checked_in_tenant_is_invited_by_message_to_that_phone(street, landlord):
    landlord.post(f"/landlord/room/{street.rooms[1].code}/check-in/", {**who(), **when(tell="on")})
    assert "/i/" in recent(to=GUEST.phone)[0].text


def test_a_wrong_number_is_told_on_the_first_screen(street, landlord):
    wrong = GUEST.wrong_number
    page = landlord.post(f"/landlord/room/{street.rooms[1].code}/check-in/", who(doc_number=wrong))
    assert page.status_code == 422
    assert living(street, 1) == []


def test_everything_wrong_about_the_tenant_is_named_on_the_first_screen_at_once(street, landlord):
    code, tomorrow = street.rooms[1].code, (local_date(now()) + timedelta(days=1)).isoformat()
    page = landlord.post(
        f"/landlord/room/{code}/check-in/",
        who(name="<script>alert(1)</script>", doc_number="430181199001019971", phone="12345"),
    ).content.decode()
    for reason in ("name_symbols", "id_checksum", "phone_invalid"):
        assert reason_text(reason) in page, reason
    child = who(name="覃小满😀", doc_type="", doc_number="", birth_date=tomorrow, sex="1")
    page = landlord.post(f"/landlord/room/{code}/check-in/", child).content.decode()
    assert reason_text("birth_date_future") in page and reason_text("name_symbols") in page
    assert living(street, 1) == []


def test_a_check_in_that_moves_a_tenant_to_another_room_says_so_before_and_after(street, landlord):
    first, second = street.rooms[1], street.rooms[2]
    landlord.post(f"/landlord/room/{first.code}/check-in/", who() | when())
    assert living(street, 1)
    asked = landlord.post(f"/landlord/room/{second.code}/check-in/", who(key="k2"))
    assert f"现在登记在{first.text}" in asked.content.decode()
    again = landlord.post(f"/landlord/room/{first.code}/check-in/", who(key="k3"))
    assert "现在登记在" not in again.content.decode()
    done = landlord.post(
        f"/landlord/room/{second.code}/check-in/", who(key="k2") | when(), follow=True
    ).content.decode()
    assert f"已从{first.text}改为登记在{second.text}" in done
    assert not living(street, 1) and living(street, 2)


def test_a_landlord_cannot_test_numbers_and_names_of_people_out_of_sight(street, landlord):
    """Another name under a number that is on file elsewhere is being checked; so is what else does not fit."""
    room, other = street.rooms[1], town.STRANGER
    for key, name in (("k4", "钱别人"), ("k5", other.name)):
        fields = who(key=key, name=name, doc_number=other.doc_number)
        asked = landlord.post(f"/landlord/room/{room.code}/check-in/", fields).content.decode()
        assert "现在登记在" not in asked
    landlord.post(
        f"/landlord/room/{room.code}/check-in/",
        who(key="k6", name="钱别人", doc_number=other.doc_number) | when(),
    )
    page = landlord.get(f"/landlord/room/{room.code}/").content.decode()
    assert reason_text("being_checked") in page and reason_text("name_differs") not in page


def test_a_child_without_a_document_is_checked_in_and_out(street, landlord):
    roomy()
    url = f"/landlord/room/{street.rooms[0].code}/"  # where an adult lives
    child = who(
        doc_type="", doc_number="", birth_date="2022-05-01", sex="2", name="韦小花", phone=""
    )
    landlord.post(url + "check-in/", {**child, **when()})
    with acting(town.PLATFORM):
        living = register.occupants([street.rooms[0].id], as_of=local_date(now()))
        names = people.persons([s.person_id for s in living])
        (stay,) = [s for s in living if names[s.person_id].name == "韦小花"]
    landlord.post(
        f"{url}check-out/{stay.line}/", {"day": local_date(now()).isoformat(), "key": "o"}
    )
    with acting(town.PLATFORM):
        assert register.stays_of([stay.person_id])[0].until is not None


def test_check_out_is_one_tap_also_before_the_agreed_end(street, landlord):
    today = local_date(now())
    url = f"/landlord/room/{street.rooms[0].code}/"
    with acting(town.PLATFORM):
        line = register.stays_of([street.resident])[0].line
    landlord.post(
        f"{url}lease/{line}/", {"day": (today + timedelta(days=20)).isoformat(), "key": "l"}
    )
    with acting(town.PLATFORM):
        assert register.stays_of([street.resident])[0].leave_due == today + timedelta(days=20)
    landlord.post(f"{url}check-out/{line}/", {"day": today.isoformat(), "key": "o"})
    with acting(town.PLATFORM):
        assert register.stays_of([street.resident])[0].until == today


@pytest.mark.parametrize("act", ["check-out/{}/", "lease/{}/", "check-out/{}/take-back/"])
def test_a_second_tab_is_told_that_the_tenant_has_left_already(street, landlord, act):
    today = local_date(now())
    url = f"/landlord/room/{street.rooms[0].code}/"
    with acting(town.PLATFORM):
        line = register.stays_of([street.resident])[0].line
    landlord.post(f"{url}check-out/{line}/", {"day": today.isoformat(), "key": "first tab"})
    later = {"day": (today + timedelta(days=9)).isoformat(), "key": "second tab"}
    answer = landlord.post(url + act.format(line), later, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert f"已于 {today} 办过退房" in answer.content.decode()
    with acting(town.PLATFORM):
        assert register.stays_of([street.resident])[0].until == today


def test_a_second_tab_is_told_that_the_stay_was_taken_back(street, landlord):
    guest = landlord.post(f"/landlord/room/{street.rooms[2].code}/check-in/", {**who(), **when()})
    assert guest.status_code == 302
    with acting(town.PLATFORM):
        (stay,) = register.occupants([street.rooms[2].id], as_of=local_date(now()))
        register.undo(register.batch_of(stay.declaration_id), actor=town.PLATFORM, at=now())
    url = f"/landlord/room/{street.rooms[2].code}/check-out/{stay.line}/"
    answer = landlord.post(url, {"day": local_date(now()).isoformat(), "key": "k"}, follow=True)
    assert "已被撤销或更正" in answer.content.decode()


def test_who_never_lived_in_the_room_is_not_there(street, landlord):
    with acting(town.PLATFORM):
        (elsewhere,) = register.stays_of([street.stranger])[:1]
    url = f"/landlord/room/{street.rooms[0].code}/check-out/{elsewhere.line}/"
    assert landlord.post(url, {"day": "2026-11-01", "key": "k"}).status_code == 404


def test_a_new_building_that_may_be_one_on_file_is_asked_about(street):
    other = signed_in(public("13700000077", grants=(("landlord", "holder:990077", town.HERE),)))
    home = street.rooms[0]
    given = {
        "region": town.HERE,
        "address": "新屋路12号",
        "name": "",
        "rooms": home.room,
        "capacity": "2",
    }
    asked = other.post("/landlord/add/", given)
    assert asked.status_code == 422
    assert home.text in asked.text and 'name="another"' in asked.text and "新屋路12号" in asked.text
    assert other.post("/landlord/add/", {**given, "another": "1"}).status_code == 302
    assert other.post("/landlord/add/", given).status_code == 302, "one's own, sent again"


def test_rooms_of_others_are_not_there(street, landlord):
    assert landlord.get(f"/landlord/room/{street.far[0].code}/").status_code == 404
    assert landlord.get(f"/landlord/room/{street.dormitory[0].code}/check-in/").status_code == 404


def test_the_list_leaves_as_excel_with_masked_numbers(street, landlord):
    book = openpyxl.load_workbook(io.BytesIO(landlord.get("/landlord/tenants.xlsx").getvalue()))
    cells = [str(c.value) for row in book.active.iter_rows() for c in row]
    assert "单文静" in cells
    assert town.RESIDENT.doc_number not in cells


def test_the_queries_do_not_grow_with_the_rooms(street, landlord, django_assert_max_num_queries):
    town.building(
        town.HERE,
        "新屋路99号",
        [f"{f}{r:02}" for f in range(1, 31) for r in range(1, 11)],
        party=street.holder,
    )
    with django_assert_max_num_queries(20):
        assert landlord.get("/landlord/").status_code == 200
    with acting(town.PLATFORM):
        from anju.domains.places import api as places

        big = next(b.id for b in places.buildings_of(street.holder) if "99" in b.address)
    with django_assert_max_num_queries(20):
        assert (
            landlord.get(f"/landlord/building/{big}/").content.decode().count('class="aj-room ')
            == 300
        )


def test_a_new_building_comes_in_unverified(street, landlord):
    landlord.post(
        "/landlord/add/",
        {
            "region": town.HERE,
            "address": "新屋路77号",
            "name": "",
            "rooms": "101-103，201",
            "capacity": "2",
        },
    )
    with acting(town.PLATFORM):
        from anju.domains.places import api as places

        made = next(b for b in places.buildings_of(street.holder) if "77" in b.address)
        assert not made.verified
        assert len(places.homes_of_building(made.id)) == 4


def test_who_has_no_homes_is_told_how_to_get_the_door_opened(street):
    page = signed_in(public("13911110033")).get("/landlord/")
    assert "社区窗口" in page.content.decode()


def test_a_visitor_is_asked_for_the_phone_first():
    assert Client().get("/landlord/").headers["Location"].startswith("/account/phone/")


def test_a_check_out_of_a_coming_day_is_planned_and_can_be_taken_back(street, landlord):
    room = f"/landlord/room/{street.rooms[0].code}/"
    with acting(town.PLATFORM):
        line = register.stays_of([street.resident])[0].line
    day = local_date(now()) + timedelta(days=12)
    page = landlord.post(
        f"{room}check-out/{line}/", {"day": day.isoformat(), "key": "p"}, follow=True
    ).content.decode()
    assert f"将于 {day} 搬走" in page
    assert town.RESIDENT.name in page
    assert street.resident in living(street, 0)
    page = landlord.post(f"{room}check-out/{line}/take-back/", follow=True).content.decode()
    assert f"将于 {day} 搬走" not in page
    with acting(town.PLATFORM):
        assert register.stays_of([street.resident])[0].until is None


def test_who_came_and_left_today_is_still_shown_in_the_room_today(street, landlord):
    guest = town.moved_in(GUEST, street.rooms[3], street.today)
    with acting(town.PLATFORM):
        line = register.stays_of([guest])[0].line
    room = f"/landlord/room/{street.rooms[3].code}/"
    page = landlord.post(
        f"{room}check-out/{line}/", {"day": street.today.isoformat(), "key": "q"}, follow=True
    )
    assert GUEST.name in page.content.decode()
    assert living(street, 3) == [guest]


def test_a_check_in_of_a_later_day_stands_on_the_room_with_its_day_and_state(street, landlord):
    later = local_date(now()) + timedelta(days=5)
    url = f"/landlord/room/{street.rooms[1].code}/"
    landlord.post(f"{url}check-in/", {**who(), **when(start=later.isoformat())})
    assert living(street, 1) == []
    page = landlord.get(url).content.decode()
    assert GUEST.name in page
    assert f"将于 {later} 入住" in page
    assert "这间没有人住" not in page
    clerk = signed_in(staff("street.shi", ("street", town.STREET)))
    office = clerk.get(f"/office/homes/{street.rooms[1].code}/").content.decode()
    assert f"将于 {later} 入住" in office
    assert office.index("将要入住") < office.index(GUEST.name) < office.index("以前住过")


def test_a_check_in_that_staff_must_look_at_stands_on_the_room(street, landlord):
    url = f"/landlord/room/{street.rooms[1].code}/"
    old = somebody("韦太公", 82, born=date(1898, 3, 1))
    landlord.post(
        f"{url}check-in/", {**who(name=old.name, doc_number=old.doc_number, phone=""), **when()}
    )
    page = landlord.get(url).content.decode()
    assert old.name in page
    assert "社区正在核实" in page


def line_of(street: town.Street, room: int, person: int) -> int:
    with acting(town.PLATFORM):
        (stay,) = [
            s
            for s in register.occupants([street.rooms[room].id], as_of=local_date(now()))
            if s.person_id == person
        ]
    return stay.line


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "请填日期"),
        ("2026-02-30", "没有这一天"),
        ("明天", "日期看不懂"),
        ("2000-01-01", "离开日期早于开始日期"),
        ("2099-01-01", "日期晚于一年以后"),
    ],
)
def test_a_move_out_with_a_bad_day_stays_open_with_what_was_typed_and_names_the_fault(
    street, landlord, typed, why
):
    room = f"/landlord/room/{street.rooms[0].code}/"
    line = line_of(street, 0, street.resident)
    page = landlord.post(f"{room}check-out/{line}/", {"day": typed, "key": "b"})
    text = page.content.decode()
    assert page.status_code == 422
    assert re.search(rf'id="out{line}"\s+value="{typed}"', text) and why in text
    assert text.count('<details class="aj-act" open>') == 1
    assert street.resident in living(street, 0)


@pytest.mark.parametrize(
    ("typed", "why"), [("", "请填日期"), ("2000-01-01", "租期结束日期须晚于入住日期")]
)
def test_another_end_of_the_lease_keeps_what_was_typed_too(street, landlord, typed, why):
    room = f"/landlord/room/{street.rooms[0].code}/"
    line = line_of(street, 0, street.resident)
    page = landlord.post(f"{room}lease/{line}/", {"day": typed, "key": "b"})
    text = page.content.decode()
    assert page.status_code == 422
    assert re.search(rf'id="end{line}"\s+value="{typed}"', text) and why in text


def test_a_child_who_waits_at_the_community_stands_on_the_page_of_the_room(street, landlord):
    user = public("13911110099")
    child = {"name": "韦小满", "birth_date": date(2019, 5, 6), "sex": "2", "relation": "30"}
    start, home = local_date(now()), street.rooms[2].code
    rows = [{**GUEST.item, "relation": "02"}, child]
    town.declared(
        [{**r, "kind": "arrive", "home_code": home, "start": start} for r in rows],
        sender=register.Sender(f"user:{user}", "resident", "本人"),
        actor=town.Actor("public", user, "本人", (), channel="web"),
    )
    room = f"/landlord/room/{home}/"
    before = landlord.get(room).content.decode()
    assert before.count("等您答复") == 2 and "去答复" in before
    with acting(town.PLATFORM):
        asked = {q.item["name"]: q.id for q in register.waiting_for(street.holder)}
    landlord.post(f"/landlord/waiting/{asked['韦小满']}/", {"yes": "1"})
    text = landlord.get(room).content.decode()
    assert "韦小满" in text and "社区正在核实" in text
    assert "没有同住的成年人" in text and "您不必再做什么" in text
    other = signed_in(public("13700000077"))
    assert "韦小满" not in other.get(room).content.decode()
