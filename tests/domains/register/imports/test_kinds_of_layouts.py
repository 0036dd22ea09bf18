"""The kinds of untidiness, each in a small file of its own, with the reading a person would expect."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import IntakeResult, Mapping, read_batch
from anju.domains.register.imports.rules.dates import parse_span
from anju.foundation.errors import Refused
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import number as N  # noqa: N812
from tests.factories.spreadsheets import xlsx

ROSTER, TENANTS = "employer-roster", "rental-tenants"
TODAY, DAY = date(2026, 11, 29), "2026-01-01"


def read(rows, as_: str = ROSTER, mapping: Mapping | None = None) -> IntakeResult:
    data = xlsx(rows if isinstance(rows, dict) else {"s": rows})
    return read_batch(
        data,
        "a.xlsx",
        as_=as_,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
        mapping=mapping,
    )


def told(result: IntakeResult, *names: str) -> list[tuple]:
    return result.items.sort("row").select(names).rows()


def test_tables_beside_each_other_are_two_and_their_rows_have_numbers_of_their_own():
    result = read(
        [
            ("在职人员", None, None, None, "离职人员", None, None),
            ("姓名", "身份证号", "入职日期", None, "姓名", "身份证号", "离职日期"),
            ("张三", N(1), DAY, None, "李四", N(2), DAY),
            ("王五", N(3), DAY, None, None, None, None),
        ]
    )
    assert told(result, "name", "kind") == [("张三", "hire"), ("王五", "hire"), ("李四", "dismiss")]
    assert result.items["row"].n_unique() == 3
    assert [c.letter for c in result.reading.tables[1].columns] == ["E", "F", "G"]


def test_people_numbered_in_one_line_share_what_stands_around_them():
    result = read(
        [
            ("房号", "姓名1", "身份证号1", "姓名2", "身份证号2", "入住日期", "地址"),
            ("101", "张三", N(1), "李四", N(2), DAY, "某路1号"),
            ("102", "王五", N(3), None, None, DAY, "某路1号"),
        ],
        TENANTS,
    )
    assert sorted(told(result, "name", "room", "address")) == [
        ("张三", "101", "某路1号"),
        ("李四", "101", "某路1号"),
        ("王五", "102", "某路1号"),
    ]


def test_a_line_above_rows_names_their_building_or_says_that_they_are_gone():
    placed = read(
        [
            ("姓名", "身份证号", "房号", "入住日期"),
            ("3栋",),
            ("张三", N(1), "101", DAY),
            ("4栋",),
            ("李四", N(2), "202", DAY),
        ],
        TENANTS,
    )
    assert told(placed, "building", "room") == [("3栋", "101"), ("4栋", "202")]
    gone = read(
        [
            ("姓名", "身份证号", "入职日期"),
            ("在职",),
            ("张三", N(1), DAY),
            ("离职",),
            ("李四", N(2), DAY),
        ]
    )
    assert told(gone, "kind", "start", "end") == [
        ("hire", date(2026, 1, 1), None),
        ("dismiss", None, None),
    ]
    assert gone.counts.warnings == {"last_day_missing": 1}


def test_a_sheet_a_building_is_read_whole_and_other_sheets_alike_are_named():
    head = ("姓名", "身份证号", "房号", "入住日期")
    result = read(
        {"1栋": [head, ("张三", N(1), "101", DAY)], "2栋": [head, ("李四", N(2), "101", DAY)]},
        TENANTS,
    )
    assert told(result, "building", "name") == [("1栋", "张三"), ("2栋", "李四")]
    months = read(
        {"十月": [head, ("张三", N(1), "101", DAY)], "十一月": [head, ("李四", N(2), "101", DAY)]},
        TENANTS,
    )
    assert (months.counts.rows, months.other_sheets) == (1, ("十一月",))
    assert [(s.name, s.why) for s in months.reading.sheets if not s.read] == [
        ("十一月", "not_chosen")
    ]


def test_headers_of_three_lines_tell_whose_a_name_is():
    result = read(
        [
            ("序号", "人员信息", None, None, None, "紧急联系人", None),
            (None, "基本", None, "联系", None, None, None),
            (None, "姓名", "身份证号", "手机", "入职日期", "姓名", "电话"),
            ("1", "张三", N(1), "13800000001", DAY, "李四", "13900000000"),
        ]
    )
    assert told(result, "name", "phone") == [("张三", "13800000001")]


@pytest.mark.parametrize(
    "head",
    [
        [
            ("出租人", None, None, "承租人", None, None, "地址", "房号", "起租日期"),
            ("姓名", "身份证号", "电话", "姓名", "身份证号", "电话", None, None, None),
        ],
        [
            (
                "房东姓名",
                "身份证号",
                "电话",
                "租客姓名",
                "身份证号",
                "电话",
                "地址",
                "房号",
                "起租日期",
            )
        ],
    ],
)
def test_of_landlord_and_tenant_in_one_line_each_keeps_their_own(head):
    result = read(
        [
            *head,
            ("周建国", N(9), "13900000000", "张三", N(1), "13800000001", "某路1号", "101", DAY),
        ],
        TENANTS,
    )
    assert told(result, "name", "doc_number", "phone", "landlord") == [
        ("张三", N(1), "13800000001", "周建国")
    ]


def test_what_is_declared_in_a_column_decides_the_row_and_an_unknown_word_is_shown():
    words = {"甲": "新增", "乙": "注销", "丙": "某词"}
    rows = [
        ("姓名", "身份证号", "地址", "房号", "入住日期", "申报业务类型"),
        *[(f"张{n}", N(i), "某路1号", "1", DAY, word) for i, (n, word) in enumerate(words.items())],
    ]
    result = read(rows, TENANTS)
    assert [k for (k,) in told(result, "kind")] == ["arrive", "leave", "arrive"]
    assert result.counts.warnings == {"last_day_missing": 1, "status_unknown": 1}


@pytest.mark.parametrize(
    "titles",
    [
        ("姓名", "身分證號碼", "聯絡電話", "到職日期"),
        ("Full Name", "ID Number", "Mobile Phone", "Date of Joining"),
        ("员工姓名", "公民身份号码", "手机号码（本人）", "来本公司日期"),
        ("姓名*", "身份证号码(必填)", "联系电话1", "入职日期（本次）"),
    ],
)
def test_titles_in_english_traditional_script_and_with_remarks_are_known(titles):
    result = read([titles, ("张三", N(1), "13800000001", DAY)])
    assert told(result, "name", "phone", "start") == [("张三", "13800000001", date(2026, 1, 1))]


@pytest.mark.parametrize(
    "title",
    [
        "搬离原因",
        "户籍类型",
        "毕业时间",
        "身份证有效期",
        "残疾证号",
        "联系电话归属地",
        "试用期结束日期",
        "签证到期日期",
        "紧急联系人",
        "Visa Expiry Date",
        "姓名拼音",
    ],
)
def test_a_longer_title_is_not_the_shorter_word_inside_it(title):
    result = read([("姓名", "身份证号", "入职日期", title), ("张三", N(1), DAY, "2026-05-01")])
    assert result.reading.tables[0].columns[3].why
    assert told(result, "kind", "end", "phone") == [("hire", None, None)]


def test_names_in_two_columns_or_with_number_and_phone_are_put_together_and_parted():
    assert told(
        read([("姓", "名", "身份证号", "入职日期"), ("欧阳", "小明", N(1), DAY)]), "name"
    ) == [("欧阳小明",)]
    result = read(
        [
            ("姓名及身份证号", "电话", "入职日期"),
            (f"张三 {N(1)}", "13800000001/13900000000", DAY),
            (f"李四({N(2)})", "13800000002、0731-83456789", DAY),
        ]
    )
    assert told(result, "name", "doc_number", "phone") == [
        ("张三", N(1), "13800000001"),
        ("李四", N(2), "13800000002"),
    ]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("430181********9970", "id_masked"),
        ("43O181198711169970", "id_letters"),
        ("4301811987l1169970", "id_letters"),
        ("AB1234567", "id_kind_unclear"),
        ("43018119871116", "id_length"),
    ],
)
def test_the_sentence_about_a_number_names_the_true_fault(number, code):
    assert read(
        [("姓名", "身份证号", "入职日期"), ("张三", number, DAY), ("李四", N(1), DAY)]
    ).counts.problems == {code: 1}


@pytest.mark.parametrize("mark", "xX×✕хХχΧｘＸ")
def test_every_letter_that_looks_like_the_check_digit_is_it(mark):
    ending = next(N(i) for i in range(300) if N(i).endswith("X"))
    assert told(
        read([("姓名", "身份证号", "入职日期"), ("张三", ending[:17] + mark, DAY)]), "doc_number"
    ) == [(ending,)]


@pytest.mark.parametrize(
    "phone",
    [
        "0086 13800000001",
        "+86-138-0000-0001",
        "8613800000001",
        "13800000001 13900000002",
        "1380000000113900000002",
        "(+86)13800000001",
        "电话:13800000001",
        "138 0000 0001;139",
    ],
)
def test_phones_are_read_however_they_are_written_and_parted(phone):
    assert told(
        read([("姓名", "身份证号", "电话", "入职日期"), ("张三", N(1), phone, DAY)]), "phone"
    ) == [("13800000001",)]


def test_a_lease_as_one_span_gives_both_days_and_a_first_day_is_never_invented():
    head = ("姓名", "身份证号", "地址", "房号")
    lease = read([(*head, "租期"), ("张三", N(1), "某路1号", "1", "2026.1.1-2026.12.31")], TENANTS)
    assert told(lease, "start", "end") == [(date(2026, 1, 1), date(2026, 12, 31))]
    none = read([head, ("张三", N(1), "某路1号", "1")], TENANTS)
    assert (told(none, "start"), none.counts.warnings) == ([(None,)], {"first_day_missing": 1})


def test_choices_of_a_person_are_obeyed_and_survive_json():
    rows = [("姓名", "身份证号"), ("张三", N(1))]
    chosen = Mapping.from_json({"columns": {}, "choices": {"start": "2026-02-03"}})
    assert told(read(rows, mapping=Mapping.from_json(chosen.to_json())), "start") == [
        (date(2026, 2, 3),)
    ]
    twice = [("姓名", "姓名", "身份证号", "入职日期"), ("房东某", "张三", N(1), DAY)]
    with pytest.raises(Refused, match="column_ambiguous"):
        read(twice)
    given = Mapping.from_json({"columns": {}, "choices": {"columns": {"name": [1]}}})
    assert told(read(twice, mapping=given), "name") == [("张三",)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023.3-2024.5", ("2023-03-01", "2024-05-01")),
        ("2023-1-1--2024-1-1", ("2023-01-01", "2024-01-01")),
        ("2023-2-1至今", ("2023-02-01", "None")),
        ("2022-12-31T16:00:00Z", ("2023-01-01", "None")),
        ("民国112年2月1日", ("2023-02-01", "None")),
        ("Wednesday, Feb 1, 2023", ("2023-02-01", "None")),
        ("02-01-23", ("None", "None")),
        ("01/02/2023", ("None", "None")),
        ("2023", ("None", "None")),
    ],
)
def test_days_and_spans(text, days):
    assert tuple(map(str, parse_span(text, TODAY))) == days


def test_the_last_character_of_a_name_stays_when_its_number_follows_at_once():
    result = read(
        [
            ("姓名及身份证号", "入职日期"),
            (f"吕艳辉{N(1)}", DAY),
            (f"姚豪艳13944219774，{N(2)}", DAY),
        ]
    )
    assert told(result, "name", "doc_number", "phone") == [
        ("吕艳辉", N(1), None),
        ("姚豪艳", N(2), "13944219774"),
    ]


def test_what_the_row_above_says_is_told_by_ditto_marks_and_by_the_head_of_a_family():
    same = read(
        [
            ("姓名", "身份证号", "入职日期", "部门"),
            ("张三", N(1), DAY, "装配"),
            ("李四", N(2), "同上", "〃"),
            ("王五", N(3), DAY, "同上"),
        ]
    )
    assert told(same, "start", "position") == [(date(2026, 1, 1), "装配")] * 3
    assert {r.what for r in same.reading.rows} == {"ditto"}
    family = read(
        [
            ("与户主关系", "姓名", "身份证号", "现住址", "房号", "入住日期"),
            ("户主", "张三", N(1), "某路1号", "101", DAY),
            ("配偶", "李四", N(2), None, None, DAY),
            ("子", "张五", N(3), "某路9号", None, DAY),
        ],
        TENANTS,
    )
    assert told(family, "address", "room") == [("某路1号", "101")] * 2 + [("某路9号", None)]
    assert [(r.what, r.places) for r in family.reading.rows] == [("family_home", (3,))]


def test_a_table_of_leavers_below_is_found_under_decorated_titles():
    result = read(
        [
            ("一、在职人员",),
            ("姓名", "身份证号", "入职日期"),
            ("张三", N(1), DAY),
            ("二、离职人员",),
            ("身份證號碼", "姓名\nName", "离职日期"),
            (N(2), "李四", DAY),
        ]
    )
    assert told(result, "name", "kind") == [("张三", "hire"), ("李四", "dismiss")]


def test_parts_of_one_origin_in_columns_are_all_of_it():
    result = read(
        [
            ("姓名", "身份证号", "入职日期", "户籍地省", "户籍地市", "户籍地县"),
            ("张三", N(1), DAY, "湖南省", "长沙市", "浏阳市"),
        ]
    )
    assert told(result, "hukou_text") == [("湖南省长沙市浏阳市",)]
