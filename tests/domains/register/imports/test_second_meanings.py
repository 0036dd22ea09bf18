"""Cells that could be taken for something else than they say: read as meant, refused by their true
fault, or remarked on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import IntakeResult, read_batch
from anju.domains.register.intake.rules.plausibility import doubtful_name
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import number as N  # noqa: N812
from tests.factories.spreadsheets import xlsx

ROSTER, TENANTS = "employer-roster", "rental-tenants"
TODAY, DAY = date(2026, 11, 29), "2026-01-05"
Row = tuple[Any, ...]


def read(rows: list[Row], as_: str = ROSTER) -> IntakeResult:
    return read_batch(
        xlsx({"s": rows}),
        "a.xlsx",
        as_=as_,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )


def values(result: IntakeResult, *names: str) -> list[Row]:
    return result.items.sort("row").select(names).rows()


def tenants(title: str, *cells: Any) -> IntakeResult:
    return read(
        [
            ("姓名", "身份证号", "入住日期", "地址", title),
            *[(f"张{'三四五六七'[i]}", N(i + 1), DAY, "幸福路1号", c) for i, c in enumerate(cells)],
        ],
        TENANTS,
    )


def test_a_second_column_is_read_where_the_first_is_empty():
    result = read(
        [
            ("姓名", "英文姓名", "身份证号", "护照号码", "电话1", "电话2", "入职日期"),
            ("张三", None, N(1), None, None, "13800000001", DAY),
            ("李四", "LI SI", N(2), None, "13800000002", "13800000003", DAY),
            (None, "TOM SMITH", "无", "AB1234567", "13800000004", None, DAY),
        ]
    )
    assert values(result, "name", "doc_type", "doc_number", "phone") == [
        ("张三", "111", N(1), "13800000001"),
        ("李四", "111", N(2), "13800000002"),
        ("TOM SMITH", "414", "AB1234567", "13800000004"),
    ]
    assert [c.field for c in result.reading.tables[0].columns] == [
        "name",
        "name_more",
        "doc_number",
        "doc_number_more",
        "phone",
        "phone_more",
        "start",
    ]


def test_a_month_that_may_have_lost_its_zero_is_remarked_on():
    head = ("姓名", "身份证号", "入职日期")
    lost = read([head, ("张三", N(1), 2026.1), ("李四", N(2), 2026.11), ("王五", N(3), 2026.2)])
    assert (lost.counts.warnings, [s.month for (s,) in values(lost, "start")]) == (
        {"month_unclear": 1},
        [1, 11, 2],
    )
    kept = read([head, ("张三", N(1), "2026.1"), ("李四", N(2), "2026.10")])
    assert (kept.counts.warnings, [s.month for (s,) in values(kept, "start")]) == ({}, [1, 10])
    assert read([head, ("张三", N(1), 20261)]).counts.problems == {"date_invalid": 1}


@pytest.mark.parametrize("title", ["房号", "楼栋", "楼栋房号"])
def test_a_room_that_a_spreadsheet_made_a_day_is_refused_by_that_name(title):
    result = tenants(title, date(2026, 1, 2), "2026-1-2", "1月2日", "1-202")
    assert (result.counts.problems, result.counts.accepted) == ({"room_is_date": 3}, 1)


def test_rooms_of_one_number_on_two_floors_are_two():
    result = read(
        [
            ("姓名", "身份证号", "入住日期", "地址", "楼层", "房间"),
            *[
                (f"张{i}", N(i), DAY, "幸福路1号", floor, room)
                for i, (floor, room) in enumerate(
                    [(5, "01"), ("6楼", "1"), (5, "502"), (None, "01"), ("负1", "3")]
                )
            ],
        ],
        TENANTS,
    )
    assert [r for (r,) in values(result, "room")] == ["501", "601", "502", "01", "3"]


def test_lines_that_name_a_building_and_its_people_keep_buildings_apart():
    head = ("姓名", "身份证号", "入住日期", "地址", "房号")
    result = read(
        [
            ("A栋住户",),
            head,
            ("张三", N(1), DAY, "幸福路1号", "101"),
            ("B栋住户名单（共1人）",),
            ("李四", N(2), DAY, "幸福路1号", "101"),
        ],
        TENANTS,
    )
    assert values(result, "building", "room") == [("A栋", "101"), ("B栋", "101")]


def test_a_phone_of_another_country_is_no_mobile_number_of_here():
    head = ("姓名", "身份证号", "入职日期", "电话")
    result = read(
        [
            head,
            *[
                ("张三", N(i), DAY, p)
                for i, p in enumerate(
                    [
                        "+1 415 555 2671",
                        "+1 380 000 0001",
                        "+86 13800000001",
                        "0086-13800000001",
                        "+84 912345678",
                    ]
                )
            ],
        ]
    )
    assert values(result, "phone") == [
        (None,),
        (None,),
        ("13800000001",),
        ("13800000001",),
        (None,),
    ]
    assert result.counts.warnings == {"phone_invalid": 3}


def test_a_relation_beside_a_name_is_no_part_of_it():
    head = ("姓名", "身份证号", "入住日期", "地址", "房号")
    names = ["户主：张三", "妻子 李四", "儿子:张小三", "王五（丈夫）", "子涵"]
    result = read(
        [head, *[(n, N(i), DAY, "幸福路1号", "101") for i, n in enumerate(names)]], TENANTS
    )
    assert values(result, "name", "relation") == [
        ("张三", "02"),
        ("李四", "12"),
        ("张小三", "20"),
        ("王五", "11"),
        ("子涵", None),
    ]
    assert doubtful_name("妻子李四")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("扎西 བཀྲ་ཤིས།", "扎西"),
        ("བཀྲ་ཤིས་ (扎西)", "扎西"),
        ("买买提·艾力 مەمەت ئەلى", "买买提·艾力"),
        ("巴图 ᠪᠠᠲᠤ", "巴图"),
        ("John 史密斯", "史密斯"),
        ("Zhang San(张三)", "张三"),
        ("李四 LI SI", "李四"),
        ("玛丽亚·D·桑托斯", "玛丽亚·D·桑托斯"),
        ("བཀྲ་ཤིས།", "བཀྲ་ཤིས།"),
        ("ئەخمەت ئابدۇللا", "ئەخمەت ئابدۇللا"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
    ],
)
def test_of_a_name_in_two_scripts_the_one_in_chinese_characters_is_taken(text, name):
    result = read([("姓名", "身份证号", "入职日期"), (text, N(1), DAY)])
    assert (values(result, "name"), result.counts.warnings) == ([(name,)], {})


@pytest.mark.parametrize("name", ["Tashi བཀྲ་ཤིས།", "A张三", "张三abc"])
def test_a_name_that_mixes_scripts_is_doubted(name):
    assert doubtful_name(name)


def test_what_has_not_ended_ends_nothing():
    words = {
        "离职": "dismiss",
        "未离职": "hire",
        "尚未离职": "hire",
        "非离职": "hire",
        "离职中": "hire",
        "离职申请": "hire",
        "已离职": "dismiss",
    }
    result = read(
        [
            ("姓名", "身份证号", "入职日期", "在职状态"),
            *[("张三", N(i), DAY, w) for i, w in enumerate(words)],
        ]
    )
    assert [k for (k,) in values(result, "kind")] == list(words.values())
    assert result.counts.warnings == {"last_day_missing": 2, "status_unknown": 2}


def test_division_columns_down_to_the_door_are_where_tenants_live():
    rows = [
        ("姓名", "身份证号", "省", "市", "区", "街道", "详细地址", "入住日期"),
        ("张三", N(1), "湖南省", "长沙市", "岳麓区", "麓谷街道", "尖山路39号1栋101", DAY),
    ]
    assert values(read(rows, TENANTS), "address", "hukou_text") == [
        ("湖南省长沙市岳麓区麓谷街道尖山路39号1栋101", None)
    ]
    assert values(read(rows), "address", "hukou_text") == [
        (None, "湖南省长沙市岳麓区麓谷街道尖山路39号1栋101")
    ]


def test_a_remark_in_brackets_behind_a_number_is_no_part_of_it():
    result = read([("姓名", "身份证号", "入职日期"), ("张三", N(1) + "（有效期至2030年）", DAY)])
    assert values(result, "doc_number") == [(N(1),)]


def test_people_below_a_line_of_leavers_are_gone_whatever_its_word():
    for word in ("减少：", "退场人员", "本月辞工", "离场名单"):
        result = read(
            [
                ("姓名", "身份证号", "入职日期"),
                ("新增：",),
                ("张三", N(1), DAY),
                (word,),
                ("李四", N(2), DAY),
            ]
        )
        assert values(result, "name", "kind") == [("张三", "hire"), ("李四", "dismiss")], word


@pytest.mark.parametrize(
    "title", ["来本地前居住地", "原住址", "上一居住地址", "公司注册地址", "通讯地址", "前居住地址"]
)
def test_another_address_is_never_joined_to_the_one_somebody_lives_at(title):
    result = read(
        [
            ("姓名", "身份证号", "现居住地址", title, "入住日期"),
            ("张三", N(1), "幸福路1号101", "长沙市岳麓区", DAY),
        ],
        TENANTS,
    )
    assert values(result, "address") == [("幸福路1号101",)]
    assert result.reading.tables[0].columns[3].why


def test_titles_of_a_lease_are_known():
    result = read(
        [
            (
                "甲方（出租方）",
                "乙方（承租方）",
                "乙方身份证",
                "乙方电话",
                "房屋坐落",
                "起租日",
                "到期日",
            ),
            ("周建国", "张三", N(1), "13800000001", "幸福路1号101", "2026-1-1", "2026-12-31"),
        ],
        TENANTS,
    )
    assert values(result, "name", "doc_number", "phone", "landlord", "start", "end") == [
        ("张三", N(1), "13800000001", "周建国", date(2026, 1, 1), date(2026, 12, 31))
    ]


def test_a_family_list_names_its_householder_as_no_landlord():
    result = read(
        [
            (
                "户主姓名",
                "户主身份证号",
                "家庭成员姓名",
                "成员身份证号",
                "与户主关系",
                "家庭住址",
                "入住日期",
            ),
            ("张三", N(1), "李四", N(2), "妻", "幸福路1号101", DAY),
        ],
        TENANTS,
    )
    assert values(result, "name", "head", "landlord", "address") == [
        ("李四", N(1), None, "幸福路1号101")
    ]


def test_a_state_in_two_languages_and_days_of_coming_to_a_factory_are_read():
    result = read(
        [
            ("姓名", "身份证号", "到厂时间", "状态/Status", "暂住证号"),
            ("张三", N(1), DAY, "在职/Active", "4301810001"),
            ("李四", N(2), DAY, "离职/Left", None),
            ("王五", None, DAY, "在职", "430181198711169970"),
        ]
    )
    assert values(result, "kind", "start") == [("hire", date(2026, 1, 5)), ("dismiss", None)]
    assert result.counts.problems == {"id_missing": 1}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/01/05-至今", date(2026, 1, 5)),
        ("自2026年1月5日起", date(2026, 1, 5)),
        ("二零二六年元月五号", date(2026, 1, 5)),
        ("2026-1-5 08時30分", date(2026, 1, 5)),
        ("约2026年1月", None),
        ("2026年春节后", None),
    ],
)
def test_days_in_words_are_read_or_refused(text, day):
    result = read([("姓名", "身份证号", "入职日期"), ("张三", N(1), text)])
    assert [s for (s,) in values(result, "start")] == ([day] if day else [])


def test_a_child_of_either_sex_is_a_son_or_a_daughter_by_its_number():
    girl, boy = (
        next(N(i, born="20200101") for i in range(4) if int(N(i, born="20200101")[16]) % 2 == odd)
        for odd in (0, 1)
    )
    rows = [
        ("姓名", "身份证号", "入住日期", "地址", "与户主关系"),
        ("张三", N(1), DAY, "某路1号", "户主"),
        ("张小", girl, DAY, "某路1号", "小孩"),
        ("张大", boy, DAY, "某路1号", "小孩"),
        ("李四", N(2), DAY, "某路1号", "女朋友"),
    ]
    result = read(rows, TENANTS)
    assert [r for (r,) in values(result, "relation")] == ["02", "30", "20", "99"]
    assert result.counts.warnings == {}


@pytest.mark.parametrize(
    "name", ["小张", "老王", "张某", "张某某", "待定", "离职", "保安", "空房", "临时工"]
)
def test_nicknames_and_words_for_nobody_are_doubted(name):
    assert doubtful_name(name)
    result = read([("姓名", "身份证号", "入职日期"), *[(name, N(i), DAY) for i in range(210)]])
    assert result.counts.warnings == {"name_doubtful": 210}


def test_a_dormitory_column_that_gives_rooms_alone_names_no_building():
    dorms = ["A301", "301室", "3-301", "A栋301-2床", "自住：幸福路1号", "外宿", "3栋"]
    result = read(
        [
            ("姓名", "身份证号", "入职日期", "宿舍"),
            *[("张三", N(i), DAY, d) for i, d in enumerate(dorms)],
        ]
    )
    assert values(result, "building", "room") == [
        (None, "A301"),
        (None, "301"),
        ("3栋", "301"),
        ("A栋", "301"),
        (None, None),
        (None, None),
        ("3栋", None),
    ]


def test_a_label_before_an_address_is_no_part_of_it():
    result = read(
        [("姓名", "身份证号", "入住日期", "地址"), ("张三", N(1), DAY, "现住址：幸福路1号3栋501")],
        TENANTS,
    )
    assert values(result, "address") == [("幸福路1号3栋501",)]
