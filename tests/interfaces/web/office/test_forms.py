"""The pages of forms of other offices: proposed, accepted, filled at the counter, taken out; a resident's own."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.exchange.api import forms
from anju.domains.exchange.forms.models import FilledForm
from anju.foundation.db.scope import acting
from tests.factories.forms import blank, form_in_force, template, text
from tests.factories.register import OTHER_STREET, PLATFORM, RESIDENT, STREET, WORKER, Street
from tests.factories.staff import public, signed_in, staff

HERE = "/office/forms/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def counter(street):
    return signed_in(staff("fo.counter", ("street", STREET)))


def said(answer):
    return answer.content.decode()


def upload(description, book, name="表样.yaml"):
    return {
        "description": SimpleUploadedFile(name, description.encode()),
        "template": SimpleUploadedFile("空白.xlsx", book),
    }


def begun(counter, street, form, **more):
    given = {"presence": "person", "key": "a" * 32} | more
    return counter.post(f"{HERE}{form}/person/{street.resident}/", given)


def test_a_form_is_proposed_by_one_and_accepted_by_another(street):
    one, two = (signed_in(staff(f"fo.city{n}", ("city", "4301"))) for n in (1, 2))
    assert "表样说明" in said(one.get(f"{HERE}new/"))
    wrong = one.post(f"{HERE}new/", upload(text(basis="领导要求"), template()))
    assert wrong.status_code == 422
    assert "没有写明依据的法律或协议" in said(wrong)
    answer = one.post(f"{HERE}new/", upload(text(code="page-form"), template()))
    page = answer["Location"]
    assert "待他人确认" in said(one.get(page))
    one.post(page, {"accept": "1"})
    assert "待他人确认" in said(one.get(page))
    two.post(page, {"accept": "1"})
    assert "在用" in said(two.get(page))
    assert openpyxl.load_workbook(io.BytesIO(two.get(f"{page}template.xlsx").content))


def test_a_form_is_filled_checked_and_taken_out_in_three_forms(counter, street):
    form = form_in_force()
    assert "随迁子女入学申请表" in said(counter.get(f"{HERE}people/{street.resident}/"))
    assert begun(counter, street, form, presence="").status_code == 422
    page = begun(counter, street, form)["Location"]
    assert begun(counter, street, form)["Location"] == page
    shown = said(counter.get(page))
    assert RESIDENT.doc_number in shown
    assert "没有有效的居住证" in shown
    assert counter.get(f"{page}form.xlsx").status_code == 404
    refused = said(counter.post(page, {"cell:B9": "", "cell:B5": "13911113333", "finish": "1"}))
    assert "还有必填的没有填：申请学校" in refused
    assert 'value="13911113333"' in refused
    counter.post(page, {"cell:B9": "新开路小学", "cell:B5": "13911112222", "finish": "1"})
    assert "已填好" in said(counter.get(page))
    sheet = openpyxl.load_workbook(io.BytesIO(counter.get(f"{page}form.xlsx").content)).active
    assert (sheet["B2"].value, sheet["B9"].value) == (RESIDENT.name, "新开路小学")
    assert counter.get(f"{page}form.pdf").content.startswith(b"%PDF")
    (stored,) = json.loads(counter.get(f"{page}form.json").content)
    by_cell = {c["cell"]: c for c in stored["cells"]}
    assert by_cell["B6"]["source"] == "landlord"
    assert by_cell["B8"]["empty_because"] == "no_permit"
    counter.post(page, {"withdraw": "1"})
    assert "内容已删去" in said(counter.get(page))


def test_another_street_finds_neither_the_person_nor_the_form(counter, street):
    form = form_in_force()
    page = begun(counter, street, form)["Location"]
    other = signed_in(staff("fo.other", ("street", OTHER_STREET)))
    for address in (page, f"{page}form.xlsx", f"{HERE}people/{street.resident}/"):
        assert other.get(address).status_code == 404
    assert other.get(f"{HERE}{form}/person/{street.resident}/").status_code == 404


def test_a_list_for_an_employer_is_filled_and_downloaded(counter, street):
    fields = "  - {cell: A, label: 姓名, fact: person.name}\n  - {cell: B, label: 证件号码, fact: person.doc_number}\n"
    form = form_in_force(fields, blank(), layout="list", code="roster")
    page = f"{HERE}{form}/employer/"
    assert counter.post(page, {"uscc": "nothing", "mandate": "1"}).status_code == 422
    done = counter.post(page, {"uscc": street.firm.code, "mandate": "申1", "key": "d" * 32})
    (batch,) = re.findall(r"lists/([0-9a-f]{32})\.xlsx", said(done))
    address = f"{HERE}lists/{batch}.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(counter.get(address).content)).active
    assert [c.value for c in sheet[2]][:2] == [WORKER.name, WORKER.doc_number]


def test_a_page_asks_the_same_number_of_questions_however_much_was_filled(
    counter, street, django_assert_max_num_queries
):
    form = form_in_force()
    for n in range(3):
        begun(counter, street, form, key=f"{n}" * 32)
    with acting(PLATFORM):
        assert FilledForm.objects.count() >= 3
    with django_assert_max_num_queries(40):
        counter.get(f"{HERE}people/{street.resident}/")


def test_an_unknown_form_is_not_there(counter, street):
    assert counter.get(f"{HERE}999999/").status_code == 404
    assert forms.MOST_PERSONS == 500


def test_a_resident_fills_checks_and_downloads_their_own_form_and_sees_nobody_elses(
    counter, street
):
    form = form_in_force()
    others = begun(counter, street, form)["Location"].rstrip("/").rpartition("/")[2]
    me = signed_in(public("13900001234", person_id=street.resident))
    assert "我的表格" in said(me.get("/me/"))
    assert "随迁子女入学申请表" in said(me.get("/me/forms/"))
    page = me.post(f"/me/forms/{form}/fill/", {"key": "e" * 32})["Location"]
    assert RESIDENT.doc_number in said(me.get(page))
    me.post(page, {"cell:B9": "一小", "finish": "1"})
    sheet = openpyxl.load_workbook(io.BytesIO(me.get(f"{page}form.xlsx").content)).active
    assert sheet["B9"].value == "一小"
    assert me.get(f"{page}form.pdf").content.startswith(b"%PDF")
    assert me.get(f"/me/forms/filled/{others}/").status_code == 200
    worker = signed_in(public("13800005678", person_id=street.worker))
    for address in (page, f"{page}form.xlsx", f"/me/forms/filled/{others}/"):
        assert worker.get(address).status_code == 404
    assert "随迁子女" not in said(worker.get("/me/forms/")).split("可以自己填的表")[0]


def test_the_sample_of_a_description_can_be_proposed_as_it_is(street):
    client = signed_in(staff("fo.sample", ("city", "4301")))
    page = said(client.get(f"{HERE}new/"))
    assert f"{HERE}sample.xlsx" in page
    sheet = client.get(f"{HERE}sample.xlsx").content
    sent = {
        "description": SimpleUploadedFile("说明.xlsx", sheet),
        "template": SimpleUploadedFile("空白.xlsx", template()),
    }
    answer = client.post(f"{HERE}new/", sent)
    assert answer.status_code == 302, said(answer)
    assert "随迁子女入学申请表" in said(client.get(answer["Location"]))
    assert (
        signed_in(staff("fo.other", ("counter", STREET))).get(f"{HERE}sample.xlsx").status_code
        == 403
    )
