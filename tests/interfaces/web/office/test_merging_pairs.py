"""Pairs that are proposed as one person, as clerks meet them: with reasons, decided, and taken back."""

from __future__ import annotations

import re

import pytest

from anju.domains.linkage.api import records as linkage
from anju.domains.people import api as people
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting
from tests.domains.linkage.test_register import rounds, same, trained
from tests.factories.register import PLATFORM, STREET, Street
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return signed_in(staff("office01", ("street", STREET), name="刘审核"))


def compare(pair):
    return f"/office/merge/compare/?one={pair[0]}&other={pair[1]}"


def test_a_proposed_pair_is_listed_with_its_strongest_reasons_and_opens_side_by_side(clerk, street):
    pair = same(street)
    assert "还没有训练查重参数" in clerk.get("/office/merge/").content.decode()
    trained(), rounds()
    page = clerk.get("/office/merge/").content.decode()
    assert "黄晓红 / 房晓红" in page and "手机号相同" in page
    side = clerk.get(compare(pair)).content.decode()
    reasons = side.split("cn-reasons", 1)[1].split("</table>", 1)[0]
    shown = [float(b.replace("−", "-")) for b in re.findall(r"<td>([+−][\d.]+)</td>", reasons)]
    *facts, total = shown
    assert total == pytest.approx(sum(facts), abs=0.5)
    assert "手机号" in reasons and "合计" in reasons


def test_found_different_is_noted_listed_and_taken_back_on_the_page(clerk, street):
    pair = same(street)
    trained(), rounds()
    form = {"one": pair[0], "other": pair[1]}
    refused = clerk.post("/office/merge/different/", {**form, "note": " "}, follow=True)
    assert "请写明" in refused.content.decode()
    told = clerk.post("/office/merge/different/", {**form, "note": "两人同时到场"}, follow=True)
    text = told.content.decode()
    assert "已认定是两个人" in text and "两人同时到场" in text and "合并为一人" not in text
    listed = clerk.get("/office/merge/").content.decode()
    assert "两人同时到场" in listed and "手机号相同" not in listed
    merged = clerk.post("/office/merge/compare/", {**form, "keep": "one", "reason": "同一人"})
    assert merged.status_code == 409
    with acting(PLATFORM):
        assert people.merges() == []
        written = Entry.objects.filter(action="linkage.different").values_list(
            "person_id", flat=True
        )
        assert sorted(written) == sorted(pair)
    back = clerk.post("/office/merge/different/undo/", form, follow=True).content.decode()
    assert "合并为一人" in back
    assert "手机号相同" in clerk.get("/office/merge/").content.decode()


def test_a_colleague_of_another_street_neither_sees_nor_decides(street):
    pair = same(street)
    trained(), rounds()
    other = signed_in(staff("office09", ("street", "430181100")))
    assert "黄晓红" not in other.get("/office/merge/").content.decode()
    form = {"one": pair[0], "other": pair[1], "note": "不是"}
    assert other.post("/office/merge/different/", form).status_code == 404
    counter = signed_in(staff("counter09", ("counter", STREET)))
    assert counter.post("/office/merge/different/", form).status_code == 403
    with acting(PLATFORM):
        assert linkage.pair_of(*pair).state == "open"


def test_the_weights_can_be_read_with_their_history(clerk, street):
    assert "还没有训练过" in clerk.get("/office/merge/weights/").content.decode()
    first = trained()
    trained()
    page = clerk.get("/office/merge/weights/").content.decode()
    assert "正在使用" in page and "方音相近" in page
    earlier = clerk.get(f"/office/merge/weights/?set={first.number}").content.decode()
    assert f"第 {first.number} 版的份量" in earlier
    assert clerk.get("/office/merge/weights/?set=999999").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_pairs_as_for_one(clerk, street):
    from tests.domains.linkage.test_register import without_papers
    from tests.interfaces.web.office.test_reviews import queries_of

    same(street)
    trained(), rounds()
    few = queries_of(clerk, "/office/merge/")
    without_papers("房小红", 306, street.rooms[1], phone="13900001111")
    rounds()
    assert queries_of(clerk, "/office/merge/") == few
