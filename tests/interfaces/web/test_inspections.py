"""Staff inspect on a phone, the landlord reads the same record and answers it, staff look again: on the pages."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import ANSWERS, CONDITIONS, HazardState, HazardStep
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.interfaces.texts import premises as words
from tests.domains.housing.premises.visits import inspected, picture, place
from tests.factories import register as town
from tests.factories.register import PLATFORM
from tests.factories.staff import public, signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(town.Street.built)


@pytest.fixture
def officer():
    return signed_in(staff("street.zhao", ("street", town.STREET)))


@pytest.fixture
def landlord(street):
    return signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def photo() -> io.BytesIO:
    file = io.BytesIO(picture())
    file.name = "a.jpg"
    return file


def filled(street, **change: object) -> dict[str, object]:
    """The form of a room with everything in order but the electric bicycle."""
    (form,) = premises.inspection_forms(place(street.rooms[0]), street.today)
    data: dict[str, object] = {f"a-{i.key}": "yes" for i in form.items}
    return {
        **data,
        "form": form.key,
        "day": street.today.isoformat(),
        "key": "k1",
        "a-ebike": "no",
        "n-ebike": "楼道充电",
        **change,
    }


def test_inspected_answered_and_closed_on_the_pages_of_both_sides(street, officer, landlord):
    code = street.rooms[0].code
    new = f"/office/inspections/new/?home={code}"
    assert new in page(officer, f"/office/homes/{code}/")
    assert "电动自行车和电池没有在室内" in page(officer, new)
    answer = officer.post(new, filled(street, **{"p-ebike": photo(), "d-ebike": "2"}))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    record = answer.url
    again = officer.post(new, filled(street), follow=True)
    assert again.redirect_chain == [(record, 302)], "a second press makes no second record"
    assert "刚才已经保存" in again.content.decode()
    number = int(re.findall(r"\d+", record)[0])
    seen = page(officer, record)
    assert "楼道充电" in seen and "火灾" in seen and "《高层民用建筑消防安全管理规定》" in seen

    assert "1 处安全隐患等您整改" in page(landlord, "/landlord/")
    assert "没有等您办的事" not in page(landlord, "/landlord/")
    mine = page(landlord, f"/landlord/inspections/{number}/")
    assert "楼道充电" in mine and "回复整改情况" in mine
    assert street.rooms[0].text in page(landlord, "/landlord/inspections/")
    picture_url = re.findall(r"/landlord/inspections/photos/\d+/", mine)[0]
    assert landlord.get(picture_url)["Content-Type"] == "image/jpeg"
    hazard = re.findall(r"answer/(\d+)/", mine)[0]
    address = f"/landlord/inspections/{number}/answer/{hazard}/"
    refused = landlord.post(address, {"text": " ", "key": "a1"})
    assert refused.status_code == 422 and "请写明情况" in refused.content.decode()
    empty = SimpleUploadedFile("a.jpg", b"", "image/jpeg")
    refused = landlord.post(address, {"text": "已推到车棚", "photo": empty, "key": "a0"})
    assert refused.status_code == 422, "a photograph that did not arrive is not left out in silence"
    assert (
        landlord.post(address, {"text": "已推到车棚", "photo": photo(), "key": "a2"}).status_code
        == 302
    )
    assert "没有等您整改的隐患" in page(landlord, "/landlord/inspections/")

    waiting = page(officer, "/office/inspections/?show=answered")
    assert street.rooms[0].text in waiting
    assert "已推到车棚" in page(officer, record)
    steps = f"{record}steps/"
    assert officer.post(steps, {"key": "s0"}).status_code == 422
    late = officer.post(steps, {f"step-{hazard}": "remains", f"due-{hazard}": "", "key": "s1"})
    assert late.status_code == 422 and "整改期限要晚于今天" in late.content.decode()
    assert officer.post(steps, {f"step-{hazard}": "rectified", "key": "s2"}).status_code == 302
    for client, path in ((officer, record), (landlord, f"/landlord/inspections/{number}/")):
        assert "复查：已整改" in page(client, path)
    with acting(PLATFORM):
        who = rows(
            "SELECT DISTINCT actor_label FROM audit_entry WHERE action LIKE 'housing.%%' ORDER BY 1"
        )
    assert len(who) == 2, who


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"a-ebike": ""}, "第 4 项还没有填"),
        ({"n-ebike": ""}, "第 4 项不符合：请写明情况"),
        ({"d-ebike": "999999999999999999"}, "整改期限要晚于今天"),
        ({"d-ebike": "-5"}, "整改期限要晚于今天"),
        ({"day": "2020-01-01"}, "检查日期要在今天以前 30 天内"),
        ({"day": "2026-02-30"}, "日期"),
        ({"p-ebike": io.BytesIO(b"MZ")}, ""),
    ],
)
def test_what_is_missing_is_said_at_its_question_and_nothing_typed_is_lost(
    street, officer, change, says
):
    path = f"/office/inspections/new/?home={street.rooms[0].code}"
    answer = officer.post(path, filled(street, **change))
    text = answer.content.decode()
    assert answer.status_code == 422 and says in text
    assert "照片请重新选择" in text
    if "n-ebike" not in change:
        assert "楼道充电</textarea>" in text
    assert text.count(" checked>") == 12 - ("a-ebike" in change)


def test_the_notice_to_rectify_is_a_sheet_for_paper_on_both_sides(street, officer, landlord):
    record = inspected(street)
    for client, path in (
        (officer, f"/office/inspections/{record.id}/notice/"),
        (landlord, f"/landlord/inspections/{record.id}/notice/"),
    ):
        sheet = page(client, path)
        for part in ("隐患整改通知书", record.number, "周房东", "楼道有一辆电动车在充电", "依据"):
            assert part in sheet, part


def test_who_is_of_another_place_finds_nothing_under_any_address(street, officer):
    record = inspected(street)
    photo_id = 1
    stranger = signed_in(staff("street.other", ("street", town.OTHER_STREET)))
    other = signed_in(public("13700000009", grants=(("landlord", "holder:999", town.HERE),)))
    for path in (
        f"/office/inspections/{record.id}/",
        f"/office/inspections/{record.id}/notice/",
        f"/office/inspections/photos/{photo_id}/",
        f"/office/inspections/new/?home={street.rooms[0].code}",
    ):
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"/office/inspections/{record.id}/steps/", {}).status_code == 404
    for path in (
        f"/landlord/inspections/{record.id}/",
        f"/landlord/inspections/{record.id}/notice/",
        f"/landlord/inspections/photos/{photo_id}/",
    ):
        assert other.get(path).status_code == 404, path
    hazard = record.hazards[0].id
    path = f"/landlord/inspections/{record.id}/answer/{hazard}/"
    assert other.post(path, {"text": "x", "key": "k"}).status_code == 404
    leader = signed_in(staff("leader.li", ("leader", town.STREET)))
    assert leader.get("/office/inspections/").status_code == 403


def test_the_list_is_narrowed_counts_and_leaves_as_a_spreadsheet(street, officer):
    record = inspected(street)
    inspected(street, {}, room=1)
    text = page(officer, "/office/inspections/?show=all")
    assert text.count('<th scope="row">') == 2
    building = street.rooms[0].building_id
    assert record.premises.text in page(officer, f"/office/inspections/?building={building}")
    assert "没有这样的检查" in page(officer, "/office/inspections/?show=late")
    answer = officer.get("/office/inspections/?show=open&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), read_only=True)
    (titles, line) = list(book.worksheets[0].iter_rows(values_only=True))
    assert dict(zip(titles, line, strict=True))["编号"] == record.number


def test_the_pages_speak_english_throughout(street):
    record = inspected(street)
    client = signed_in(staff("street.en", ("street", town.STREET)), language="en")
    text = page(client, f"/office/inspections/{record.id}/")
    assert "To be put right" in text and "Fire Safety of High-rise Civil Buildings" in text
    new = page(client, f"/office/inspections/new/?home={street.rooms[0].code}")
    assert "Safety check of a rented home" in new and "检查" not in new


def test_every_code_has_words_in_both_languages():
    for table, codes in (
        (words.ANSWERS, ANSWERS),
        (words.STATES, [s.value for s in HazardState]),
        (words.STEPS, [s.value for s in HazardStep]),
        (words.CONDITIONS, CONDITIONS),
        (words.SHOWN, premises.SHOWN),
        (words.RECORDS, ("open", "answered", "closed", "clear")),
    ):
        assert set(table) == set(codes)
        assert all(zh and en for zh, en in table.values())
