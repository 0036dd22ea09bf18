"""The office's page of yes-or-no checks: agreements by two persons, what was asked and refused, shielded persons."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.access import api as access
from anju.domains.exchange.api import answers, extracts
from anju.domains.exchange.models import AnswerAgreement, AnswerUse, Extract
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.answers import NUMBER, agreed
from tests.factories.exchange import THERE, linked
from tests.factories.register import PLATFORM, STREET, Street
from tests.factories.staff import public, signed_in, staff

PAGE = "/office/exchange/answers/"
TODAY = local_date(now())


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def district(street):
    return signed_in(staff("an.district", ("district", STREET[:6])))


@pytest.fixture
def bureau(street) -> int:
    return access.create_user(
        PLATFORM, kind="client", username="bureau", display_name="教育局系统", at=now()
    ).id


def form(bureau: int, **more):
    return {
        "number": "JY-1",
        "name": "教育局",
        "asker": f"user:{bureau}",
        "services": ["lives_in_division"],
        "purposes": ["service"],
        "region": STREET,
        "first": str(TODAY),
        "last": str(TODAY + timedelta(days=99)),
        "per_day": "500",
        "negatives_per_day": "50",
        **more,
    }


def used(**more):
    AnswerUse.objects.create(
        **{
            "asker": "user:1",
            "label": "教育局系统",
            "agreement": NUMBER,
            "day": TODAY,
            "service": "lives_in_division",
            "purpose": "service",
            "outcome": "yes",
            "count": 7,
            **more,
        }
    )


def test_the_empty_page_says_what_is_missing(district):
    text = district.get(PAGE).content.decode()
    assert "还没有协议，谁都不能问" in text and "这段时间没有人问" in text


def test_an_agreement_is_proposed_by_one_and_accepted_by_another(street, district, bureau):
    assert "已保存" in district.post(f"{PAGE}propose/", form(bureau), follow=True).content.decode()
    made = AnswerAgreement.objects.get()
    district.post(f"{PAGE}{made.pk}/", {"accept": "1"})
    made.refresh_from_db()
    assert made.state == "proposed"
    second = signed_in(staff("an.second", ("city", STREET[:4])))
    second.post(f"{PAGE}{made.pk}/", {"accept": "1"})
    made.refresh_from_db()
    assert (made.state, made.user_id, made.negatives_per_day) == ("active", bureau, 50)
    second.post(f"{PAGE}{made.pk}/", {"end": "1"})
    made.refresh_from_db()
    assert made.state == "ended"


def test_a_place_on_a_link_may_be_the_asker(street, district):
    linked()
    district.post(f"{PAGE}propose/", form(0, asker=f"peer:{THERE}"))
    assert AnswerAgreement.objects.get().peer.code == THERE


WRONG = {
    "no asker": {"asker": ""},
    "no service": {"services": []},
    "a purpose of no service chosen": {"purposes": ["safety"]},
    "more negatives than questions": {"negatives_per_day": "501"},
    "days the wrong way round": {"last": str(TODAY - timedelta(days=1))},
    "no number": {"number": "   "},
}


@pytest.mark.parametrize("what", WRONG)
def test_an_agreement_that_is_incomplete_is_refused_with_a_sentence(district, bureau, what):
    answer = district.post(f"{PAGE}propose/", form(bureau, **WRONG[what]), follow=True)
    assert "请填全协议" in answer.content.decode()
    assert not AnswerAgreement.objects.exists()


def test_nobody_makes_or_ends_an_agreement_about_people_of_another_area(district, bureau):
    refused = district.post(f"{PAGE}propose/", form(bureau, region="430182"), follow=True)
    assert "不在您的管辖范围内" in refused.content.decode()
    assert not AnswerAgreement.objects.exists()
    other = agreed(user_id=bureau, region="430182")
    district.post(f"{PAGE}{other}/", {"end": "1"})
    assert AnswerAgreement.objects.get().state == "active"


@pytest.mark.parametrize("role", ["counter", "street", "leader", "auditor", "police"])
def test_only_those_who_keep_links_see_the_page(street, role):
    client = signed_in(staff(f"an.{role}", (role, STREET)))
    assert client.get(PAGE).status_code == 403


def test_an_extract_is_agreed_ordered_and_approved_from_the_page(street, district, bureau):
    terms = form(
        bureau,
        services=[],
        purposes=["statistics"],
        columns=["sex", "origin"],
        basis="统计法第七条",
    )
    assert "已保存" in district.post(f"{PAGE}propose/", terms, follow=True).content.decode()
    agreement = AnswerAgreement.objects.get()
    second = signed_in(staff("an.second", ("city", STREET[:4])))
    second.post(f"{PAGE}{agreement.pk}/", {"accept": "1"})
    asked = {
        "agreement": agreement.pk,
        "columns": ["sex"],
        "purpose": "statistics",
        "region": STREET,
        "day": str(TODAY),
    }
    wrong = district.post("/office/exchange/extracts/", asked | {"columns": ["since"]}, follow=True)
    assert "协议不允许这样提取" in wrong.content.decode()
    made = district.post("/office/exchange/extracts/", asked, follow=True).content.decode()
    assert "待另一人批准" in made
    number = Extract.objects.get().pk
    district.post(f"/office/exchange/extracts/{number}/", {"approve": "1"})
    assert Extract.objects.get().state == "proposed"
    approved = second.post(
        f"/office/exchange/extracts/{number}/", {"approve": "1"}, follow=True
    ).content.decode()
    assert "制作中" in approved
    extracts.make_extract(number, at=now())
    text = district.get(PAGE).content.decode()
    assert "待下载" in text and "3 行" in text


def test_the_page_says_what_was_asked_by_whom_and_why_it_was_refused(district, bureau):
    agreed(user_id=bureau)
    used()
    used(outcome="no", count=3)
    used(service="", outcome="answer_quota_used", count=2)
    used(day=TODAY - timedelta(days=60), outcome="no", count=99)
    text = district.get(PAGE).content.decode()
    assert "问 10 次，答“是” 7 次，拒绝 2 次" in text and "拒绝：当日次数用完" in text
    earlier = district.get(f"{PAGE}?first={TODAY - timedelta(days=90)}").content.decode()
    assert "问 109 次" in earlier
    assert "问 10 次" in district.get(f"{PAGE}?print=1").content.decode()
    assert "这段时间没有人问" in district.get(f"{PAGE}?agreement=XX").content.decode()


def test_the_list_leaves_as_excel(district):
    used()
    book = openpyxl.load_workbook(io.BytesIO(district.get(f"{PAGE}use.xlsx").content))
    lines = list(book.active.iter_rows(values_only=True))
    assert lines[1][1:] == (
        "教育局系统",
        NUMBER,
        "此人（某日）是否居住在这个区划",
        "公共服务办理",
        "是",
        7,
    )


def test_the_page_takes_as_many_queries_for_many_lines(district, bureau):
    district.get(PAGE)
    counts = []
    for first, last in ((0, 1), (1, 6)):
        for n in range(first, last):
            agreed(f"N-{n}", user_id=bureau)
            used(agreement=f"N-{n}")
        with CaptureQueriesContext(connection) as asked:
            district.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_person_is_shielded_and_no_longer_by_the_offices_that_answer_for_the_record(street):
    office = signed_in(staff("an.street", ("street", STREET)))
    address = f"/office/exchange/shield/{street.resident}/"
    assert "对核验保密" in office.get(f"/office/people/{street.resident}/").content.decode()
    refused = office.post(address, {"reason": "because"})
    assert refused.status_code == 422 and "请选择保密的理由" in refused.content.decode()
    assert "已保密" in office.post(address, {"reason": "witness"}, follow=True).content.decode()
    office.post(address, {"reason": "witness"})
    with acting(PLATFORM):
        assert answers.shield_reason_of(street.resident) == "witness"
    office.post(address, {"end": "1"})
    with acting(PLATFORM):
        assert answers.shield_reason_of(street.resident) == ""
    assert office.get(f"/office/exchange/shield/{street.stranger}/").status_code == 404
    counter = signed_in(staff("an.counter", ("counter", STREET)))
    assert counter.get(address).status_code == 403


def test_the_resident_reads_in_words_what_was_asked(street):
    actor = access.actor_for(
        access.create_user(
            PLATFORM, kind="client", username="asker", display_name="教育局系统", at=now()
        ).id,
        at=now(),
        channel="api",
    )
    with acting(PLATFORM):
        audit.record_questions(
            actor,
            person_ids=[street.resident],
            fields=[("question:holds_valid_permit", "answer:no")],
            action=answers.ACTION,
            at=now(),
            detail={},
        )
        audit.record_read(
            actor,
            person_ids=[street.resident],
            fields=["sex", "origin"],
            action=extracts.ACTION,
            at=now(),
        )
    me = signed_in(public("13800000321", person_id=street.resident))
    text = me.get("/me/looked/").content.decode()
    assert "此人是否持有有效的居住证：否" in text and "教育局系统" in text
    assert "取得不含姓名和号码的数据：性别（GB/T 2261.1）、户籍省份" in text
