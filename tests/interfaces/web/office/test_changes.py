"""The office's pages of changes: agreements by two persons, how far partners are, webhooks and their last requests."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.access import api as access
from anju.domains.exchange.api import changes
from anju.domains.exchange.models import ChangeAgreement, Webhook, WebhookAttempt
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.changes import agreed
from tests.factories.exchange import THERE, linked
from tests.factories.register import PLATFORM, RESIDENT, STREET, Street
from tests.factories.staff import public, signed_in, staff

PAGE = "/office/exchange/changes/"
TODAY = local_date(now())
URL = "https://hooks.example/anju"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def district(street):
    return signed_in(staff("ch.district", ("district", STREET[:6])))


@pytest.fixture
def second(street):
    return signed_in(staff("ch.second", ("city", STREET[:4])))


def form(**more):
    return {
        "number": "BG-1",
        "name": "教育局",
        "partner": "webhook:",
        "url": URL,
        "kinds": ["resident.moved_in"],
        "fields": ["name"],
        "purpose": "service",
        "basis": "义务教育法第十二条",
        "region": STREET,
        "first": str(TODAY),
        "last": str(TODAY + timedelta(days=99)),
        "per_day": "500",
        **more,
    }


def text_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def act(client, made: int, **sent) -> str:
    return client.post(f"{PAGE}{made}/decide/", sent, follow=True).content.decode()


def test_the_empty_page_says_what_to_do_first(district):
    text = text_of(district, PAGE)
    assert "还没有变更协议" in text and "先与部门商定" in text


def test_an_agreement_is_proposed_by_one_and_accepted_by_another(district, second):
    text = district.post(f"{PAGE}propose/", form(), follow=True).content.decode()
    assert "已保存" in text and "待另一人接受" in text
    made = ChangeAgreement.objects.get()
    assert "接受</button>" not in text_of(district, f"{PAGE}{made.pk}/")
    act(district, made.pk, accept="1")
    made.refresh_from_db()
    assert made.state == "proposed"
    assert "待对方地址确认" in act(second, made.pk, accept="1")
    made.refresh_from_db()
    assert (made.state, made.fields, made.webhook.url) == ("active", ["name"], URL)
    act(second, made.pk, end="1")
    made.refresh_from_db()
    assert made.state == "ended"
    with acting(PLATFORM):
        actions = {e.action for e in audit.entries(PLATFORM, limit=20)}
    assert {"exchange.changes_proposed", "exchange.changes_accepted"} <= actions


def test_a_department_or_a_place_may_be_who_fetches(street, district):
    bureau = access.create_user(
        PLATFORM, kind="client", username="bureau", display_name="教育局系统", at=now()
    ).id
    linked()
    district.post(f"{PAGE}propose/", form(partner=f"user:{bureau}"))
    district.post(f"{PAGE}propose/", form(number="BG-2", partner=f"peer:{THERE}"))
    found = {a.number: a for a in ChangeAgreement.objects.select_related("peer")}
    assert found["BG-1"].user_id == bureau
    assert found["BG-2"].peer.code == THERE
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "https://me:secret@a.example/"}, "推送地址要以"),
        ({"url": ""}, "请填全协议"),
        ({"kinds": []}, "请填全协议"),
        ({"basis": ""}, "请填全协议"),
        ({"purpose": "marketing"}, "请填全协议"),
        ({"per_day": "0"}, "请填全协议"),
        ({"last": "2020-01-01"}, "请填全协议"),
        ({"name": f"李明{RESIDENT.doc_number}"}, "身份证号码"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(district, wrong, said):
    text = district.post(f"{PAGE}propose/", form(**wrong), follow=True).content.decode()
    assert said in text
    assert not ChangeAgreement.objects.exists()


def test_a_webhook_is_paused_moved_and_goes_on(district, second):
    made = agreed("BG-3", url=URL)
    assert "已暂停" in act(district, made, pause="1")
    assert "人工暂停" in text_of(district, f"{PAGE}{made}/")
    assert "待对方地址确认" in act(district, made, resume="1")
    act(district, made, move="1", url="https://new.example/")
    assert "确认新地址" not in text_of(district, f"{PAGE}{made}/")
    act(district, made, confirm="1")
    hook = Webhook.objects.get()
    assert hook.url == URL
    act(second, made, confirm="1")
    hook.refresh_from_db()
    assert (hook.url, hook.state) == ("https://new.example/", "unverified")


def test_the_token_of_a_receiver_is_never_shown(district):
    made = agreed("BG-4", url=URL)
    text = act(district, made, bearer="1", secret="s3cret-of-the-school")
    assert "已登记" in text and "s3cret" not in text
    with acting(PLATFORM):
        assert all("s3cret" not in str(e) for e in audit.entries(PLATFORM, limit=20))


def test_requests_stand_with_their_outcome_and_leave_as_a_sheet(district):
    made = agreed("BG-5", url=URL)
    hook = Webhook.objects.get()
    for n in range(3):
        WebhookAttempt.objects.create(
            webhook=hook,
            at=now() - timedelta(minutes=n),
            event="ab" * 16,
            kind="resident.moved_in",
            outcome="failed" if n == 0 else "sent",
            status=422 if n == 0 else 204,
            failure="refused" if n == 0 else "",
            milliseconds=12,
        )
    text = text_of(district, f"{PAGE}{made}/")
    assert "HTTP 422" in text and "对方不接受这条变更" in text and "确认跳过" in text
    answer = district.get(f"{PAGE}{made}/attempts.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 4
    assert [c.value for c in sheet[2]][3:] == ["未送达", "对方不接受这条变更", 422, 12]


def test_the_list_leaves_as_excel_and_on_paper(district):
    agreed("BG-6", url=URL)
    answer = district.get(f"{PAGE}changes.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    row = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert (row["协议"], row["方式"], row["待领"], row["每日最多"]) == ("BG-6", "推送", 0, 10_000)
    assert "BG-6" in text_of(district, f"{PAGE}?print=1")


def test_lost_changes_are_shown_until_somebody_has_told_the_partner(district):
    made = agreed("BG-7", url=URL)
    ChangeAgreement.objects.update(lost_before=now())
    assert "有变更对方没领就过期了" in text_of(district, f"{PAGE}{made}/")
    assert "有变更对方没领就过期了" not in act(district, made, settle="1")


def test_who_may_not_manage_sees_and_changes_nothing(street):
    made = agreed("BG-8", url=URL)
    elsewhere = signed_in(staff("ch.else", ("district", "510823")))
    assert act(elsewhere, made, end="1")
    assert ChangeAgreement.objects.get().state == "active"
    assert "终止协议" not in text_of(elsewhere, f"{PAGE}{made}/")
    for client in (
        signed_in(staff("ch.street", ("street", STREET))),
        signed_in(staff("ch.counter", ("counter", STREET))),
        signed_in(public("13900000777")),
    ):
        assert client.get(PAGE).status_code in (403, 404)
        assert client.get(f"{PAGE}{made}/").status_code in (403, 404)
        assert client.post(f"{PAGE}{made}/decide/", {"end": "1"}).status_code in (403, 404)
    assert ChangeAgreement.objects.get().state == "active"


def test_nonsense_in_an_address_or_a_form_is_answered_plainly(district):
    assert district.get(f"{PAGE}999999/").status_code == 404
    made = agreed("BG-9", url=URL)
    assert district.post(f"{PAGE}{made}/decide/", {}).status_code == 404
    assert "请刷新页面" in act(district, made, skip="x" * 99)
    assert act(district, made, replay="1", since="no day")


def test_the_list_takes_a_fixed_number_of_queries(district):
    agreed("BG-10", url=URL)
    district.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        district.get(PAGE)
    for n in range(5):
        agreed(f"MORE-{n}", url=URL)
    with CaptureQueriesContext(connection) as six:
        district.get(PAGE)
    assert len(six) == len(one)


def test_the_page_of_the_exchange_leads_here(district):
    assert PAGE in text_of(district, "/office/exchange/")


def test_every_kind_and_field_has_its_words():
    from anju.interfaces.texts import changes as words

    assert set(words.KINDS) == {str(k) for k in changes.ChangeKind}
    assert all(all(pair) for pair in [*words.KINDS.values(), *words.FIELDS.values()])
