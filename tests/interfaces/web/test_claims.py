"""A wage claim seen by the employer, and what the worker and the office see of its answer: on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.casework.api import cases, respondents
from anju.foundation.db.scope import acting
from tests.domains.casework.cases import town
from tests.domains.housing.premises import visits
from tests.factories import register as street_of
from tests.factories.staff import public, signed_in, staff
from tests.interfaces.web.test_cases import act, page


@pytest.fixture(scope="module")
def street(once):
    return once(street_of.Street.built)


@pytest.fixture
def boss(street):
    return signed_in(
        public("13800000101", grants=(("employer", street.firm.party, street_of.HERE),))
    )


@pytest.fixture
def worker(street):
    return signed_in(public("13900007777", person_id=street.worker))


@pytest.fixture
def clerk(street):
    return signed_in(staff("labour.claims", ("district", town.DISTRICT)))


def claimed(street) -> int:
    return town.filed(
        street,
        town.person(street.worker, 43),
        person_id=street.worker,
        debtor=street.firm.name,
        debtor_contact="王工头 13500000000",
        what="不要让老板知道我去过医院",
    )


def notified(street, clerk, case_id: int) -> str:
    act(clerk, f"/office/cases/{case_id}/", "notify", employer=str(street.firm.id))
    with acting(street_of.PLATFORM):
        (notice,) = respondents.notices_of(case_id)
    return f"/employer/{street.firm.id}/claims/{notice.id}/"


def test_the_employer_answers_states_a_payment_and_closes_nothing(street, boss, worker, clerk):
    listing = f"/employer/{street.firm.id}/claims/"
    assert "没有要答复的" in page(boss, listing)
    case_id = claimed(street)
    assert "没有要答复的" in page(boss, listing), "nothing before the office notifies"
    url = notified(street, clerk, case_id)
    assert url in page(boss, listing)
    shown = page(boss, url)
    assert "12800" in shown and "第五十条" in shown and "工资支付台账" in shown
    assert "医院" not in shown and "王工头" not in shown
    assert "请写明情况" in act(boss, url, "respond", 422, text=" ")
    for name in ("close", "confirm", "withdraw", "receive"):
        assert "只有本人能确认收款、撤回或办结" in act(boss, url, name, 422, text="结案")
    file = SimpleUploadedFile("台账.jpg", visits.picture())
    act(boss, url, "respond", text="工资已按月发放", **{"file-pay_ledger": file})
    day = (street.today - timedelta(days=1)).isoformat()
    assert "大于 0" in act(boss, url, "pay", 422, amount="x", day=day)
    act(boss, url, "pay", amount="12800", day=day)
    assert "等劳动者本人确认收到" in page(boss, url)

    mine = f"/me/cases/{case_id}/"
    read = page(worker, mine)
    assert "工资已按月发放" in read and f"对方称 {day} 已付 12800" in read
    act(worker, mine, "deny", text="卡里没有")
    assert "本人说没有收到" in page(clerk, f"/office/cases/{case_id}/")
    act(worker, mine, "receive", amount="12800")
    assert "工资支付台账" in page(clerk, f"/office/cases/{case_id}/print/")
    with acting(street_of.PLATFORM):
        assert cases.cases_of(street.worker)[0].state == "open"


def test_the_letter_and_the_answer_at_the_counter_of_who_has_no_account(street, clerk):
    case_id = claimed(street)
    office = f"/office/cases/{case_id}/"
    form = {"act": "notify", "name": "包工头王某", "address": "园区二期"}
    assert clerk.post(office, {**form, "key": "a"}).status_code == 302
    again = clerk.post(office, {**form, "key": "b"})
    assert again.status_code == 422 and "已经通知过" in again.content.decode()
    with acting(street_of.PLATFORM):
        (notice,) = respondents.notices_of(case_id)
    letter = page(clerk, f"{office}notices/{notice.id}/")
    assert "园区二期" in letter and "不利后果" in letter and "12800" in letter
    act(clerk, office, "other_answer", notice=str(notice.id), text="月底付")
    act(clerk, office, "other_write", notice=str(notice.id), text="请带工资表")
    act(clerk, office, "other_answer", 422, notice="999999", text="x")
    assert "已答复" in page(clerk, office)


def test_another_employer_and_strangers_find_nothing(street, boss, clerk):
    url = notified(street, clerk, claimed(street))
    for other in (
        signed_in(public("13800000103")),
        signed_in(public("13900001234", person_id=street.resident)),
        clerk,
    ):
        assert other.get(url).status_code in (403, 404)
        assert other.post(url, {"act": "respond", "text": "x", "key": "x"}).status_code in (
            403,
            404,
        )
    assert boss.get(f"{url}files/1/").status_code == 404


def test_the_list_of_claims_takes_the_same_queries_however_long(street, boss, clerk):
    listing = f"/employer/{street.firm.id}/claims/"

    def count() -> int:
        page(boss, listing)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(boss, listing)
        return len(captured)

    case_id = claimed(street)
    notified(street, clerk, case_id)
    one = count()
    act(clerk, f"/office/cases/{case_id}/", "stage", stage="tribunal", text="已受理")
    act(clerk, f"/office/cases/{case_id}/", "notify", employer=str(street.firm.id), again="2")
    assert count() == one
