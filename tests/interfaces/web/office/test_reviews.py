"""The review queue and merging, as clerks meet them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.models import Review
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.interfaces.web.office.reviews.views import beyond
from tests.factories.people import somebody
from tests.factories.register import (
    HERE,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
    declared,
    moved_in,
    roomy,
)
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return signed_in(staff("office01", ("street", STREET), name="刘审核"))


def lost(seed, room="9"):
    """Somebody whose home nobody knows."""
    who = somebody(f"游子{'甲乙丙丁'[seed]}", 200 + seed)
    outcome = declared(
        [{**who.item, "kind": "arrive", "region": HERE, "address": "新开路口小楼", "room": room}]
    ).outcomes[0]
    return review_of(outcome)


def review_of(outcome):
    with acting(PLATFORM):
        return register.line_of(outcome.declaration_id).review_id


def test_the_list_counts_by_kind_and_opens_what_it_counts(clerk, street):
    for n in range(3):
        lost(n)
    text = clerk.get("/office/review/").content.decode()
    assert re.search(r"住处找不到\s*<b>3</b>", text)
    assert (
        clerk.get("/office/review/?kind=home_not_found").content.decode().count('name="also"') == 3
    )


def test_all_that_wrote_the_home_alike_are_decided_together(clerk, street):
    roomy()
    first, *others = [lost(n) for n in range(3)]
    page = clerk.get(f"/office/review/{first}/").content.decode()
    assert all(f'name="also" value="{o}"' in page for o in others)
    clerk.post(
        f"/office/review/{first}/decide/",
        {"decision": "accept", "home_code": street.rooms[5].code, "also": others, "alias": "1"},
    )
    with acting(PLATFORM):
        assert len(register.occupants([street.rooms[5].id], as_of=street.today)) == 3


def test_a_home_can_be_entered_on_the_spot(clerk, street):
    review = lost(0)
    answer = clerk.post(
        f"/office/review/{review}/home/", {"region": HERE, "address": "新开路口小楼", "room": "9"}
    )
    assert answer.status_code == 302
    with acting(PLATFORM):
        assert register.review(review).decision == "accept"


def test_refusing_needs_a_reason(clerk, street):
    page = clerk.post(f"/office/review/{lost(0)}/decide/", {"decision": "refuse", "note": ""})
    assert page.status_code == 422 and "cn-problems" in page.content.decode()


def test_the_second_clerk_reads_who_was_faster(clerk, street):
    review = lost(0)
    clerk.post(f"/office/review/{review}/decide/", {"decision": "refuse", "note": "查无此楼"})
    other = signed_in(staff("office02", ("street", STREET)))
    page = other.post(f"/office/review/{review}/decide/", {"decision": "refuse", "note": "同上"})
    assert page.status_code == 409 and "刘审核" in page.content.decode()


def test_whoever_comes_second_sees_the_answer_the_way_back_and_the_next_item(clerk, street):
    review, following = lost(0), lost(1)
    decide = f"/office/review/{review}/decide/"
    kind = {"kind_filter": "home_not_found"}
    clerk.post(decide, {"decision": "refuse", "note": "查无此楼"})
    second_tab = clerk.post(decide, {"decision": "refuse", "note": "同上", **kind})
    text = second_tab.content.decode().split("<main", 1)[1]
    assert second_tab.status_code == 409
    assert "刘审核 已经处理过了" in text and "<strong>驳回</strong>" in text
    assert f'href="/office/review/{following}/?kind=home_not_found"' in text
    home = {"region": HERE, "address": "新路1号", "building": "", "unit": "", "room": "1"}
    assert clerk.post(f"/office/review/{review}/home/", {**home, **kind}).status_code == 409
    with acting(PLATFORM):
        assert not places.suggest("新路1号", regions=[HERE])
    assert clerk.post(undo_of(text)).status_code == 302
    with acting(PLATFORM):
        assert register.review(review).decided_at is None


def test_a_contradiction_shows_both_statements_on_one_line(clerk, street):
    outcome = declared(
        [
            {
                **RESIDENT.item,
                "kind": "arrive",
                "home_code": street.rooms[4].code,
                "start": street.today - timedelta(days=400),
                "end": street.today - timedelta(days=100),
            }
        ],
    ).outcomes[0]
    review = review_of(outcome)
    page = clerk.get(f"/office/review/{review}/").content.decode()
    assert page.count("aj-life-item") >= 2 and "相互矛盾的申报" in page
    against = page.split("相互矛盾的申报", 1)[1]
    assert street.rooms[0].text in against and "在别的辖区" not in against
    assert clerk.post(f"/office/review/{review}/decide/", {"decision": "accept"}).status_code == 302


def test_two_records_are_asked_for_before_they_stand_side_by_side(clerk, street):
    one = street.resident
    for asked in ("", "?one=&other=", f"?one={one}&other=", f"?one={one}&other={one}"):
        page = clerk.get(f"/office/merge/compare/{asked}", follow=True)
        assert page.status_code == 200, asked
        assert "请选两份不同的档案" in page.content.decode(), asked
    kept = clerk.get(f"/office/merge/compare/?one={one}&other=", follow=True)
    assert kept.context["chosen"].id == one, "what was chosen stays"
    assert clerk.get(f"/office/merge/compare/?one={one}&other=99999999").status_code == 404


def test_likely_duplicates_are_compared_merged_and_parted_again(clerk, street):
    double = moved_in(
        somebody("单文静", 71),
        street.rooms[1],
        street.today,
        doc_number=None,
        doc_type=None,
        birth_date=street.today.replace(year=1990, day=1),
    )
    page = clerk.get(f"/office/merge/compare/?one={street.resident}&other={double}")
    assert page.status_code == 200 and "不同" in page.content.decode()
    form = {"one": street.resident, "other": double, "keep": "one"}
    assert clerk.post("/office/merge/compare/", form).status_code == 422
    assert (
        clerk.post("/office/merge/compare/", {**form, "reason": "同一人，核对过照片"}).status_code
        == 302
    )
    listed = clerk.get("/office/merge/").content.decode()
    assert "核对过照片" in listed and "等第二人批准的合并" in listed
    from anju.domains.people import api as people

    with acting(PLATFORM):
        (asked,) = people.waiting_merges()
        assert people.merges() == [], "two birth dates: a second person decides"
    compare = f"/office/merge/compare/?one={double}&other={street.resident}"
    assert "撤回" in clerk.get(compare).content.decode()
    clerk.post(f"/office/merge/requests/{asked.id}/", {"approve": "1"})
    colleague = signed_in(staff("office03", ("street", STREET)))
    page = colleague.get(compare).content.decode()
    assert "批准合并" in page and "出生日期" in page and "核对过照片" in page
    refused = colleague.post(
        f"/office/merge/requests/{asked.id}/", {"refuse": "1", "note": " "}, follow=True
    )
    assert "请写明原因" in refused.content.decode()
    with acting(PLATFORM):
        assert people.merges() == []
    assert (
        colleague.post(f"/office/merge/requests/{asked.id}/", {"approve": "1"}).status_code == 302
    )
    with acting(PLATFORM):
        (entry,) = people.merges()
    assert clerk.post(f"/office/merge/{entry.id}/undo/").status_code == 302


def queries_of(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # caches of rules, grants and names are warm
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "path", ["/office/review/", "/office/review/?kind=home_not_found", "/office/counter/"]
)
def test_the_list_and_the_form_ask_the_database_as_often_for_many_as_for_one(clerk, street, path):
    lost(0)
    few = queries_of(clerk, path)
    for n in range(1, 4):
        lost(n)
    assert queries_of(clerk, path) == few <= 25


def test_a_contested_record_is_shown_with_the_words_and_the_stay_and_answered(clerk, street):
    from tests.factories.staff import actor, public

    user = public("13911110088", person_id=street.resident)
    with acting(PLATFORM):
        stay = register.stays_of([street.resident])[0]
    with acting(actor(user)):
        review = register.contest(
            words="我三月就搬走了", stay_id=stay.id, actor=actor(user), at=street.at
        )
    assert "本人有异议" in clerk.get("/office/review/").content.decode()
    page = clerk.get(f"/office/review/{review}/").content.decode()
    assert (
        "我三月就搬走了" in page
        and f"/office/counter/stay/{stay.id}/" in page
        and street.rooms[0].text in page
    )
    assert (
        clerk.post(
            f"/office/review/{review}/decide/", {"decision": "refuse", "note": ""}
        ).status_code
        == 422
    )
    answer = clerk.post(
        f"/office/review/{review}/decide/", {"decision": "accept", "note": "已按合同更正"}
    )
    assert answer.status_code == 302
    with acting(PLATFORM):
        assert register.review(review).decision == "accept"
        assert register.stays_of([street.resident])[0] == stay


def test_from_a_persons_page_the_first_record_is_chosen_already(clerk, street):
    page = clerk.get(f"/office/merge/?one={street.resident}").content.decode()
    assert f'name="one" id="id_one" value="{street.resident}"' in page
    assert clerk.get("/office/merge/?one=99999999999999999999").status_code == 200
    assert clerk.get(f"/office/merge/?one={street.stranger}").status_code == 200


def undo_of(page):
    return re.search(r'action="(/office/review/undo/[^"]+)"', page).group(1).replace("&amp;", "&")


def test_a_decision_comes_with_a_notice_that_takes_it_back(clerk, street):
    roomy()
    first, *others = [lost(n) for n in range(3)]
    page = clerk.post(
        f"/office/review/{first}/decide/",
        {"decision": "accept", "home_code": street.rooms[5].code, "also": others},
        follow=True,
    ).content.decode()
    assert "已登记" in page
    back = clerk.post(undo_of(page), follow=True).content.decode()
    assert "已撤回 3 个决定" in back
    with acting(PLATFORM):
        assert register.occupants([street.rooms[5].id], as_of=street.today) == []
        assert [register.review(r).decided_at for r in (first, *others)] == [None] * 3
    again = clerk.post(undo_of(page), follow=True).content.decode()
    assert "3 个决定没有撤回" in again
    assert "已经撤回" in again


def test_the_page_of_a_decided_item_takes_it_back_for_whoever_decided_it(clerk, street):
    review = lost(0)
    clerk.post(f"/office/review/{review}/decide/", {"decision": "refuse", "note": "查无此楼"})
    where = undo_of(clerk.get(f"/office/review/{review}/").content.decode().split("<main", 1)[1])
    other = signed_in(staff("office02", ("street", STREET)))
    assert "/office/review/undo/" not in other.get(f"/office/review/{review}/").content.decode()
    assert "1 个决定没有撤回" in other.post(where, follow=True).content.decode()
    assert clerk.post(where)["Location"] == f"/office/review/{review}/"
    with acting(PLATFORM):
        assert register.review(review).decided_at is None


def test_the_count_of_what_is_overdue_opens_just_that(clerk, street):
    late, *_others = [lost(n) for n in range(3)]
    with acting(PLATFORM), as_intake_role():
        Review.objects.filter(id=late).update(due_at=now() - timedelta(hours=1))
    for page in ("/office/", "/office/review/"):
        text = clerk.get(page).content.decode()
        assert re.search(r'href="[^"]*\?kind=overdue"[^>]*>.*?1\b', text, re.S), page
    listed = clerk.get("/office/review/?kind=overdue").content.decode()
    assert re.findall(r'aj-queue-what">\s*<a href="/office/review/(\d+)/', listed) == [str(late)]
    assert "第 1–1 条，共 1 条" in listed


def test_a_row_of_the_list_names_the_community_once(clerk, street):
    who = somebody("游子戊", 204)
    declared(
        [
            {
                **who.item,
                "kind": "arrive",
                "region": HERE,
                "address": "洞阳镇砰山村无名路3号",
                "room": "1",
            }
        ]
    )
    text = clerk.get("/office/review/").content.decode()
    (row,) = re.findall(r'<div class="aj-queue-what">.*?</div>', text, re.S)
    assert "<p>无名路3号1 · 湖南省长沙市浏阳市洞阳镇砰山村 " in row
    assert row.count("砰山村") == 1


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("洞阳镇砰山村新屋路12号", "新屋路12号"),
        ("湖南省长沙市浏阳市洞阳镇砰山村新屋路12号", "新屋路12号"),
        ("浏阳市新屋路12号", "新屋路12号"),
        ("新屋路12号", "新屋路12号"),
        ("北盛镇新屋路12号", "北盛镇新屋路12号"),
        ("阳镇路2号", "阳镇路2号"),
    ],
)
def test_divisions_named_already_are_left_out_of_an_address(where, left):
    assert beyond("湖南省长沙市浏阳市洞阳镇砰山村", where) == left
