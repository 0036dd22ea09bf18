"""Pages of a rescue station: its own staff alone, every reading on record, a fixed number of queries."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Facts, Way
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.casework.rescue.town import DISTRICT, Shelter, key, worker
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import signed_in, staff


@pytest.fixture(scope="module")
def night(once):
    return once(_built)


def _built():
    Street.built()
    shelter = Shelter.built()
    grants = {
        "worker": ("rescue", DISTRICT),
        "head": ("rescue_head", DISTRICT),
        "elsewhere": ("rescue", "430102"),
        "city": ("city", DISTRICT[:4]),
        "police": ("police", DISTRICT),
        "auditor": ("auditor", ""),
    }
    clients = {n: signed_in(staff(f"shelter.{n}", g)) for n, g in grants.items()}
    return shelter, clients


def test_only_the_station_opens_its_pages(night):
    shelter, clients = night
    stay = shelter.admitted(name="白住下")
    addresses = (
        f"/office/rescue/?station={shelter.station.id}",
        f"/office/rescue/book/?station={shelter.station.id}",
        f"/office/rescue/book/?station={shelter.station.id}&format=xlsx",
        f"/office/rescue/in/?station={shelter.station.id}",
        f"/office/rescue/stays/{stay}/",
        f"/office/rescue/stays/{stay}/register/",
    )
    for address in addresses:
        answer = clients["worker"].get(address)
        assert answer.status_code == 200, address
        for name in ("elsewhere", "city", "police", "auditor"):
            answer = clients[name].get(address, follow=True)
            content = b"".join(answer) if answer.streaming else answer.content
            assert "白住下".encode() not in content, (name, address)
            led = name == "city" and answer.request["PATH_INFO"] == "/office/rescue/stations/"
            assert led or answer.status_code in (403, 404), (name, address)
    assert clients["worker"].get("/office/rescue/stations/").status_code == 403
    assert clients["worker"].get("/office/people/").status_code in (403, 404)


def test_every_reading_is_recorded_with_its_purpose(night):
    shelter, clients = night
    stay = shelter.admitted()
    begun = now()
    clients["worker"].get(f"/office/rescue/stays/{stay}/")
    clients["worker"].get("/office/rescue/")
    with acting(PLATFORM):
        found = [
            e
            for e in audit.entries(PLATFORM, limit=50)
            if e.at >= begun and e.action in ("rescue.stay", "rescue.here")
        ]
    assert {e.action for e in found} == {"rescue.stay", "rescue.here"}
    assert all(e.purpose == "rescue" for e in found)
    assert all(str(stay) in str(e.subject_id).split(",") for e in found)


def test_a_page_asks_as_often_for_ten_people_as_for_one(night):
    shelter, clients = night
    shelter.admitted()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert clients["worker"].get("/office/rescue/").status_code == 200
        return len(queries)

    asked()
    one = asked()
    for _ in range(9):
        shelter.admitted()
    assert asked() == one


def test_the_book_leaves_as_excel_and_the_counts_without_names(night):
    shelter, clients = night
    stay = shelter.admitted(name="白在册", facts=Facts(name="白在册"))
    shelter.leaves(stay, Way.WORD, signed=True)
    answer = clients["worker"].get("/office/rescue/book/?format=xlsx&show=all")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    assert [c.value for c in sheet[1]][:3] == ["编号", "代号", "姓名"]
    assert sheet.cell(2, 3).value == "白在册" and sheet.cell(2, 11).value == "自愿离站（签字声明）"
    answer = clients["city"].get("/office/rescue/stations/?format=xlsx")
    cells = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    text = " ".join(str(c.value) for row in cells.iter_rows() for c in row)
    assert "浏阳市救助管理站" in text and "白在册" not in text


def test_wrong_use_gets_a_sentence_and_the_same_form_counts_once(night):
    shelter, clients = night
    post = clients["worker"].post
    station = shelter.station.id
    form = {"station": station, "sex": "1", "age": "30", "key": key(), "since": "1900-01-01"}
    answer = post("/office/rescue/in/", form | {"birth_date": "1990-02-03"})
    assert answer.status_code == 422 and "早于出生日期" in answer.content.decode()
    answer = post("/office/rescue/in/", form | {"since": "", "needs": RESIDENT.doc_number})
    assert answer.status_code == 422
    form |= {"since": "", "key": "once"}
    first = post("/office/rescue/in/", form)
    assert post("/office/rescue/in/", form)["Location"] == first["Location"]
    stay = first["Location"]
    answer = post(stay, {"act": "leave", "way": "word", "key": "k"})
    assert answer.status_code == 422 and "签字" in answer.content.decode()
    for nonsense in (
        {"act": "fly"},
        {},
        {"act": "note", "step": "left"},
        {"act": "bed", "bed": "x"},
    ):
        assert post(stay, nonsense | {"key": "k"}).status_code == 422
    assert post(stay, {"act": "cash", "yuan": "1e9", "signed": "on", "key": "k"}).status_code == 422
    assert post("/office/rescue/stays/999999/", {"act": "kin_yes"}).status_code == 404
    with acting(worker()):
        assert len(rescue.present(station, at=now())) == 1


def test_the_head_extends_and_the_worker_may_not(night):
    shelter, clients = night
    stay = shelter.admitted()
    form = {"act": "extend", "until": local_date(now()).isoformat(), "text": "已备案", "key": "e"}
    answer = clients["worker"].post(f"/office/rescue/stays/{stay}/", form)
    assert answer.status_code == 422 and "站长" in answer.content.decode()
    form["until"] = "2999-01-01"
    assert clients["head"].post(f"/office/rescue/stays/{stay}/", form).status_code == 422


def test_the_office_opens_a_station_and_its_beds(night):
    _shelter, clients = night
    answer = clients["city"].post(
        "/office/rescue/stations/new/", {"region": "430102000000", "name": "芙蓉区救助站"}
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    beds = answer["Location"]
    made = clients["city"].post(beds, {"ward": "women", "room": "201", "count": "3"})
    assert made.status_code == 302
    assert "201" in clients["city"].get(beds).content.decode()
    assert (
        clients["city"].post(beds, {"ward": "men", "room": "201", "count": "x"}).status_code == 422
    )
    again = clients["city"].post(
        "/office/rescue/stations/new/", {"region": "430102000000", "name": "另一个站"}
    )
    assert again.status_code == 422
    assert clients["elsewhere"].get("/office/rescue/").status_code == 200


def test_a_number_is_masked_until_it_is_asked_for_and_that_is_recorded(night):
    shelter, clients = night
    stay = shelter.admitted(facts=Facts(name="白有证", number="K1234567890"))
    address = f"/office/rescue/stays/{stay}/"
    for page in (address, f"{address}register/", "/office/rescue/book/?show=all"):
        assert "K1234567890" not in clients["worker"].get(page).content.decode(), page
    shown = clients["worker"].post(address, {"act": "reveal"})
    assert "K1234567890" in shown.content.decode()
    with acting(PLATFORM):
        found = [e for e in audit.entries(PLATFORM, limit=20) if e.action == "rescue.reveal"]
    assert [str(e.subject_id) for e in found] == [str(stay)]


def test_a_station_out_of_reach_is_named_at_its_field_and_the_form_stays(night):
    _shelter, clients = night
    sent = {"region": "110101000000", "name": "外地站", "phone": "010"}
    answer = clients["city"].post("/office/rescue/stations/new/", sent)
    body = answer.content.decode()
    assert answer.status_code == 422 and 'value="外地站"' in body
    assert "不在您的管辖范围内" in body or "没有这个区划" in body
