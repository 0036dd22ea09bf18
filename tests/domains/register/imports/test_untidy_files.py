"""Files we have not been sent yet, made here: other words, other shapes, other mistakes."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import (
    Mapping,
    iter_batches,
    read_batch,
    refused_sheet,
    refused_workbook,
)
from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import WEIGHTS, delimited, number, person, xlsx

TODAY = date(2026, 11, 21)


def read(data, as_="employer-roster", name="a.xlsx", **more):
    return read_batch(
        data,
        name,
        as_=as_,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
        **more,
    )


def roster(n, start=0):
    return [(str(i + 1), *person(start + i), "2026-03-0" + str(i % 9 + 1)) for i in range(n)]


def test_a_header_in_row_five_with_totals_signatures_and_the_header_again_midway():
    head = ("编号", "职工姓名", "身份证件号码", "移动电话", "进厂日期")
    rows = [
        ("某厂人员表",),
        (None,),
        ("填报单位:某厂", None, None, "日期:2026年11月"),
        (None,),
        head,
        *roster(5),
        ("小计", "5人"),
        head,
        *roster(4, 50),
        (None, "合计", "9人"),
        ("制表人:张三", None, "审核人:李四"),
        ("备注:一式两份",),
    ]
    result = read(xlsx({"Sheet1": rows}))
    assert (result.counts.rows, result.counts.accepted) == (9, 9)
    assert result.items["row"].to_list() == [6, 7, 8, 9, 10, 13, 14, 15, 16]


def test_a_header_of_two_lines_with_the_names_in_the_second():
    rows = [
        ("基本情况", None, None, "居住情况", None, None, "联系方式"),
        ("姓名", "证件号码", "性别", "村居", "详细地址", "入住时间", None),
        *[
            (n, d, "男", "洞阳社区", f"{i}号", "2026/1/2", p)
            for i, (n, d, p) in enumerate(map(person, range(4)))
        ],
    ]
    result = read(xlsx({"登记": rows}), "inflow")
    assert result.counts.accepted == 4
    first = result.items.row(0, named=True)
    assert (first["address"], first["phone"], first["start"]) == (
        "洞阳社区0号",
        "13800000000",
        date(2026, 1, 2),
    )


def test_semicolons_and_bytes_of_every_usual_encoding():
    rows = [
        ("租客姓名", "证号", "联系方式", "起租日期", "房东", "房东电话"),
        *[(*person(i), "2026-05-01", "周建国", "13900000000") for i in range(3)],
    ]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"):
        result = read(delimited(rows, separator=";", encoding=encoding), "rental-tenants", "a.csv")
        assert result.counts.accepted == 3, encoding
        assert result.items["phone"].to_list()[1] == "13800000001"
        assert result.items["landlord"].to_list()[0] == "周建国"


def test_a_column_of_numbers_is_the_number_whatever_its_title_says():
    rows = [("人员姓名", "甲栏", "乙栏", "报到"), *[(*person(i), "46000") for i in range(6)]]
    result = read(xlsx({"s": rows}))
    assert result.counts.accepted == 6
    assert result.items["phone"].null_count() == 0
    assert result.items["start"].to_list()[0] == date(2025, 12, 9)


def test_somebody_elses_phone_is_not_taken_for_the_persons():
    rows = [("姓名", "身份证号", "紧急联系人电话"), *[person(i) for i in range(3)]]
    assert read(xlsx({"s": rows})).items["phone"].null_count() == 3


def test_every_mistake_gets_its_reason_and_the_first_that_applies_wins():
    good, other = number(1), number(2)
    wrong_check = good[:17] + ("1" if good[17] != "1" else "2")
    rows = [
        ("姓名", "身份证", "手机", "入职"),
        (None, good[:10], "13800000000", "2026-01-01"),
        ("甲一", None, "13800000000", "2026-01-01"),
        ("甲二", 420117199003090000, "13800000000", "x"),
        ("甲三", "4.30423E+17", "13800000000", "2026-01-01"),
        ("甲四", good[:17], "13800000000", "2026-01-01"),
        ("甲五", "000000" + good[6:], "13800000000", "2026-01-01"),
        ("甲六", good[:6] + "19901399" + good[14:], "13800000000", "2026-01-01"),
        ("甲七", wrong_check, "13800000000", "2026-01-01"),
        ("甲八", good, "13800000000", "2026-02-30"),
        ("甲九", good, "12", "2026-02-01"),
        ("甲九", "'" + good, "12", "2026-02-01"),
        ("欧阳 花", f" {other[:6]} {other[6:14]} {other[14:]}", "0731-83456789", date(2026, 2, 1)),
    ]
    result = read(xlsx({"s": rows}))
    reasons = [
        "name_missing",
        "id_missing",
        "id_precision_lost",
        "id_precision_lost",
        "id_length",
        "id_area",
        "id_birth_date",
        "id_checksum",
        "date_unreal",
        "duplicate_in_file",
    ]
    assert result.refused["reason"].to_list() == reasons
    assert result.counts.warnings == {"phone_invalid": 1}
    assert result.items["doc_number"].to_list() == [good, other]
    assert result.items["name"].to_list() == ["甲九", "欧阳花"]
    assert result.items["phone"].to_list() == [None, "0731-83456789"]


def test_documents_of_other_kinds_and_names_with_a_dot():
    rows = [
        ("姓名", "证件类型", "证件号码", "来本地日期"),
        ("阿依古丽.买买提", "身份证", number(5), "2026年7月28日"),
        ("陈大文", "港澳居民居住证", "810000199408230021", "20251021"),
        ("John  Smith", "外国人永久居留身份证", "911124198108030024", "26-7-1"),
        ("李小龙", None, "H12345678", "2026.8.28"),
        ("NGUYEN VAN A", "护照", "B1234567", "2026/11/20 00:00:00"),
        ("王五", None, "830000199201300022", "2026年7月"),
    ]
    result = read(xlsx({"s": rows}), "inflow")
    assert result.counts.problems == {}
    assert result.items["doc_type"].to_list() == ["111", "HMT", "553", "516", "414", "HMT"]
    assert result.items["name"].to_list()[0] == "阿依古丽·买买提"
    assert result.items["start"].to_list()[2:4] == [date(2026, 7, 1), date(2026, 8, 28)]


def test_fifteen_digits_become_eighteen_and_a_building_with_a_room_is_parted():
    rows = [
        ("姓名", "身份证号", "楼栋房号", "入职日期"),
        ("甲乙", "610104620927690", "9栋-617", "2026-01-01"),
        ("甲丙", number(3), "A座1203室", "2026-01-01"),
    ]
    result = read(xlsx({"s": rows}))
    assert result.items["doc_number"].to_list()[0] == "610104196209276908"
    assert result.items.select("building", "room").rows() == [("9栋", "617"), ("A座", "1203")]


def test_ethnicity_is_recognised_and_kept_nowhere():
    rows = [
        ("姓名", "民族", "身份证号", "入职日期"),
        ("甲乙", "某某族", number(3), "2026-01-01"),
        (None, "某某族", number(4), "2026-01-01"),
    ]
    result = read(xlsx({"s": rows}))
    assert "某某族" not in str(result.items.to_dicts()) + str(result.refused.to_dicts())


def test_refused_rows_come_back_under_their_own_header_with_the_reason():
    rows = [
        ("标题",),
        ("姓名", "身份证号", "入职日期"),
        ("=1+1", "12", "2026-01-01"),
        ("甲乙", number(3), "2026-01-01"),
    ]
    result = read(xlsx({"s": rows}))
    back = (
        read_cells(refused_workbook(result, lambda code: f"because {code}"), "b.xlsx")
        .sheets[0]
        .cells
    )
    assert back.rows() == [
        ("姓名", "身份证号", "入职日期", "原因"),
        ("'=1+1", "12", "2026-01-01", "because id_length"),
    ]


def test_the_sheet_that_fits_is_chosen_and_others_alike_are_named():
    flow = [("姓名", "身份证号", "来本地日期"), *[(*person(i)[:2], "2026-01-01") for i in range(3)]]
    out = [
        ("姓名", "身份证号", "流出时间", "流往省市县"),
        *[(*person(i)[:2], "2026-01-01", "某县") for i in range(2)],
    ]
    data = xlsx(
        {"流出": out, "说明": [("填写说明",)], "流入一组": flow, "流入二组": flow, "藏": flow},
        hidden=("藏",),
    )
    inflow, outflow = read(data, "inflow"), read(data, "outflow")
    assert (inflow.sheet, inflow.other_sheets, inflow.counts.rows) == ("流入一组", ("流入二组",), 3)
    assert (outflow.sheet, outflow.counts.accepted) == ("流出", 2)
    assert read(data, "inflow", sheet="流入二组").sheet == "流入二组"


def test_a_mapping_survives_json_and_a_correction_is_obeyed():
    rows = [
        ("姓名", "身份证号", "日期一", "入职日期"),
        ("甲乙", number(3), "2026-01-02", "2026-01-01"),
    ]
    first = read(xlsx({"s": rows})).mapping
    stored = Mapping.from_json(first.to_json())
    assert stored == first
    changed = read(xlsx({"s": rows}), mapping=stored.corrected({"start": 2}))
    assert changed.items["start"].to_list() == [date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            [("甲乙", number(3), "13800000000"), ("甲丙", number(4), "13800000000")],
            "header_missing",
        ),
        ([("姓名", "手机", "入职"), ("甲乙", "13800000000", "2026-01-01")], "column_missing"),
        ([("姓名", "身份证号", "入职"), ("合计", "0人")], "rows_missing"),
    ],
)
def test_a_file_without_what_is_needed_is_refused_with_a_helpful_code(rows, code):
    with pytest.raises(Refused) as error:
        read(xlsx({"s": rows}))
    assert error.value.code == code


def test_pieces_of_a_large_file_add_up_to_the_whole_and_find_duplicates_across(monkeypatch):
    rows = [
        ("姓名", "身份证号", "手机", "入职"),
        *[(*person(i % 90), "2026-01-01") for i in range(100)],
    ]
    data = delimited(rows, encoding="utf-8")
    whole = read(data, name="a.csv")
    monkeypatch.setattr("anju.foundation.sheets.delimited.PIECE", 1000)
    pieces = list(
        iter_batches(
            data,
            "a.csv",
            as_="employer-roster",
            known_areas=known_areas(),
            today=TODAY,
            ages=ages(TODAY),
        )
    )
    assert len(pieces) > 3
    assert sum(p.counts.accepted for p in pieces) == whole.counts.accepted == 90
    assert [r for p in pieces for r in p.items["row"].to_list()] == whole.items["row"].to_list()


def test_the_refused_rows_of_a_large_file_leave_piece_by_piece_as_they_would_at_once(monkeypatch):
    head = ("姓名", "身份证号", "手机", "入职")
    rows = [
        (name, doc[:-1] + "Q" if i % 3 == 0 else doc, phone, "2026-01-01")
        for i in range(90)
        for name, doc, phone in [person(i)]
    ]
    data = delimited([("在职人员",), head, *rows, ("离职人员",), head, *rows[:9]], encoding="utf-8")
    more = {
        "as_": "employer-roster",
        "known_areas": known_areas(),
        "today": TODAY,
        "ages": ages(TODAY),
    }
    whole = read_batch(data, "a.csv", **more)
    at_once = read_cells(refused_workbook(whole, str), "b.xlsx").sheets[0].cells
    monkeypatch.setattr("anju.foundation.sheets.delimited.PIECE", 1000)
    taken: list[int] = []

    def pieces():
        for piece in iter_batches(data, "a.csv", mapping=whole.mapping, **more):
            taken.append(piece.counts.rejected)
            yield piece

    sheet = refused_sheet(pieces(), str)
    assert len(taken) == 1, "the others are read as the rows are written"
    again = read_cells(sheet.workbook(), "b.xlsx").sheets[0].cells
    assert len(taken) > 3 and sum(taken) == whole.counts.rejected
    assert again.rows() == at_once.rows()


def test_a_header_of_two_lines_printed_again_in_one_does_not_swallow_the_rows_between():
    heads = ["序号", "姓名", "身份证号", "手机", "入职日期"]
    people = [[str(i), *person(i), "2026-03-01"] for i in range(1, 7)]
    top = [["序号", "基本信息", None, "手机", "入职日期"], [None, "姓名", "身份证号", None, None]]
    rows = [*top, *people[:3], heads, *people[3:]]
    assert read(delimited(rows), name="名单.csv").counts.accepted == 6


def test_a_signature_with_a_phone_in_the_column_of_numbers_is_no_person():
    rows = [
        ["身份证号", "姓名", "手机"],
        [number(1), "王伟", "13800000001"],
        ["填表人:王五 联系电话:13712345678", None, None],
        ["制表人:", None, "日期:20261120"],
    ]
    assert read(delimited(rows), name="名单.csv").counts.rows == 1


def test_a_number_that_stands_there_in_fifteen_digits_too_is_a_duplicate_and_not_a_rounded_one():
    days = (f"430181199001{day:02}000" for day in range(1, 32))
    first = next(
        n for n in days if sum(int(d) * w for d, w in zip(n, WEIGHTS, strict=True)) % 11 == 1
    )
    rows = [
        ["姓名", "身份证号", "手机"],
        ["王伟", first[:6] + first[8:17], "13800000001"],
        ["王伟", first + "0", ""],
        ["李芳", number(2)[:15] + "000", ""],
    ]
    problems = read(delimited(rows), name="名单.csv").counts.problems
    assert problems == {"duplicate_in_file": 1, "id_precision_lost": 1}
