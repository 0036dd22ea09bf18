"""The counter: told at once what is missing, a family in one go, nothing twice, nothing said about the unseen."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.interfaces.web.office.counter import reading
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, RESIDENT, STRANGER, STREET, Street
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db

URL = "/office/counter/"
WIFE = somebody("欧阳雪", 62)
HUSBAND = somebody("单强", 61)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return signed_in(staff("clerk01", ("counter", STREET), name="陈窗口"))


def filled(street, **more):
    return {
        "key": str(uuid.uuid4()),
        "m0-doc_type": "111",
        "m0-doc_number": HUSBAND.doc_number,
        "m0-name": HUSBAND.name,
        "m0-phone": HUSBAND.phone,
        "m0-nationality": "CHN",
        "home_code": street.rooms[2].code,
        "start": str(street.today),
        "reason": "01",
        "dwelling": "02",
        **more,
    }


def family(street):
    return filled(
        street,
        **{
            "m1-relation": "12",
            "m1-doc_type": "111",
            "m1-doc_number": WIFE.doc_number,
            "m1-name": WIFE.name,
            "m2-relation": "20",
            "m2-name": "单小宝",
            "m2-sex": "1",
            "m2-birth_date": "2019-03-02",
            "m3-relation": "30",
            "m3-name": "单小妹",
            "m3-sex": "2",
            "m3-birth_date": "2022-08-15",
        },
    )


def test_a_text_that_is_too_long_is_told_at_its_field_and_the_form_keeps_what_was_typed(
    clerk, street
):
    name, room = "甲" * 101, "9" * 21
    page = clerk.post(
        "/office/counter/",
        filled(
            street,
            **{
                "m0-name": name,
                "home_code": "",
                "region": HERE,
                "address": "路" * 151,
                "room": room,
                "m0-hukou_detail": "村" * 201,
            },
        ),
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert all(t in text for t in (name, room, "路" * 151, "村" * 201, HUSBAND.doc_number))
    assert all(
        t in text
        for t in ("姓名超过 100 个字", "地址（各列连起来）超过", "房号超过", "户籍地址超过")
    )


def test_everything_missing_is_told_at_once(clerk, street):
    wrong = HUSBAND.wrong_number
    page = clerk.post(
        "/office/counter/",
        filled(
            street,
            **{
                "m0-doc_number": wrong,
                "m0-name": "",
                "m0-phone": "12",
                "home_code": "",
                "start": "",
            },
        ),
    )
    assert page.status_code == 422
    text = page.content.decode()
    for target in (
        "id_m0-doc_number",
        "id_m0-name",
        "id_m0-phone",
        "id_home_code_text",
        "id_start",
    ):
        assert f'href="#{target}"' in text
    assert text.count("校验位不对") == 2  # once in the list, once at the field


def test_a_family_of_four_is_one_batch_and_one_household(clerk, street):
    answer = clerk.post("/office/counter/", family(street))
    assert answer.status_code == 302
    page = clerk.get(answer.url).content.decode()
    assert page.count("已登记") >= 4
    with acting(PLATFORM):
        found = people.search("单强", regions=[""]).found
        around = {r.name: r.relation for r in people.relatives(found[0].person_id)}
    assert around == {"欧阳雪": "12", "单小宝": "20", "单小妹": "30"}


def test_children_without_documents_get_a_guardian(clerk, street):
    clerk.post("/office/counter/", family(street))
    with acting(PLATFORM):
        (child,) = people.search("单小宝", regions=[""]).found
        roles = [r.role for r in people.relatives(child.person_id) if r.name == "单强"]
    assert "guardian" in roles


def test_sending_the_same_form_twice_changes_nothing(clerk, street):
    form = family(street)
    first, second = clerk.post("/office/counter/", form), clerk.post("/office/counter/", form)
    assert first.url == second.url
    with acting(PLATFORM):
        assert people.search("单强", regions=[""]).count == 1
        assert len(register.occupants([street.rooms[2].id], as_of=street.today)) == 4


def test_undo_takes_people_homes_and_household_back(clerk, street):
    done = clerk.post("/office/counter/", family(street)).url
    assert clerk.post(f"{done}undo/").status_code == 302
    with acting(PLATFORM):
        assert people.search("单强", regions=[""]).count == 0
        assert register.occupants([street.rooms[2].id], as_of=street.today) == []


def test_nobody_else_can_take_a_form_back(clerk, street):
    done = clerk.post("/office/counter/", family(street)).url
    other = signed_in(staff("clerk02", ("counter", STREET)))
    assert other.post(f"{done}undo/").status_code == 404


def test_the_number_fills_what_it_says(clerk, street):
    text = clerk.post(
        "/office/counter/number",
        {"prefix": "m0", "m0-doc_type": "111", "m0-doc_number": RESIDENT.doc_number},
    ).content.decode()
    assert "四川省" in text and "1991-04-12" in text and 'data-name="单文静"' in text


def test_somebody_out_of_sight_looks_like_nobody(clerk, street):
    def answer(number):
        text = clerk.post(
            "/office/counter/number", {"prefix": "m0", "m0-doc_number": number}
        ).content.decode()
        return re.sub(r"<p class=\"cn-facts\".*?</p>", "", text, flags=re.S).strip()

    assert answer(STRANGER.doc_number) == answer(somebody("谁", 99).doc_number)


def test_the_deadline_says_how_late_and_under_which_rule(clerk, street):
    text = clerk.post(
        "/office/counter/deadline", filled(street, start=str(street.today - timedelta(days=10)))
    ).content.decode()
    assert "已超期 7 天" in text and "户口登记条例" in text


def test_homes_are_found_by_room_and_by_plate(clerk, street):
    room = street.rooms[2]
    assert room.code in clerk.get("/office/counter/homes", {"q": "新屋路12号201"}).content.decode()
    assert (
        room.code
        in clerk.get(
            "/office/counter/homes", {"q": f"https://anju.example/p/{room.code}"}
        ).content.decode()
    )


def test_a_known_person_moves_house_and_the_old_stay_ends(clerk, street):
    assert clerk.get(f"/office/counter/?person={street.resident}").status_code == 200
    clerk.post(
        "/office/counter/",
        filled(
            street,
            **{
                "m0-person": street.resident,
                "m0-doc_number": "",
                "m0-name": "单文静",
                "m0-phone": "",
            },
        ),
    )
    with acting(PLATFORM):
        stays = register.stays_of([street.resident])
    assert [s.home_id for s in stays] == [street.rooms[0].id, street.rooms[2].id]
    assert stays[0].until == stays[1].since == street.today


def test_moving_out_ends_the_stay_of_somebody_without_documents(clerk, street):
    answer = clerk.post(
        f"/office/counter/leave/{street.child}/",
        {"end": str(street.today), "key": str(uuid.uuid4())},
    )
    assert answer.status_code == 302
    with acting(PLATFORM):
        assert register.stays_of([street.child])[-1].until == street.today


def test_a_correction_is_shown_before_it_counts(clerk, street):
    with acting(PLATFORM):
        before = register.stays_of([street.resident])[-1]
    since = str(before.since - timedelta(days=5))
    url, form = (
        f"/office/counter/stay/{before.id}/",
        {"since": since, "note": "合同写的更早", "key": str(uuid.uuid4())},
    )
    shown = clerk.post(url, {**form, "step": "look"}).content.decode()
    assert since in shown and str(before.since) in shown
    with acting(PLATFORM):
        assert register.stays_of([street.resident])[-1] == before
    assert clerk.post(url, {**form, "step": "confirm"}).status_code == 302
    with acting(PLATFORM):
        after = register.stays_of([street.resident])[-1]
        then = register.stays_of([street.resident], known_at=before.recorded_at)
    assert str(after.since) == since and after.line == before.line
    assert [s.since for s in then] == [before.since]


def test_the_receipt_prints_masked_numbers_only(clerk, street):
    done = clerk.post("/office/counter/", family(street)).url
    text = clerk.get(f"{done}receipt/").content.decode()
    assert "居住登记回执" in text and HUSBAND.doc_number not in text
    assert clerk.get(f"{done}receipt.pdf").content.startswith(b"%PDF")


def test_a_grid_worker_of_another_street_finds_no_such_form(clerk, street):
    done = clerk.post("/office/counter/", family(street)).url
    stranger = signed_in(staff("far01", ("counter", "430181100")))
    assert stranger.get(done).status_code == 404


def test_a_home_outside_the_area_is_refused_with_the_rest(clerk, street):
    page = clerk.post(
        "/office/counter/", filled(street, home_code=street.far[0].code, **{"m0-name": ""})
    )
    assert (
        page.status_code == 422
        and "不在您的辖区" in page.content.decode()
        and "没有姓名" in page.content.decode()
    )


def test_the_account_is_tied_only_when_both_were_shown(clerk, street):
    from tests.factories.staff import public

    user = public("13900001234")
    url = f"/office/counter/tie/{street.resident}/"
    assert clerk.post(url, {"phone": "13900001234"}).status_code == 422
    assert (
        clerk.post(url, {"phone": "13900001234", "saw_document": "1", "saw_phone": "1"}).status_code
        == 302
    )
    from anju.domains.access.models import User

    assert User.objects.get(pk=user).person_id == street.resident


def test_nobody_is_registered_as_living_here_before_the_day_of_birth(clerk, street):
    child = {"m1-name": "单小宝", "m1-birth_date": str(street.today), "m1-relation": "20"}
    early = {**filled(street, **child), "start": str(street.today - timedelta(days=5))}
    page = clerk.post("/office/counter/", early)
    assert page.status_code == 422
    assert "来住、入职或外出日期早于出生日期" in page.content.decode()
    alone = clerk.post("/office/counter/", {**early, "start": str(street.today)})
    assert alone.status_code == 302


def test_the_number_of_a_merged_record_leads_to_the_kept_one_on_every_page_and_form(street):
    clerk = signed_in(staff("street01", ("street", STREET)))
    with acting(PLATFORM):
        register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=street.at
        )
    answer = clerk.get(f"/office/counter/leave/{street.worker}/?from=list")
    assert (answer.status_code, answer.url) == (
        302,
        f"/office/counter/leave/{street.resident}/?from=list",
    )
    done = clerk.post(
        f"/office/counter/leave/{street.worker}/",
        {"key": str(uuid.uuid4()), "end": str(street.today)},
    )
    assert done.status_code == 302
    with acting(PLATFORM):
        assert [s.until for s in register.stays_of([street.resident]) if s.habitual][
            -1
        ] == street.today
    assert clerk.get(f"/office/counter/?person={street.worker}").context["rows"][0]["value"][
        "person"
    ] == str(street.resident)
    assert (
        clerk.get(f"/office/permits/new/?person={street.worker}").context["person"].id
        == street.resident
    )


def test_the_relation_of_a_member_has_no_default_and_must_be_chosen(clerk, street):
    row = clerk.get("/office/counter/member?i=1").content.decode()
    assert '<option value="" selected>' in row.split("m1-relation")[-1]
    page = clerk.post("/office/counter/", family(street) | {"m1-relation": ""})
    assert page.status_code == 422 and "请选择家人与户主的关系" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "请填日期"), ("2026-02-30", "没有这一天"), ("2000-01-01", "离开日期早于开始日期")],
)
def test_a_departure_with_a_bad_day_keeps_what_was_typed(clerk, street, typed, why):
    url = f"/office/counter/leave/{street.resident}/"
    page = clerk.post(url, {"key": str(uuid.uuid4()), "end": typed})
    assert page.status_code == 422
    assert why in page.content.decode() and f'value="{typed}"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "part", "prefix"), [("destination", "person", "m0-"), ("position", "stay", "")]
)
def test_a_field_that_forms_ask_for_is_drawn_read_and_checked_by_its_entry_alone(
    clerk, street, monkeypatch, field, part, prefix
):
    monkeypatch.setitem(register.FIELDS, field, replace(register.FIELDS[field], asked=part))
    fields = "PERSON_FIELDS" if part == "person" else "STAY_FIELDS"
    monkeypatch.setattr(reading, fields, (*getattr(reading, fields), field))
    name = f"{prefix}{field}"
    assert f'id="id_{name}"' in clerk.get(URL).content.decode()
    post = filled(street, **{name: "某" * 101})
    page = clerk.post(URL, post)
    assert page.status_code == 422 and f'aria-describedby="{name}-error"' in page.content.decode()
    with acting(PLATFORM):
        read = reading.read(query(post | {name: "某地"}), key="k")
        assert reading.frame(read)[field].to_list() == ["某地"]
    assert clerk.post(URL, post | {name: "某地"}).status_code == 302


def query(post: dict[str, str]) -> QueryDict:
    asked = QueryDict(mutable=True)
    asked.update(post)
    return asked
