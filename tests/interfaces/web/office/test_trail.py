"""The auditor's page: the whole trail, narrowed, as a sheet, and whether it is whole."""

import io

import openpyxl
import pytest

from anju.foundation.audit import api as audit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from tests.factories.register import PLATFORM, RESIDENT
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(street):
    with acting(PLATFORM):
        return signed_in(staff("auditor.cao", ("auditor", "43")))


def test_what_a_clerk_looked_at_is_there_and_names_nobody(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    page = auditor.get("/office/trail/").text
    assert "office.person" in page and f"人员 {street.resident}" in page
    assert RESIDENT.name not in page


def test_only_auditors_come_in_and_it_stands_in_their_navigation(street, clerk, auditor):
    assert clerk.get("/office/trail/").status_code == 403
    assert clerk.post("/office/trail/check/").status_code == 403
    assert 'href="/office/trail/"' in auditor.get("/office/").text
    assert 'href="/office/trail/"' not in clerk.get("/office/").text


def test_it_narrows_by_person_kind_account_and_day(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    clerk.get(f"/office/people/{street.worker}/")

    def people(query):
        return {e["person"] for e in auditor.get(f"/office/trail/?{query}").context["lines"]}

    assert people(f"person={street.worker}&action=office.person") == {street.worker}
    assert people("kind=read&action=office.person") >= {street.resident, street.worker}
    assert people("kind=reveal&action=office.person") == set()
    assert people("until=2020-01-01") == set()
    assert (
        auditor.get("/office/trail/?kind=nonsense&person=x&since=2026-13-45&before=1e9").status_code
        == 200
    )


def test_what_cannot_be_looked_for_is_told_and_shows_nothing(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    for query, sentence in (
        ("person=王", "人员编号是数字"),
        ("since=2026-13-45", "日期请写成"),
        ("since=2026-11-22&until=2026-11-01", "开始日期晚于结束日期"),
    ):
        answer = auditor.get(f"/office/trail/?{query}&format=xlsx")
        assert sentence in answer.text and answer.context["lines"] == []


def test_roles_and_ways_in_are_named_in_words(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    line = auditor.get("/office/trail/?action=office.person").context["lines"][0]
    assert (line["role"], line["channel"], line["kind"]) == ("街道办", "网页", "查看")


def test_what_was_done_is_told_in_words_with_its_code_at_hand(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    link = '<a href="?action=office.person" title="office.person">{}</a>'
    assert link.format("人员档案") in auditor.get("/office/trail/").text
    with acting(PLATFORM):
        english = signed_in(staff("auditor.smith", ("auditor", "43")), language="en")
    assert link.format("A person&#x27;s record") in english.get("/office/trail/").text


def test_it_narrows_by_an_action_chosen_from_all_that_are_known(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    clerk.get(f"/office/people/{street.resident}/?print=1")
    answer = auditor.get("/office/trail/?kind=&action=office.person_print&person=&since=&until=")
    assert {e["code"] for e in answer.context["lines"]} == {"office.person_print"}
    assert '<option value="office.person_print" selected>人员档案（打印）</option>' in answer.text
    assert '<optgroup label="居住证申请">' in answer.text and answer.text.count(" selected>") == 1


def test_an_action_of_another_version_shows_as_itself_and_can_be_looked_for(street, auditor):
    with acting(PLATFORM):
        audit.record_write(
            PLATFORM, action="office.bygone", subject_kind="user", subject_id=1, at=now()
        )
    answer = auditor.get("/office/trail/?action=office.bygone")
    assert [e["action"] for e in answer.context["lines"]] == ["office.bygone"]
    assert '<option value="office.bygone" selected>office.bygone</option>' in answer.text


def test_whoever_narrows_it_to_one_person_is_seen_by_that_person(street, auditor):
    auditor.get(f"/office/trail/?person={street.resident}")
    with acting(PLATFORM), as_intake_role():
        assert audit.reads_of(street.resident)[0].action == "office.trail"


def test_older_lines_follow_page_by_page(street, clerk, auditor):
    for _ in range(60):
        clerk.get(f"/office/people/{street.resident}/")
    first = auditor.get("/office/trail/?action=office.person")
    then = auditor.get("/office/trail/" + first.context["on"])
    seen = [e["id"] for e in first.context["lines"]], [e["id"] for e in then.context["lines"]]
    assert len(seen[0]) == 50 and len(seen[1]) >= 10 and max(seen[1]) < min(seen[0])


def test_it_is_read_from_the_oldest_line_too_page_by_page_and_as_a_sheet(street, clerk, auditor):
    for _ in range(60):
        clerk.get(f"/office/people/{street.resident}/")
    first = auditor.get("/office/trail/?action=office.person&order=time")
    then = auditor.get("/office/trail/" + first.context["on"])
    seen = [e["id"] for page in (first, then) for e in page.context["lines"]]
    assert seen == sorted(set(seen))
    assert len(seen) == 100
    assert "更晚" in first.text
    sheet = auditor.get("/office/trail/?format=xlsx&action=office.person&order=time").getvalue()
    days = [
        r[0]
        for r in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(
            min_row=2, values_only=True
        )
    ]
    assert days == sorted(days)


def test_it_leaves_as_a_sheet_and_that_is_a_line_too(street, clerk, auditor):
    clerk.get(f"/office/people/{street.resident}/")
    book = openpyxl.load_workbook(
        io.BytesIO(auditor.get("/office/trail/?format=xlsx&action=office.person").getvalue())
    )
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == "时间" and str(street.resident) in {r[6] for r in rows[1:]}
    assert {(r[4], r[-1]) for r in rows} == {("操作", "操作代码"), ("人员档案", "office.person")}
    assert auditor.get("/office/trail/?action=office.trail_sheet").context["lines"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [(None, "还没有封条"), (3, "审计记录完整"), (10**6, "./anju audit verify")],
)
def test_checking_says_whether_it_is_whole(street, auditor, monkeypatch, lines, sentence):
    head = None if lines is None else audit.Head(1, "0" * 64, now(), lines)
    monkeypatch.setattr(audit, "head", lambda: head)
    toast = auditor.post("/office/trail/check/", follow=True).text.partition("aj-toast-text")[2]
    assert sentence in toast


def test_the_page_asks_a_fixed_number_of_questions(
    street, clerk, auditor, django_assert_max_num_queries
):
    for _ in range(5):
        clerk.get(f"/office/people/{street.resident}/")
    auditor.get("/office/trail/")
    with django_assert_max_num_queries(18):
        auditor.get("/office/trail/")
