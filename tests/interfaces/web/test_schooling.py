"""Schooling on the pages: a family applies and sees why, the office allocates, the school looks at certificates."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.casework.api import enrolment
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.enrolment.schooling import applied, family_of, opened, published
from tests.domains.housing.premises import visits
from tests.factories import register as town
from tests.factories.spreadsheets import xlsx
from tests.factories.staff import public, signed_in, staff

NINE = date(2017, 5, 1)


@pytest.fixture(scope="module")
def street(once):
    return once(_built)


def _built() -> town.Street:
    built = town.Street.built()
    town.roomy()
    return built


@pytest.fixture
def twins(street):
    return family_of(street, 1, NINE, NINE)


@pytest.fixture
def phone(twins):
    return signed_in(public("13900002001", person_id=twins.parent))


@pytest.fixture
def office(street):
    return signed_in(staff("edu", ("education", schooling.DISTRICT)))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def sent(client, path: str, status: int = 302, **data: object) -> str:
    answer = client.post(path, {"key": f"k{len(data)}{data.get('act', '')}", **data})
    assert answer.status_code == status, re.findall("aj-alert.*", answer.content.decode())
    return answer.content.decode() if status != 302 else answer["Location"]


def test_a_family_applies_on_the_phone_and_sees_what_is_proved(street, twins, phone):
    held = opened(street, [("A", 3, 2), ("B", 3, 2)])
    assert "浏阳转学" in page(phone, "/me/school/")
    form = page(phone, f"/me/school/apply/{held}/")
    assert "条件都能证明" in form and form.count('name="child"') == 2
    bad = sent(phone, f"/me/school/apply/{held}/", 422, child=twins.children)
    assert "请选孩子，每人一次" in bad
    grades = {f"grade-{c}": "3" for c in twins.children}
    url = sent(
        phone,
        f"/me/school/apply/{held}/",
        child=twins.children,
        choice=["B", "A"],
        same_school="1",
        arrange="1",
        **grades,
    )
    shown = page(phone, url)
    assert "审核通过" in shown and "B学校" in shown and "为什么是这个结果" not in shown
    sent(phone, url, act="change", choice=["A"], same_school="1")
    assert "<li>A学校</li>" in re.sub(r"\s", "", page(phone, url)).replace(
        "<li>A学校</li>", "<li>A学校</li>"
    )
    again = sent(
        phone,
        f"/me/school/apply/{held}/",
        child=twins.children,
        choice=["A"],
        key="other",
        **grades,
    )
    assert again == url, "a second application leads to the first"


def test_the_result_is_explained_and_confirmed_or_given_back(street, twins, phone):
    held = opened(street, [("A", 3, 1), ("B", 3, 2)])
    mine = applied(street, twins, held, "A", "B")
    published(street, held)
    shown = page(phone, f"/me/school/{mine[0]}/")
    assert (
        "为什么是这个结果" in shown and "还剩 1 个学位" in shown and "第 2 志愿B学校有学位" in shown
    )
    sent(phone, f"/me/school/{mine[0]}/", act="accept")
    assert "已确认入学。" in page(phone, f"/me/school/{mine[0]}/"), "what was done is said"
    assert "已确认入学" in page(phone, f"/me/school/{mine[0]}/")
    sent(phone, f"/me/school/{mine[1]}/", act="give_back")
    assert "学位已放弃" in page(phone, f"/me/school/{mine[1]}/")
    assert "不能再这样办" in sent(phone, f"/me/school/{mine[1]}/", 422, act="accept", key="zz")
    stranger = signed_in(public("13900002099", person_id=street.stranger))
    page(stranger, f"/me/school/{mine[0]}/", 404)


def test_the_office_opens_a_round_brings_schools_and_cannot_allocate_before_the_last_day(
    street, office
):
    day = street.today
    url = sent(
        office,
        "/office/school/new/",
        region="430181000000",
        title="浏阳 2027 年春季转学",
        kind="transfer",
        year=str(day.year),
        grade=["3", "4"],
        apply_from=day.isoformat(),
        apply_to=(day + timedelta(days=9)).isoformat(),
        results_on=(day + timedelta(days=12)).isoformat(),
        reply_by=(day + timedelta(days=20)).isoformat(),
        term_begins=(day + timedelta(days=60)).isoformat(),
        seed_source="截止次日排列五",
    )
    book = xlsx(
        {
            "学校": [
                schooling.TITLES,
                ["A", "浏阳一小", 3, 9, town.HERE, "", ""],
                ["B", "", 3, 9, town.HERE, "", ""],
            ]
        }
    )
    file = SimpleUploadedFile("schools.xlsx", book)
    sent(office, url, act="schools", file=file)
    shown = page(office, url)
    assert "浏阳一小" in shown and "1 行未通过" in shown
    found = openpyxl.load_workbook(io.BytesIO(office.get(f"{url}refused.xlsx").content))
    assert "学校名称" in str(list(found.active.values))
    assert "截止" in sent(office, url, 422, act="allocate", seed="1")
    bad = sent(office, "/office/school/new/", 422, title="x", region="430181000000")
    assert "“报名开始”请填日期" in bad
    assert "浏阳 2027" in page(office, "/services/school/")
    assert office.get("/office/school/sample.xlsx").status_code == 200


def test_the_office_reviews_with_documents_and_its_list_leaves_as_excel(
    street, twins, phone, office
):
    held = opened(street, [("A", 3, 4)])
    with acting(town.PLATFORM):
        rows("SELECT 1")
    mine = applied(street, twins, held, "A")
    one = f"/office/school/one/{mine[0]}/"
    text = page(office, one)
    version = re.findall(r'name="version" value="(\d+)"', text)[0]
    sent(office, one, act="ask", text="请上传租赁合同", version=version)
    answer = phone.post(
        f"/me/school/{mine[0]}/",
        {
            "act": "document",
            "key": "d",
            "fact": "lease",
            "file": SimpleUploadedFile("a.png", visits.picture()),
        },
    )
    assert answer.status_code == 302
    sent(phone, f"/me/school/{mine[0]}/", act="answer", text="传了")
    text = page(office, one)
    assert "住房" in text
    (link,) = set(re.findall(r"/office/school/one/\d+/files/\d+/", text))
    assert office.get(link).status_code == 200
    version = re.findall(r'name="version" value="(\d+)"', text)[0]
    sent(office, one, act="admit", version=version)
    book = openpyxl.load_workbook(
        io.BytesIO(
            b"".join(office.get(f"/office/school/{held}/?format=xlsx&show=all").streaming_content)
        )
    )
    assert len(list(book.active.values)) == 3
    clerk = signed_in(staff("other.street", ("street", town.OTHER_STREET)))
    page(clerk, one, 404)
    assert mine and "没有这样的报名" in page(clerk, f"/office/school/{held}/")


def test_pages_do_a_fixed_number_of_queries(street, twins, phone, office):
    held = opened(street, [("A", 3, 9)])
    (first, *_more) = applied(street, twins, held, "A")

    def queries(client, path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            page(client, path)
        return len(found)

    paths = [(office, f"/office/school/{held}/?show=all"), (office, f"/office/school/one/{first}/")]
    for client, path in paths:
        page(client, path)
    before = [queries(c, p) for c, p in paths]
    for n in (2, 3, 4):
        applied(street, family_of(street, n, NINE, room=n), held, "A")
    assert [queries(c, p) for c, p in paths] == before


def test_the_school_sees_its_children_alone_and_notes_certificates(street, twins, office):
    held = opened(street, [("A", 3, 2, town.NEXT_DOOR, ""), ("B", 3, 2)])
    mine = applied(street, twins, held, "A")
    published(street, held)
    clerk = signed_in(staff("school.a", ("school", town.NEXT_DOOR)))
    url = f"/office/school/{held}/children/"
    assert url in page(clerk, "/office/school/")
    assert page(clerk, url).count('name="enrolment"') == 2
    sent(clerk, url, enrolment=str(mine[0]), result="catch_up")
    assert "需要补种" in page(clerk, url)
    other = signed_in(staff("school.b", ("school", town.HERE)))
    assert "还没有录取的孩子" in page(other, url)
    page(clerk, f"/office/school/one/{mine[0]}/", 403)
    page(clerk, "/office/people/", 403)


def test_the_counter_applies_for_a_family_that_stands_there(street, twins):
    held = opened(street, [("A", 3, 2)])
    clerk = signed_in(staff("counter.school", ("street", town.STREET)))
    text = page(clerk, f"/office/school/?person={twins.parent}")
    assert f"/office/school/{held}/enter/" in text, re.findall(r"/office/school[^\"]*", text)
    url = f"/office/school/{held}/enter/"
    assert "条件都能证明" in page(clerk, f"{url}?person={twins.parent}")
    made = sent(
        clerk,
        url,
        person=str(twins.parent),
        child=twins.children,
        choice="A",
        arrange="1",
        **{f"grade-{c}": "3" for c in twins.children},
    )
    assert "审核通过" in page(clerk, made)
    bad = sent(
        clerk,
        url,
        422,
        person=str(street.worker),
        child=[twins.children[0]],
        choice="A",
        **{f"grade-{twins.children[0]}": "3"},
        key="w",
    )
    assert "不是这个孩子的监护人" in bad


def test_everybody_sees_rule_and_last_one_placed_and_no_child(street, twins, client):
    held = opened(street, [("A", 3, 1)])
    applied(street, twins, held, "A", same_school=False)
    published(street, held)
    shown = page(client, f"/services/school/{held}/")
    assert "08151" in shown and "最后一名抽签号" in shown and "国发〔2026〕11号" in shown
    assert "小禾" not in shown and "RX" not in shown
    with acting(town.PLATFORM):
        assert enrolment.one_round(held).seed == "08151"


def test_a_round_out_of_reach_or_without_a_day_is_named_and_the_form_stays(street, office):
    day = street.today
    names = ("apply_from", "apply_to", "results_on", "reply_by", "term_begins")
    sent_days = {
        n: (day + timedelta(days=k)).isoformat()
        for n, k in zip(names, (1, 5, 9, 12, 60), strict=True)
    }
    good = {
        "region": f"{schooling.DISTRICT}000000", "title": "春季", "kind": "transfer", "year": str(day.year),
        "grade": ["3"], "seed_source": "彩票", "key": "round1", **sent_days,
    }  # fmt: skip
    for wrong, sentence in (
        ({"region": "110101000000"}, "区划"),
        ({"results_on": ""}, "“公布结果”请填日期"),
        ({"term_begins": "2001-09-01"}, "开学要在公布结果之后"),
        ({"year": "x"}, "入学年份写四位数字"),
    ):
        answer = office.post("/office/school/new/", good | wrong)
        body = answer.content.decode()
        assert answer.status_code == 422 and sentence in body and 'value="春季"' in body, wrong
    assert office.post("/office/school/new/", good).status_code == 302


def test_an_application_is_printed_for_the_family_and_nobody_else(street, twins, phone, office):
    held = opened(street, [("A", 3, 2)])
    (first, _second) = applied(street, twins, held, "A")
    for client, address in (
        (phone, f"/me/school/{first}/print/"),
        (office, f"/office/school/one/{first}/print/"),
    ):
        paper = page(client, address)
        assert "报名编号 RX" in paper and "A学校" in paper and "打印于" in paper
    stranger = signed_in(public("13900002097", person_id=street.stranger))
    page(stranger, f"/me/school/{first}/print/", 404)


def test_who_has_applied_for_all_children_is_led_to_what_was_filed(street, twins, phone):
    held = opened(street, [("A", 3, 2)])
    applied(street, twins, held, "A")
    form = page(phone, f"/me/school/apply/{held}/")
    assert "看已有的报名" in form and 'form="enrol"' not in form and 'name="choice"' not in form
