"""The pages of transfers: a resident sees what goes and asks, takes the file along; the office takes in what came."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.exchange.api import transfers
from tests.factories.exchange import THERE, carry, linked, person_of
from tests.factories.people import somebody
from tests.factories.register import OTHER_STREET, STREET, Street
from tests.factories.staff import public, signed_in, staff
from tests.factories.transfers import SAID

MINE, OFFICE = "/me/transfers/", "/office/transfers/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


@pytest.fixture
def me(street):
    return signed_in(public("13911110301", person_id=street.resident))


def text(answer):
    return answer.content.decode()


def form(street, **more):
    return {
        "kind": "carer",
        "ref": f"person:{street.child}",
        "place": THERE,
        **SAID,
        "key": "a" * 32,
        **more,
    }


def test_a_resident_sees_what_goes_before_asking_and_each_step_after(street, there, me):
    assert "照护人联系方式" in text(me.get(MINE))
    assert "请先征得照护人同意" in text(me.get(f"{MINE}new/?kind=carer"))
    shown = text(me.post(f"{MINE}new/", form(street)))
    for words in ("周德厚", "13900000001", "剑阁县", "未成年人保护法", "同意并申请"):
        assert words in shown
    assert "还没有转送过" in text(me.get(MINE))
    assert "请选择送到哪里" in text(me.post(f"{MINE}new/", form(street, place="")))
    wrong = me.post(f"{MINE}new/", form(street, carer_phone="1"))
    assert (wrong.status_code, "请填写照护人" in text(wrong)) == (422, True)
    page = me.post(f"{MINE}new/", form(street, sure="1"))["Location"]
    assert me.post(f"{MINE}new/", form(street, sure="1"))["Location"] == page
    assert "准备送出" in text(me.get(page))
    me.post(page, {"act": "withdraw"})
    assert "内容已删去" in text(me.get(page))


def test_a_place_without_a_link_gives_the_signed_file_which_the_office_takes_in(street, there, me):
    page = me.post(f"{MINE}new/", form(street, place="other", sure="1"))["Location"]
    assert "记录在您手上" in text(me.get(page))
    answer = me.get(f"{page}record.json")
    assert transfers.read(answer.content).name == "carer_contact"
    clerk = signed_in(staff("tr.clerk", ("street", STREET)))
    bad = clerk.post(f"{OFFICE}bring/", {"file": SimpleUploadedFile("x.json", b"{}")}, follow=True)
    assert "这不是签名记录文件" in text(bad)
    up = SimpleUploadedFile("record.json", answer.content)
    brought = clerk.post(f"{OFFICE}bring/", {"file": up})["Location"]
    assert "本人带来的签名文件" in text(clerk.get(brought))
    clerk.post(brought, {"act": "take"})
    kept = text(clerk.get(brought))
    assert "已收入" in kept
    assert "对方已收入" not in kept
    stranger = signed_in(public("13911110302", person_id=street.stranger))
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}record.json").status_code == 404


def test_what_came_is_refused_with_a_reason_by_the_office_it_lies_at(street, there):
    body = {
        "person": person_of(somebody("路过人", 877)),
        "carer": {"name": "周德厚", "phone": "13900000001"},
        "request": {"by": "self", "day": "2026-11-29"},
    }
    there.send(there.message("carer_contact", body))
    carry(there)
    county = signed_in(staff("tr.county", ("district", "430181")))
    listed = text(county.get(OFFICE))
    assert "路过人" in listed
    page = re.search(rf"{OFFICE}\d+/", listed)[0]
    other = signed_in(staff("tr.other", ("street", OTHER_STREET)))
    assert other.get(page).status_code == 404
    assert "路过人" not in text(other.get(OFFICE))
    county.post(page, {"act": "refuse", "reason": "not_here", "note": "请先登记"})
    assert "此人不在当地" in text(county.get(page))
    assert county.get(f"{OFFICE}transfers.xlsx?show=over")["Content-Type"].startswith(
        "application/"
    )
    carry(there)
    assert there.sent_to("outcome_report")[0]["body"]["reason"] == "not_here"


def test_a_refused_form_about_somebody_left_behind_keeps_where_they_live(street, there, me):
    typed = {"kind": "left_behind", "ref": "family", "division": "510823100001", "agreed": "yes"}
    page = me.post(f"{MINE}new/", form(street, **typed, family_name="周德厚"))
    assert page.status_code == 422
    assert re.search(r'name="division"[^>]*value="510823100001"', text(page))
    assert re.search(r'name="agreed"[^>]*checked', text(page))
