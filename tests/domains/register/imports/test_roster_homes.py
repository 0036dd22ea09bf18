"""A roster: the same home in another wording is no move, and a move is written as the register writes homes."""

from __future__ import annotations

import pytest

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, WORKER, Street
from tests.factories.spreadsheets import delimited
from tests.factories.staff import actor, public

TITLES = ["姓名", "身份证号", "入职日期", "岗位", "宿舍地址", "宿舍楼栋", "宿舍房号"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def compared(street, *words):
    """The homes of the roster's changes, before and after, when the worker's row says this of the dormitory."""
    firm = street.firm
    who = actor(
        public("13700000002", grants=(("employer", firm.party, HERE),)), purpose="employment"
    )
    sender = register.Sender(
        firm.party, "employer", firm.name, party=firm.party, employer_id=firm.id, region=HERE
    )
    row = [WORKER.name, WORKER.doc_number, "2026-10-01", "装配", *words]
    with acting(who):
        view = register.receive(
            delimited([TITLES, row]),
            "a.csv",
            form="employer-roster",
            sender=sender,
            actor=who,
            at=street.at,
        )
        assert view.counts["rejected"] == 0, view.counts
        lines = register.preview_page(view.id, "changed").lines
    return [line["fields"]["home"] for line in lines if "home" in line["fields"]]


@pytest.mark.parametrize(
    "words",
    [
        ("", "1栋", "101"),
        ("", "1 幢", "101室"),
        ("", "一号楼", "1栋101"),
        ("纬二路36号", "1栋", "101"),
        ("洞阳镇纬二路36号", "1栋", "101室"),
        ("湖南省长沙市浏阳市洞阳镇纬二路３６号", "#1", "101"),
        ("洞阳镇纬二路36号1栋101室", "", ""),
        ("纬二路36号1栋", "", "101"),
        ("洞阳镇纬二路三十六号", "第1栋", "101房"),
    ],
)
def test_the_same_dormitory_in_another_wording_is_no_move(street, words):
    assert compared(street, *words) == []


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (("洞阳镇纬二路36号", "1 幢", "720"), "纬二路36号1栋720室"),
        (("洞阳镇纬二路36号1栋720", "", ""), "纬二路36号1栋720室"),
        (("", "1栋", "102室"), "纬二路36号1栋102室"),
    ],
)
def test_a_move_is_written_like_the_home_before_it(street, words, after):
    ((before, now),) = compared(street, *words)
    assert before == street.dormitory[0].text
    assert now == after
