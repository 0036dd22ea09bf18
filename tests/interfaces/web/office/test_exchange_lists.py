"""Lists of the exchange at the office: who is awaited until when, narrowed and found, as Excel; what a decision about a
message set aside does to the register."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.exchange.api import links
from anju.domains.exchange.links.models import Message, Move
from anju.domains.exchange.links.operations.telling import tell_arrivals
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from tests.factories.exchange import THERE, carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street, moved_in
from tests.factories.staff import signed_in, staff

MOVES, MESSAGES = "/office/exchange/moves/", "/office/exchange/messages/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


@pytest.fixture
def city(street):
    return signed_in(staff("ex.lists", ("city", "4301")))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def came(street, name="戴远来", seed=81):
    """Somebody of the other place comes to live here, and it is told."""
    who = somebody(name, seed, area=THERE)
    person = moved_in(who, street.rooms[1], street.today - timedelta(days=2))
    with acting(PLATFORM):
        tell_arrivals([person], at=now())
    return person


def set_aside(there, street, kind="arrival_notice", **body):
    """The other place writes of the resident under another name; the message's number here."""
    person = {**person_of(RESIDENT), "name": "单静文"}
    if kind == "arrival_notice":
        body = {"since": street.today.isoformat(), "division": THERE, **body}
    there.send(there.message(kind, {"person": person, **body}))
    carry(there)
    with acting(PLATFORM):
        return Message.objects.get(direction="in", kind=kind).pk


def test_an_empty_list_says_what_will_stand_there(city, there):
    assert "没有在途的迁移" in page(city, MOVES)
    assert "没有等本地处理的报文" in page(city, MESSAGES)


def test_a_move_under_way_names_the_person_and_who_is_awaited_until_when(city, there, street):
    came(street)
    text = page(city, MOVES)
    assert "戴远来" in text
    assert "对方应在" in text


def test_that_the_other_place_is_late_is_said_as_plainly_as_that_we_are(city, there, street):
    came(street)
    set_aside(there, street)
    with acting(PLATFORM):
        late = street.today - timedelta(days=3)
        Move.objects.update(due=late)
        Message.objects.update(answer_by=late)
    text = page(city, f"{MOVES}?show=late")
    assert "对方已逾期" in text
    assert "本地已逾期" in page(city, f"{MOVES}?show=ours")
    assert "逾期" in page(city, f"{MESSAGES}?show=ours")


def test_lists_are_narrowed_by_name_place_direction_and_class(city, there, street):
    came(street)
    set_aside(there, street)
    assert "戴远来" in page(city, f"{MOVES}?q=戴远来")
    assert "戴远来" not in page(city, f"{MOVES}?q=单静秋")
    assert "戴远来" not in page(city, f"{MOVES}?direction=out")
    assert "没有符合条件的" in page(city, f"{MOVES}?place=999999")
    assert "没有符合条件的" in page(city, f"{MESSAGES}?show=all&kind=withdrawal")
    with acting(PLATFORM):
        number = Message.objects.filter(direction="in").first()
    assert f"{MESSAGES}{number.pk}/" in page(city, f"{MESSAGES}?show=all&q={number.message_id}")


def test_lists_leave_as_excel(city, there, street):
    came(street)
    for address in (MOVES, f"{MESSAGES}?show=all"):
        answer = city.get(f"{address}{'&' if '?' in address else '?'}format=xlsx")
        assert answer.status_code == 200
        assert b"".join(answer)[:2] == b"PK"


def test_times_of_a_sheet_are_those_of_the_page(city, there, street):
    came(street)
    with acting(PLATFORM):
        at = Message.objects.get(direction="out").at
    answer = city.get(f"{MESSAGES}?show=all&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    cells = [c.value for row in sheet.iter_rows() for c in row]
    assert f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" in cells


def test_the_first_page_counts_what_waits_and_leads_to_it(city, there, street):
    came(street)
    set_aside(there, street)
    text = page(city, "/office/exchange/")
    assert f"{MESSAGES}?show=ours" in text
    assert f'href="{MOVES}"' in text


def test_that_it_is_the_same_person_ends_the_stay_and_answers(city, there, street):
    number = set_aside(there, street)
    assert "是同一人：结束本地居住" in page(city, f"{MESSAGES}{number}/")
    city.post(f"{MESSAGES}{number}/decide/", {"decision": "same_person"})
    carry(there)
    with acting(PLATFORM):
        last = register.stays_of([street.resident])[-1]
        assert {m.state for m in Move.objects.filter(direction="out")} == {"confirmed"}
    assert last.until == street.today
    assert [m["body"]["outcome"] for m in there.sent_to("departure_notice")] == ["closed"]


def test_an_enquiry_set_aside_is_answered_from_the_register(city, there, street):
    asked = {"questions": ["lives_here", "registered_since"], "why": "核对"}
    number = set_aside(there, street, "enquiry", **asked)
    text = page(city, f"{MESSAGES}{number}/")
    assert "按本地登记，答复是：" in text
    assert "是同一人：按登记答复" in text
    city.post(f"{MESSAGES}{number}/decide/", {"decision": "by_register"})
    carry(there)
    (reply,) = there.sent_to("reply")
    assert reply["body"]["outcome"] == "answered"
    assert reply["body"]["answers"][0] == {"question": "lives_here", "answer": "yes"}


def test_nobody_decides_so_about_a_message_that_names_no_person_of_this_register(
    city, there, street
):
    assert links.decisions("enquiry", None) == ("not_known", "declined")
    number = set_aside(there, street)
    with acting(PLATFORM):
        Message.objects.filter(pk=number).update(person_id=None)
    assert "结束本地居住" not in page(city, f"{MESSAGES}{number}/")
    city.post(f"{MESSAGES}{number}/decide/", {"decision": "same_person"})
    with acting(PLATFORM):
        assert Message.objects.get(pk=number).state == "set_aside"


def test_a_message_is_read_in_words_with_the_message_itself_underneath(city, there, street):
    number = set_aside(there, street)
    text = page(city, f"{MESSAGES}{number}/")
    facts = re.sub(r"<[^>]+>|\s+", " ", text)
    assert re.search(r"到那里的首日 +\d{4}-\d\d-\d\d", facts)
    assert "原文（JSON）" in text


@pytest.mark.parametrize(
    "who",
    [("counter", HERE), ("grid", HERE), ("street", "430181124"), ("police", "430181124")],
)
def test_the_lists_are_for_those_who_keep_the_exchange(there, who):
    client = signed_in(staff(f"ex.list.{who[0]}", who))
    for address in (MOVES, MESSAGES, f"{MOVES}?format=xlsx", f"{MESSAGES}?format=xlsx"):
        assert client.get(address).status_code == 403


def test_a_city_elsewhere_sees_none_of_it(there, street):
    came(street)
    other = signed_in(staff("ex.list.far", ("city", "4403")))
    assert "戴远来" not in page(other, MOVES)
    assert "没有" in page(other, f"{MESSAGES}?show=all")


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(
    city, there, street, django_assert_max_num_queries
):
    for n in range(6):
        came(street, f"戴远{'甲乙丙丁戊己'[n]}", 90 + n)
    for address in (MOVES, f"{MESSAGES}?show=all"):
        page(city, address)
        with django_assert_max_num_queries(24):
            page(city, address)


@pytest.mark.parametrize("address", [MESSAGES, MOVES])
def test_a_list_prints_as_it_is_narrowed_and_names_whom_it_shows_as_read(
    city, there, street, address
):
    with acting(PLATFORM):
        (found,) = people.search(RESIDENT.doc_number, regions=[""]).found
        links.ask(
            *(THERE, found.person_id),
            questions=["lives_here"],
            why="核对",
            purpose="residence_registration",
            grade="urgent",
            actor=PLATFORM,
            at=now(),
        )
    page = city.get(address, {"show": "all", "print": "1"}).content.decode()
    assert "<table" in page
    assert ("单文静" in page) is (address == MESSAGES)
    shown = city.get(address, {"place": THERE, "q": "单文静"}).content.decode()
    assert f"place={THERE}" in shown.replace("&amp;", "&")
    assert "print=1" in shown
