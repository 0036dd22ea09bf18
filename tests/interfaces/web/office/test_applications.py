"""Applications at the office: the queue, one page with everything, two clerks, the counter with a proxy."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.permits.api import applications as permits
from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories import applications as desk
from tests.factories import staff
from tests.factories.register import OTHER_STREET, PLATFORM, RESIDENT, STREET, moved_in


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


@pytest.fixture
def made(street):
    return desk.applied(street.one, at=now())


@pytest.fixture
def clerk(street):
    return staff.signed_in(staff.staff("counter.liu", ("counter", desk.HERE), name="刘敏"))


def seen(application_id):
    with acting(PLATFORM):
        return permits.application(application_id).view


def page_of(browser, application_id):
    return browser.get(f"/office/permits/apply/{application_id}/")


def test_the_queue_lists_what_waits_at_ones_desk(clerk, made):
    text = clerk.get("/office/permits/").content.decode()
    assert desk.SETTLED.name in text
    assert "还剩" in text
    assert desk.SETTLED.doc_number not in text


def test_the_queue_costs_the_same_for_one_and_for_many(
    clerk, made, street, django_assert_max_num_queries
):
    clerk.get("/office/permits/")
    desk.applied(street.two, at=now())
    with django_assert_max_num_queries(40):
        clerk.get("/office/permits/")


def test_one_page_shows_what_the_register_proves_and_leaves_a_trace(clerk, made, street):
    text = page_of(clerk, made).content.decode()
    assert "登记中能证明的" in text
    assert "居住证暂行条例" in text
    assert 'value="agree"' in text
    with acting(PLATFORM):
        assert any(e.action == "permit.application" for e in audit.reads_of(street.one, limit=20))


def test_in_another_street_there_is_no_such_application(street, made):
    other = staff.signed_in(staff.staff("street.wu", ("street", OTHER_STREET)))
    assert page_of(other, made).status_code == 404
    assert (
        other.post(
            f"/office/permits/apply/{made}/decide/", {"decision": "agree", "seen": 2}
        ).status_code
        == 404
    )


def test_a_leader_has_no_page_of_applications(street, made):
    leader = staff.signed_in(staff.staff("leader.sun", ("leader", STREET)))
    assert leader.get("/office/permits/").status_code == 403


def test_the_second_clerk_reads_who_was_first(clerk, made):
    second = staff.signed_in(staff.staff("counter.he", ("counter", desk.HERE), name="何平"))
    version = seen(made).version
    assert (
        clerk.post(
            f"/office/permits/apply/{made}/decide/", {"decision": "agree", "seen": version}
        ).status_code
        == 302
    )
    answer = second.post(
        f"/office/permits/apply/{made}/decide/", {"decision": "agree", "seen": version}
    )
    assert answer.status_code == 409
    assert "刘敏 刚刚已经处理了这件申请" in answer.content.decode()
    assert seen(made).stage == "street"


def test_a_refusal_without_reasons_is_asked_for_them(clerk, made):
    answer = clerk.post(
        f"/office/permits/apply/{made}/decide/", {"decision": "refuse", "seen": seen(made).version}
    )
    assert answer.status_code == 422
    assert "须选明理由" in answer.content.decode()


def test_what_is_missing_is_told_once_and_the_page_says_so(clerk, made):
    answer = clerk.post(
        f"/office/permits/apply/{made}/missing/",
        {"paper": ["job"], "note": "合同看不清", "seen": seen(made).version},
    )
    assert answer.status_code == 302
    text = page_of(clerk, made).content.decode()
    assert "时限自" in text
    assert "合同看不清" in text


def test_at_the_counter_with_a_proxy_both_identities_are_ticked(clerk, street):
    form = {
        "person": street.two,
        "proxy_reason": "disabled",
        "proxy_name": RESIDENT.name,
        "proxy_relation": "97",
        "proxy_document": "111",
        "proxy_number": RESIDENT.doc_number,
        "person_shown": "1",
    }
    refused = clerk.post("/office/permits/new/", form)
    assert refused.status_code == 422
    assert "双方的身份证明" in refused.content.decode()
    begun = clerk.post("/office/permits/new/", {**form, "proxy_shown": "1"})
    assert begun.status_code == 302
    text = clerk.get(begun.url).content.decode()
    assert RESIDENT.name in text
    assert RESIDENT.doc_number not in text
    photo = SimpleUploadedFile("me.jpg", desk.photograph(), "image/jpeg")
    tie = SimpleUploadedFile("tie.jpg", desk.page(), "image/jpeg")
    sent = clerk.post(
        begun.url + "send/",
        {
            "file-photo": photo,
            "kind-photo": "photo",
            "file-proxy_tie": tie,
            "kind-proxy_tie": "proxy_tie",
            "ethnicity": "01",
        },
    )
    assert sent.status_code == 302
    assert "办理中" in clerk.get(begun.url).content.decode()


def test_a_paper_is_shown_as_a_picture_that_can_do_nothing(clerk, made):
    with acting(PLATFORM):
        paper = permits.application(made).documents[0]
    answer = clerk.get(f"/office/permits/papers/{paper.id}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_forged_paper_is_refused_with_words(clerk, street):
    begun = clerk.post("/office/permits/new/", {"person": street.two})
    forged = SimpleUploadedFile("me.jpg", b"MZ\x90\x00 not a picture", "image/jpeg")
    answer = clerk.post(
        begun.url + "send/", {"file-photo": forged, "kind-photo": "photo", "ethnicity": "01"}
    )
    assert answer.status_code == 422
    assert "只收照片" in answer.content.decode()


def test_english_pages_have_no_chinese_of_ours(street, made):
    english = staff.signed_in(
        staff.staff("counter.en", ("counter", desk.HERE), name="Liu"), language="en"
    )
    for address in (
        "/office/permits/",
        f"/office/permits/apply/{made}/",
        f"/office/permits/new/?person={street.two}",
    ):
        text = english.get(address).content.decode()
        for word in ("窗口受理", "办理环节", "时限", "登记中", "申请人", "撤回", "环节"):
            assert word not in text, (address, word)


def test_the_queue_leaves_as_excel_with_a_trace(clerk, made, street):
    answer = clerk.get("/office/permits/?format=xlsx")
    rows = list(
        openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True)
    )
    assert rows[0][:2] == ("申请编号", "姓名")
    assert [r[1] for r in rows[1:]] == [desk.SETTLED.name]
    assert rows[1][4:6] == ("办理中", "社区")
    with acting(PLATFORM):
        assert any(e.action == "permit.sheet" for e in audit.reads_of(street.one, limit=20))


def test_what_waits_at_ones_desk_counts_on_the_workbench(clerk, made):
    cache.clear()
    page = clerk.get("/office/")
    assert page.context["waiting_total"] == 1
    assert "居住证申请 1" in page.content.decode()
    assert "都办完了" not in page.content.decode()


def test_the_officer_reads_that_the_applicant_moved_and_from_where(clerk, made, street):
    room = street.street.rooms[1]
    moved_in(desk.SETTLED, room)
    answer = clerk.post(
        f"/office/permits/apply/{made}/decide/",
        {"decision": "agree", "seen": seen(made).version},
        follow=True,
    )
    text = answer.content.decode()
    assert "您的意见没有记入" in text
    assert "申请期间搬家" in text
    assert "原住处" in text
    assert seen(made).home_id == room.id
    with acting(PLATFORM):
        assert not permits.application(made).decisions
