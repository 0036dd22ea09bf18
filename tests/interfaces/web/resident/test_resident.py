"""A resident declares, sees what became of it, and learns nothing about anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.access import api as access
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.interfaces.web.declaring import reason_text
from tests.factories import register as town
from tests.factories.people import Somebody, somebody
from tests.factories.staff import actor, public, signed_in

pytestmark = pytest.mark.django_db
NEWCOMER = somebody("覃秀英", 91, phone="13911110091")
PHONE = "13911110091"


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


def form(
    who: Somebody = NEWCOMER, members: tuple[dict[str, str], ...] = (), **more: str
) -> dict[str, str]:
    rows = {f"m-{n}-{k}": v for n, m in enumerate(members) for k, v in m.items()}
    return {
        "key": "k",
        "name": who.name,
        "doc_type": "111",
        "doc_number": who.doc_number,
        "birth_date": "",
        "sex": "",
        "start": local_date(now()).isoformat(),
        "reason": "01",
        "m-TOTAL_FORMS": str(len(members)),
        "m-INITIAL_FORMS": "0",
        "m-MIN_NUM_FORMS": "0",
        "m-MAX_NUM_FORMS": "8",
        **rows,
        **more,
    }


def declare(client: Client, home: str, **more: object) -> str:
    page = client.post(f"/me/declare/?home={home}", form(yes="1", **more))  # type: ignore[arg-type]
    assert page.status_code == 302, page.content.decode()
    return client.get("/me/said/").content.decode()


def plain(page: str, who: Somebody) -> str:
    """The page without what the person typed themselves."""
    return page.replace(who.name, "NAME")


def test_every_page_opens_for_an_untied_account(street):
    client = signed_in(public(PHONE))
    for path in (
        "",
        "where/",
        f"where/?region={town.HERE}",
        f"declare/?home={street.rooms[1].code}",
        "said/",
        "leave/",
        "tie/",
    ):
        assert client.get(f"/me/{path}").status_code == 200, path
    for path in ("mine/", "looked/", "contest/"):
        assert client.get(f"/me/{path}").headers["Location"] == "/me/tie/"


def test_a_declaration_by_plate_waits_for_the_landlord_with_the_time_left(street):
    page = declare(signed_in(public(PHONE)), street.rooms[1].code)
    assert "等房东确认" in page
    assert "逾期转社区处理" in page


def test_sending_it_twice_is_one_declaration(street):
    user = public(PHONE)
    client = signed_in(user)
    declare(client, street.rooms[1].code)
    declare(client, street.rooms[1].code)
    with acting(actor(user)):
        assert len(register.declared_by(f"user:{user}")) == 1


def test_a_child_without_a_document_may_come_along(street):
    user = public(PHONE)
    child = {
        "relation": "20",
        "name": "覃小满",
        "doc_type": "",
        "doc_number": "",
        "birth_date": "2021-03-04",
        "sex": "1",
    }
    declare(signed_in(user), street.rooms[1].code, members=(child,))
    with acting(actor(user)):
        assert {d["item"]["name"] for d in register.declared_by(f"user:{user}")} == {
            "覃秀英",
            "覃小满",
        }


def test_the_relation_of_a_member_is_chosen_by_the_person_and_shown_before_the_yes(street):
    client, home = signed_in(public(PHONE)), street.rooms[1].code
    child = {
        "relation": "",
        "name": "覃小满",
        "doc_type": "",
        "doc_number": "",
        "birth_date": "2021-03-04",
        "sex": "1",
    }
    unsaid = client.post(f"/me/declare/?home={home}", form(members=(child,), yes="1"))
    assert unsaid.status_code == 422
    chosen = form(members=({**child, "relation": "20"},))
    page = client.post(f"/me/declare/?home={home}", chosen).content.decode()
    assert "都对吗" in page and "与您的关系：子" in page
    first = client.get(f"/me/declare/?home={home}").content.decode()
    assert '<option value="" selected>' in first.split("m-__prefix__-relation")[-1]


def test_a_birth_date_in_the_future_and_a_symbol_in_a_name_are_refused_at_their_fields(street):
    client, home = signed_in(public(PHONE)), street.rooms[1].code
    child = {
        "relation": "20",
        "name": "覃小满😀",
        "doc_type": "",
        "doc_number": "",
        "birth_date": (local_date(now()) + timedelta(days=1)).isoformat(),
        "sex": "1",
    }
    page = client.post(f"/me/declare/?home={home}", form(members=(child,), yes="1"))
    assert page.status_code == 422
    assert reason_text("birth_date_future") in page.content.decode()
    assert reason_text("name_symbols") in page.content.decode()


def test_the_answer_is_the_same_for_a_known_and_an_unknown_number(street):
    """Word for word, and with the same work: the register is not even asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages, work = [], []
    for phone, who in (("13911110092", NEWCOMER), ("13911110093", town.STRANGER)):
        client = signed_in(public(phone))
        with CaptureQueriesContext(connection) as queries:
            pages.append(plain(declare(client, street.rooms[1].code, who=who), who))
        # A prepared statement is counted without its text.
        work.append(
            (len(queries), [q["sql"] for q in queries if q["sql"] and "people_" in q["sql"]])
        )
    import re

    own = (
        r'name="csrfmiddlewaretoken" value="[^"]+"|CSRFToken": "[^"]+|/said/\d+/|data-user="\d+"|<time[^>]*>|'
        r"\d\d:\d\d(:\d\d)?"
    )
    strip = [re.sub(own, "", p) for p in pages]
    assert strip[0] == strip[1]
    assert work == [(work[0][0], [])] * 2


def test_the_landlords_silence_gives_the_declaration_to_staff(street):
    declare(signed_in(public(PHONE)), street.rooms[1].code)
    later = now() + timedelta(hours=49)
    with acting(town.PLATFORM):
        assert not [r for r in register.waiting_in([town.STREET], at=now()) if r.kind == "confirm"]
        assert [
            r.item["name"]
            for r in register.waiting_in([town.STREET], at=later)
            if r.kind == "confirm"
        ] == ["覃秀英"]


def test_a_waiting_declaration_can_be_taken_back(street):
    user = public(PHONE)
    client = signed_in(user)
    declare(client, street.rooms[1].code)
    with acting(actor(user)):
        did = register.declared_by(f"user:{user}")[0]["id"]
    client.post(f"/me/said/{did}/back/")
    assert "已撤回" in client.get("/me/said/").content.decode()


def test_an_address_without_a_code_goes_to_staff(street):
    client = signed_in(public(PHONE))
    client.post(f"/me/declare/?region={town.HERE}&address=无名巷9号&room=201", form(yes="1"))
    assert "社区正在核实" in client.get("/me/said/").content.decode()


def test_a_tied_account_sees_its_record_masked_and_who_looked(street):
    client = signed_in(public(PHONE, person_id=street.resident))
    with acting(town.PLATFORM):
        audit.record_read(
            town.PLATFORM.for_purpose("service"),
            person_ids=[street.resident],
            fields=("name",),
            action="test",
            at=now(),
        )
    page = client.get("/me/mine/").content.decode()
    assert "单文静" in page
    assert town.RESIDENT.doc_number not in page
    assert "公共服务办理" in client.get("/me/looked/").content.decode()


def test_a_tied_account_contests_a_stay(street):
    client = signed_in(public(PHONE, person_id=street.resident))
    with acting(town.PLATFORM):
        stay = register.stays_of([street.resident])[0].id
    numbered = f"我的号码是 {town.RESIDENT.doc_number}，不是这个地址"
    refused = client.post(f"/me/contest/?stay={stay}", {"words": numbered})
    assert refused.status_code == 422
    assert "身份证号码，没有保存" in refused.text and "不是这个地址" in refused.text
    assert client.post(f"/me/contest/?stay={stay}", {"words": "不是我"}).status_code == 302
    with acting(town.PLATFORM):
        assert "contest" in [r.kind for r in register.waiting_in([town.STREET], at=now())]


def test_a_tied_resident_moves_out_and_the_landlord_is_asked(street):
    client = signed_in(public(PHONE, person_id=street.resident))
    assert street.rooms[0].text in client.get("/me/leave/").content.decode()
    client.post(
        "/me/leave/",
        {"home": street.rooms[0].code, "day": local_date(now()).isoformat(), "key": "x"},
    )
    with acting(town.PLATFORM):
        assert [r.item["kind"] for r in register.waiting_for(street.holder)] == ["leave"]


def test_the_real_name_service_ties_the_account(street):
    user = public(PHONE)
    access.simulate_real_names([(town.RESIDENT.name, town.RESIDENT.doc_number, PHONE)])
    signed_in(user).post(
        "/me/tie/", {"name": town.RESIDENT.name, "number": town.RESIDENT.doc_number}
    )
    assert actor(user).person_id == street.resident


def test_the_real_name_service_says_the_same_no_for_known_and_unknown_numbers(street):
    pages = []
    for phone, who in (("13911110094", town.RESIDENT), ("13911110095", NEWCOMER)):
        page = signed_in(public(phone)).post(
            "/me/tie/", {"name": who.name, "number": who.doc_number}
        )
        pages.append((page.status_code, "核验未通过" in page.content.decode()))
    assert pages == [(422, True), (422, True)]


def test_a_plate_tells_the_community_and_never_who_lives_there(street):
    page = Client().get(f"/h/{street.rooms[0].code}").content.decode()
    assert "门牌" in page
    assert "单文静" not in page
    assert street.rooms[0].text not in page


def test_a_stranger_with_the_link_of_a_check_in_gets_the_same_void_page_as_for_nonsense(street):
    from tests.domains.register.invitations.test_invitations import sent_token

    landlord = actor(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))
    with acting(landlord):
        register.invite(
            home_code=street.rooms[0].code,
            actor=landlord,
            at=now(),
            link=lambda t: t,
            person_id=street.resident,
        )
    token = sent_token(town.RESIDENT.phone)
    stranger = signed_in(public("13911110096"))
    opened = stranger.get(f"/i/{token}/").content.decode()
    assert "单文静" not in opened
    assert street.rooms[0].text not in opened
    refused, nonsense = stranger.post(f"/i/{token}/"), stranger.post(f"/i/{'x' * 43}/")
    assert (refused.status_code, nonsense.status_code) == (404, 404)
    assert ("打不开这份邀请" in refused.content.decode()) and (
        "打不开这份邀请" in nonsense.content.decode()
    )


def test_guessing_links_is_limited(street):
    client = signed_in(public("13911110097"))
    for _try in range(21):
        page = client.get(f"/i/{'y' * 43}/").content.decode()
    assert "次数过多" in page


def test_public_pages_open(street):
    for path in ("/", "/privacy/"):
        for language in ("zh-hans", "en"):
            assert Client(headers={"accept-language": language}).get(path).status_code == 200


def test_everybody_lands_at_their_own_door(street):
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))
    assert landlord.get("/").headers["Location"] == "/landlord/"
    assert signed_in(public(PHONE)).get("/").headers["Location"] == "/me/"


def test_a_form_that_lost_its_family_part_says_so_in_words(street):
    client, url = signed_in(public(PHONE)), f"/me/declare/?home={street.rooms[1].code}"
    torn = {k: v for k, v in form().items() if not k.startswith("m-")}
    for given in (torn, {**form(), "m-TOTAL_FORMS": "x"}):
        answer = client.post(url, given)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "家人的内容没有收到" in page
        assert "TOTAL_FORMS 这个" not in page.replace(")", "")
        assert f'value="{NEWCOMER.name}"' in page
    crowd = client.post(url, {**form(), "m-TOTAL_FORMS": "30"}).content.decode()
    assert "一次最多登记 8 位家人" in crowd
    assert client.post(url, form()).status_code == 200


def test_a_stay_without_a_home_on_file_is_named_by_its_place(street, monkeypatch):
    with acting(town.PLATFORM):
        person = town.moved_in(NEWCOMER, street.rooms[1])
    monkeypatch.setattr(places, "homes", lambda ids: {})
    page = signed_in(public(PHONE, person_id=person)).get("/me/mine/").content.decode()
    assert town.HERE not in page
    assert "洞阳" in page


def test_ones_own_record_names_the_employer_and_who_looked_by_role(street):
    client = signed_in(public("13911110098", person_id=street.worker))
    assert "浏阳星火电子有限公司" in client.get("/me/mine/").content.decode()
    landlord = actor(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))
    with acting(town.PLATFORM):
        audit.record_read(
            landlord.for_purpose("register"),
            person_ids=[street.worker],
            fields=("name",),
            action="test",
            at=now(),
        )
    assert "房东" in client.get("/me/looked/").content.decode()


@pytest.mark.parametrize(("typed", "why"), [("", "请填日期"), ("2026-02-30", "没有这一天")])
def test_moving_out_with_a_bad_day_keeps_what_was_typed(street, typed, why):
    client = signed_in(public(town.RESIDENT.phone, person_id=street.resident))
    home = street.rooms[0].code
    page = client.post("/me/leave/", {"home": home, "day": typed, "key": "b"})
    assert page.status_code == 422
    assert why in page.content.decode() and f'value="{typed}"' in page.content.decode()
    early = client.post("/me/leave/", {"home": home, "day": "1990-01-01", "key": "c"})
    assert early.status_code == 422 and 'value="1990-01-01"' in early.content.decode()


def test_nobody_moves_out_before_they_moved_in(street):
    client = signed_in(public(town.RESIDENT.phone, person_id=street.resident))
    with acting(town.PLATFORM):
        (stay,) = register.stays_of([street.resident], as_of=street.today)
    day = (stay.since - timedelta(days=1)).isoformat()
    page = client.post("/me/leave/", {"home": street.rooms[0].code, "day": day, "key": "d"})
    assert page.status_code == 422 and "离开日期早于开始日期" in page.content.decode()
    assert "搬离" not in client.get("/me/said/").content.decode()
