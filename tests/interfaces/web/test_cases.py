"""A wage claim from the phone to the confirmed payment, and the office's side of it: on the pages."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.casework.api import cases
from anju.foundation.db.scope import acting
from tests.domains.casework.cases import town
from tests.domains.housing.premises import visits
from tests.factories import register as street_of
from tests.factories.staff import public, signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(street_of.Street.built)


@pytest.fixture
def resident(street):
    return signed_in(public("13900001234", person_id=street.resident))


@pytest.fixture
def clerk(street):
    return signed_in(staff("labour", ("district", town.DISTRICT)))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def key_of(text: str) -> str:
    return re.findall(r'name="key" value="(\w+)"', text)[0]


def version_of(text: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', text)[0]


def act(client, url: str, name: str, status: int = 302, **more: object) -> str:
    answer = client.post(url, {"act": name, "key": f"{name}{len(more)}", **more})
    body = answer.content.decode()
    assert answer.status_code == status, re.findall("aj-alert.*", body)
    return body


def filed(client, street, **change: object) -> str:
    data = {**town.wage(street), "key": "k1", **change}
    answer = client.post("/me/cases/new/wage_claim/", data)
    assert answer.status_code == 302, re.findall("aj-error.*", answer.content.decode())
    return str(answer.url)


def test_a_wage_claim_from_the_phone_to_the_payment(street, resident, clerk):
    assert "追讨工资" in page(resident, "/me/cases/")
    form = page(resident, "/me/cases/new/wage_claim/")
    assert "谁欠的工资" in form and "身份证" not in form.split("<main")[1]
    wrong = resident.post("/me/cases/new/wage_claim/", {"owed_from": "1950-01-01", "key": "k"})
    assert wrong.status_code == 422
    assert "这一天早于出生日期" in wrong.content.decode() and "请填写。" in wrong.content.decode()
    file = SimpleUploadedFile("欠条.jpg", visits.picture())
    url = filed(resident, street, **{"file-wages": file})
    assert filed(resident, street) == url, "a second press files nothing"
    assert filed(resident, street, key="other") == url, "nor does a second form"
    seen = page(resident, url)
    assert "办事机构应在" in seen and "第十三条" in seen and "欠条.jpg" in seen
    assert (
        resident.get(f"{re.findall(url + 'files/[0-9]+/', seen)[0]}?original").content
        == visits.picture()
    )

    office = url.replace("/me/", "/office/")
    listed = page(clerk, "/office/cases/")
    assert office in listed and street_of.RESIDENT.name in listed
    read = page(clerk, office)
    act(clerk, office, "take", version=version_of(read))
    act(clerk, office, "accept")
    act(clerk, office, "ask", documents="考勤表\n工牌", text="请补")
    assert "考勤表" in page(resident, url)
    act(resident, url, "answer", text="已补")
    stale = act(clerk, office, "propose", 422, outcome="paid", text="已付", version="1")
    assert "刚才有人办过" in stale
    act(
        clerk,
        office,
        "propose",
        outcome="paid",
        text="已付清",
        version=version_of(page(clerk, office)),
    )
    assert clerk.post(office, {"act": "confirm", "key": "c"}).status_code == 403
    assert "是这样吗" in page(resident, url)
    act(resident, url, "receive", amount="12800")
    act(resident, url, "confirm", satisfied="yes")
    assert "已办结" in page(resident, url) and "工资已付清" in page(clerk, office)
    assert "工资已付清" in page(clerk, f"{office}print/")
    act(resident, url, "write", text="谢谢")
    assert office in page(clerk, "/office/cases/?show=waits"), "a late message is not lost"


def test_strangers_employers_and_other_offices_get_nowhere(street, resident, clerk):
    url = filed(resident, street)
    office = url.replace("/me/", "/office/")
    boss = signed_in(public("13800000101", grants=(("employer", street.firm.party, town.HERE),)))
    other = signed_in(public("13900009999", person_id=street.worker))
    elsewhere = signed_in(staff("elsewhere", ("street", town.OTHER_STREET)))
    for client in (boss, other):
        assert client.get(url).status_code == 404
        for name in ("confirm", "withdraw", "receive", "write"):
            assert client.post(url, {"act": name, "text": "x", "amount": "1"}).status_code == 404
    assert elsewhere.get(office).status_code == 404
    grid = signed_in(staff("grid.cases", ("grid", town.HERE)))
    assert grid.get("/office/cases/").status_code == 403
    assert boss.get("/office/cases/").status_code == 403


def test_a_helper_with_a_code_acts_and_is_refused_when_it_ends(street, resident):
    helper = signed_in(public("13900008888"))
    refused = helper.post("/me/cases/new/wage_claim/", {**town.wage(street), "for": "1"})
    assert refused.status_code == 403
    made = resident.post(
        "/me/cases/helpers/", {"act": "grant", "matter": "wage_claim", "days": "30"}
    ).content.decode()
    code = re.findall(r"<strong>([2-9A-Z]{10})</strong>", made)[0]
    assert helper.post("/me/cases/helpers/", {"act": "accept", "code": "WRONG"}).status_code == 422
    assert helper.post("/me/cases/helpers/", {"act": "accept", "code": code}).status_code == 302
    assert "我受托代办 · 追讨工资" in page(helper, "/me/cases/helpers/")
    mandate = re.findall(r"\?for=(\d+)", page(helper, "/me/cases/"))[0]
    url = filed(helper, street, **{"for": mandate})
    assert "追讨工资" in page(helper, url)
    number = re.findall(r'name="mandate" value="(\d+)"', page(resident, "/me/cases/helpers/"))[0]
    act(resident, "/me/cases/helpers/", "end", mandate=number)
    assert helper.get(url).status_code == 404


def test_the_counter_enters_a_case_for_somebody(street):
    counter = signed_in(staff("counter.cases", ("counter", town.STREET)))
    start = f"/office/cases/new/?person={street.resident}"
    assert "临时救助" in page(counter, start)
    assert "遇到什么困难" not in page(counter, start)
    answer = counter.post(
        "/office/cases/new/",
        {
            "person": street.resident,
            "matter": "temporary_relief",
            "hardship": "火灾",
            "urgent": "1",
            "key": "a",
        },
    )
    assert answer.status_code == 302
    assert "紧急" in page(counter, answer.url)
    missing = {"person": street.resident, "matter": "mediation", "key": "b"}
    assert counter.post("/office/cases/new/", missing).status_code == 422


def test_a_queue_of_forty_takes_a_fixed_number_of_queries_is_searched_and_leaves_as_excel(street):
    user = staff("queue", ("street", town.STREET))
    clerk = signed_in(user)
    for n in range(3):
        town.filed(street, code="question", what=f"第{n}问")
    page(clerk, "/office/cases/")
    with CaptureQueriesContext(connection) as few:
        page(clerk, "/office/cases/")
    for n in range(3, 40):
        town.filed(street, code="question", what=f"第{n}问")
    with CaptureQueriesContext(connection) as many:
        listed = page(clerk, "/office/cases/")
    assert len(many) == len(few)
    assert listed.count("aj-queue-what") == 40
    found = page(clerk, f"/office/cases/?q={street_of.RESIDENT.name}")
    assert found.count("aj-queue-what") == 40
    assert "没有这样的事项" in page(clerk, "/office/cases/?q=查无此人")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/office/cases/?format=xlsx").getvalue()))
    assert book.active.max_row == 41


def test_the_office_is_said_to_be_late_as_plainly_as_the_person(street, resident):
    from datetime import timedelta

    made = town.filed(street, code="question", what="很久", at=street.at - timedelta(days=40))
    text = page(resident, f"/me/cases/{made}/")
    assert "办事机构已超期" in text and "办事机构已超期" in page(resident, "/me/cases/")
    asked = town.filed(street, at=street.at - timedelta(days=40))
    with acting(town.clerk()):
        cases.ask_for(
            asked,
            ["考勤表"],
            text="请补",
            key="x",
            actor=town.clerk(),
            at=street.at - timedelta(days=39),
        )
    assert "您已超期" in page(resident, f"/me/cases/{asked}/")
