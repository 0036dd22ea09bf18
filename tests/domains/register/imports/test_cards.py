"""People on cards, a label beside each value, and texts whose columns stand apart by spaces."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import IntakeResult, read_batch
from anju.domains.register.imports.rules.batch import iter_batches
from anju.domains.register.imports.rules.refusals import refused_workbook
from anju.foundation.errors import Refused
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import number as N  # noqa: N812
from tests.factories.spreadsheets import xlsx

ROSTER, TENANTS = "employer-roster", "rental-tenants"
TODAY, DAY = date(2026, 11, 29), "2026-01-05"
Row = tuple[Any, ...]
CARD: list[Row] = [
    ("流动人口登记卡",),
    ("姓名", "张三", "性别", "男"),
    ("身份证号码", N(1), "联系电话", "13800000001"),
    ("现住址", "幸福路1号3栋501室", None, None),
    ("入住日期", DAY, "特长", "无"),
]


def read(rows: list[Row] | dict[str, list[Row]], as_: str = TENANTS) -> IntakeResult:
    data = xlsx(rows if isinstance(rows, dict) else {"s": rows})
    return read_batch(
        data, "a.xlsx", as_=as_, known_areas=known_areas(), today=TODAY, ages=ages(TODAY)
    )


def read_text(text: str, as_: str = TENANTS) -> IntakeResult:
    given = {"as_": as_, "known_areas": known_areas(), "today": TODAY, "ages": ages(TODAY)}
    whole = read_batch(text.encode(), "a.txt", **given)
    pieces = list(iter_batches(text.encode(), "a.txt", **given))
    assert [p.items.drop("key").rows() for p in pieces] == [whole.items.drop("key").rows()]
    return whole


def people(result: IntakeResult, *names: str) -> list[Row]:
    return result.items.sort("row").select(names or ("name", "doc_number")).rows()


def test_a_card_is_read_as_one_person_and_says_so():
    result = read(CARD)
    assert people(result, "row", "name", "doc_number", "sex", "phone", "address", "start") == [
        (2, "张三", N(1), "1", "13800000001", "幸福路1号3栋501室", date(2026, 1, 5))
    ]
    assert {(r.what, r.places) for r in result.reading.rows} == {
        ("cards", (2,)),
        ("left_out_heading", (1,)),
    }
    assert {c.title: c.why for c in result.reading.tables[0].columns if c.why} == {
        "特长": "unknown"
    }


def test_several_cards_below_or_beside_each_other_and_a_sheet_a_card_are_as_many_people():
    one, two = (
        [("姓名", name), ("身份证号", N(n)), ("入职日期", DAY)]
        for name, n in (("张三", 1), ("李四", 2))
    )
    both = [("张三", N(1)), ("李四", N(2))]
    assert people(read([*one, (None,), *two], ROSTER)) == both
    assert people(read([(*a, None, *b) for a, b in zip(one, two, strict=True)], ROSTER)) == both
    sheets = read({"张三": one, "李四": two, "说明": [("填写说明",)]}, ROSTER)
    assert (people(sheets), [s.why for s in sheets.reading.sheets if not s.read]) == (
        both,
        ["no_header"],
    )


def test_on_a_card_every_value_is_its_owners():
    result = read(
        [
            ("姓名", "张三", "证件类型", "身份证", "证件号码", N(1)),
            ("房东姓名", "周建国", "身份证号", N(9), "联系电话", "13900000000"),
            ("联系电话", "13800000001", "地址", "某路1号"),
            ("紧急联系人", "李四", "联系电话", "13700000000", "入住日期", DAY),
        ]
    )
    assert people(result, "name", "doc_number", "phone", "landlord", "start") == [
        ("张三", N(1), "13800000001", "周建国", date(2026, 1, 5))
    ]
    down = read(
        [
            ("姓名", "张三"),
            ("身份证号", N(1)),
            ("紧急联系人", "李四"),
            ("联系电话", "13700000000"),
            ("入职日期", DAY),
        ],
        ROSTER,
    )
    assert people(down, "phone", "start") == [(None, date(2026, 1, 5))]


def test_a_list_below_a_card_is_read_as_well():
    result = read(
        [
            ("承租人姓名", "张三", "身份证号", N(1)),
            ("地址", "某路1号101", "入住日期", DAY),
            ("同住人员",),
            ("姓名", "与承租人关系", "身份证号"),
            ("李四", "妻子", N(2)),
            ("张五", "儿子", N(5, born="20200101")),
        ]
    )
    assert people(result, "row", "name", "relation") == [
        (1, "张三", None),
        (5, "李四", "12"),
        (6, "张五", "20"),
    ]
    assert [t.rows for t in result.reading.tables] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "姓名：张三\n身份证号：{a}\n手机号：13800000001\n\n姓名：李四\n身份证号：{b}\n手机号：13800000002\n",
        "姓名：张三 身份证号：{a} 手机号：13800000001\n姓名：李四 身份证号：{b} 手机号：13800000002\n",
        "1. 姓名：张三，身份证号：{a}，手机号：13800000001。\n2. 姓名：李四，身份证号：{b}，手机号：13800000002。\n",
        "姓名:张三,身份证号:{a},手机号:13800000001\n姓名:李四,身份证号:{b},手机号:13800000002\n",
        "姓名      身份证号              手机\n张三      {a}    13800000001\n李四      {b}    13800000002\n合计  2人\n",
        "姓名 身份证号 手机\n张三 {a} 13800000001\n李四 {b} 13800000002\n",
        "姓名、身份证号、手机\n张三、{a}、13800000001\n李四、{b}、13800000002\n",
        "姓名　　身份证号　　　　　　　　　手机\n张三　　{a}　13800000001\n李　四　{b}　13800000002\n",
    ],
)
def test_lines_of_a_message_and_columns_apart_by_spaces_are_read(text):
    assert people(read_text(text.format(a=N(1), b=N(2))), "name", "doc_number", "phone") == [
        ("张三", N(1), "13800000001"),
        ("李四", N(2), "13800000002"),
    ]


def test_an_empty_place_in_aligned_text_moves_nothing_to_another_column():
    text = (
        f"姓名    身份证号            手机         入住日期\n张三    {N(1)}               2026-01-05\n"
        f"李四    {N(2)}  13800000002  2026-01-06\n"
    )
    assert people(read_text(text), "name", "phone", "start") == [
        ("张三", None, date(2026, 1, 5)),
        ("李四", "13800000002", date(2026, 1, 6)),
    ]
    with pytest.raises(Refused, match="header_missing"):
        read_text(
            f"姓名 身份证号 手机 入住日期\n张三 {N(1)} 2026-01-05\n李四 {N(2)} 13800000002 2026-01-06\n"
        )


def test_a_list_is_no_card_whatever_stands_behind_the_title_of_the_name():
    result = read(
        [
            ("姓名", "花名", "证件类型", "证件号码", "入职日期"),
            ("张三", "小三", "身份证", N(1), DAY),
        ],
        ROSTER,
    )
    assert (people(result), result.reading.tables[0].header) == ([("张三", N(1))], (1,))
    heads = read(
        [
            ("法定代表人", "周建国", "身份证号", N(9)),
            ("姓名", "身份证号", "入职日期"),
            ("张三", N(1), DAY),
        ],
        ROSTER,
    )
    assert people(heads) == [("张三", N(1))]


def test_the_phone_beside_another_persons_name_is_left_over():
    result = read(
        [
            ("姓名", "身份证号", "入职日期", "紧急联系人", "联系电话"),
            ("张三", N(1), DAY, "李四", "13900000000"),
        ],
        ROSTER,
    )
    assert people(result, "phone") == [(None,)]
    assert [c.why for c in result.reading.tables[0].columns][3:] == ["other_person"] * 2


def test_a_refused_card_comes_back_as_a_list_that_can_be_sent_again():
    result = read(
        [("姓名", "张三"), ("身份证号", N(1)[:17]), ("民族", "汉族"), ("入职日期", DAY)], ROSTER
    )
    assert result.counts.problems == {"id_length": 1}
    again = read_batch(
        refused_workbook(result, str),
        "b.xlsx",
        as_=ROSTER,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )
    assert again.counts.problems == {"id_length": 1}
    assert "民族" not in str(result.top) + str(again.top)
