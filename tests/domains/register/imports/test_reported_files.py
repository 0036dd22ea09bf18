"""Files as people have reported them in public, each with the reading a person would expect. All
people are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import IntakeResult, read_batch
from anju.foundation.errors import Refused
from tests.factories.areas import known_areas

CASES = Path(__file__).parent / "cases"
ROSTER, TENANTS = "employer-roster", "rental-tenants"
TODAY = date(2026, 11, 29)


def read(name: str, as_: str = ROSTER) -> IntakeResult:
    return read_batch(
        (CASES / name).read_bytes(),
        name,
        as_=as_,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )


def column(result: IntakeResult, name: str) -> list:
    return result.items.sort("row")[name].to_list()


def left_over(result: IntakeResult) -> dict[str, str]:
    return {c.title: c.why for c in result.reading.tables[0].columns if c.why}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("backslash_names.xlsx", 5),
        ("folder_entries.xlsx", 5),
        ("last_col_formatted.xlsx", 3),
        ("html_bare_table.xls", 4),
        ("book.ods", 4),
        ("csv_big5.csv", 3),
    ],
)
def test_a_file_that_was_called_unreadable_is_read_whole(name, rows):
    result = read(name)
    assert (result.counts.rows, result.counts.accepted) == (rows, rows)
    assert result.items["start"].null_count() == 0


@pytest.mark.parametrize(
    ("name", "as_", "rooms"),
    [
        ("merge_household.xlsx", "inflow", ["101", "101", "101", "202", "202", "303"]),
        ("old_merge.xls", TENANTS, ["101", "101", "101"]),
        ("merge_dept_dorm.xlsx", ROSTER, ["617", "617", "617", "617", "618", "618"]),
    ],
)
def test_a_cell_merged_downwards_speaks_of_all_its_rows(name, as_, rooms):
    result = read(name, as_)
    assert column(result, "room") == rooms
    assert result.items["start"].null_count() == 0
    assert {r.what for r in result.reading.rows} == {"filled_down"}


def test_departments_merged_downwards_are_those_of_all_their_rows():
    assert column(read("merge_dept_dorm.xlsx"), "position") == ["冲压车间"] * 3 + ["装配车间"] * 3


def test_the_end_of_a_contract_is_kept_and_ends_no_job():
    for name in ("contract_end.xlsx", "emp_step2.csv"):
        result = read(name)
        assert column(result, "kind") == ["hire"] * 3
        assert result.items["end"].null_count() == 3
        assert result.items["contract_end"].null_count() == 0


def test_why_somebody_moved_out_is_no_day_of_moving_out():
    result = read("leave_reason.xlsx", TENANTS)
    assert (result.counts.accepted, left_over(result)["搬离原因"]) == (3, "unknown")


def test_the_day_of_hiring_is_not_the_first_job_in_life():
    result = read("hdr_hrms.xlsx")
    assert column(result, "start") == [date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3)]
    assert column(result, "doc_type") == ["111", "111", "414"]
    assert column(result, "sex") == ["2", "1", "2"]  # the passport's by the title's own legend
    assert column(result, "hukou_text") == ["湖南省浏阳市某镇"] * 3
    assert left_over(result)["参加工作时间（yyyy-mm-dd）"] == "other_matter"


def test_the_state_of_a_person_decides_what_the_row_says():
    assert column(read("hdr_status_col.xlsx"), "kind") == ["hire", "dismiss", "hire"]
    assert column(read("filtered_rows.xlsx"), "kind") == ["hire", "dismiss"] * 3


def test_of_three_addresses_the_one_somebody_lives_at_is_taken():
    result = read("hdr_tax.xlsx")
    assert column(result, "address") == ["湖南省长沙市浏阳市洞阳镇东园村幸福路1号101"] * 3
    assert column(result, "hukou_text") == ["湖南省长沙市浏阳市某镇某村"] * 3
    assert result.items["reason"].null_count() == 3
    assert column(result, "kind") == ["hire", "hire", "dismiss"]


def test_origin_and_dwelling_are_not_joined_with_places_of_birth():
    native, book = read("native_and_hukou.xlsx"), read("birthplace_hukoubook.xlsx", TENANTS)
    assert column(native, "hukou_text") == ["湖南省浏阳市某镇某村"] * 3
    assert column(book, "hukou_text") == ["四川省某县某村"] * 3
    assert column(book, "address") == ["洞阳镇东园村测试路6号101"] * 3


def test_of_relatives_and_former_names_nothing_is_taken_for_the_persons_own():
    result = read("hdr_brackets3.xlsx")
    assert column(result, "name") == ["李杰建", "郭梅志", "周燕春"]
    assert column(result, "phone") == ["13960000000", "13960000001", "13960000002"]
    assert result.counts.warnings == {"first_day_missing": 3}
    assert left_over(result) == {
        "姓名（曾用名）": "former",
        "身份证号码（监护人）": "other_person",
        "联系电话（监护人）": "other_person",
        "入学日期": "unknown",
    }


def test_two_columns_of_one_title_are_asked_about():
    with pytest.raises(Refused) as error:
        read("dup_titles.csv")
    assert (error.value.code, error.value.params["columns"]) == ("column_ambiguous", ["A", "C"])


def test_a_name_and_a_phone_in_one_cell_are_parted():
    result = read("hdr_name_phone_one_cell.xlsx")
    assert column(result, "name") == ["郑明海", "黄小明", "朱桐俊", "王雨国"]
    assert column(result, "phone") == ["13980000000", "13980000001", "13980000002", "13980000003"]


def test_two_people_in_one_cell_are_not_one():
    counts = read("two_people_one_cell.xlsx", TENANTS).counts
    assert counts.problems == {"people_in_one_cell": 1}, "two numbers"
    assert counts.warnings == {"name_doubtful": 1}, "two names with one number"


@pytest.mark.parametrize("name", ["two_tables_below.xlsx", "two_tables_same_order.xlsx"])
def test_a_second_table_of_leavers_below_the_first_ends_jobs(name):
    result = read(name)
    assert column(result, "kind") == ["hire"] * 3 + ["dismiss"] * 3
    assert column(result, "end")[3:] == [date(2026, 5, 1)] * 3
    assert [(t.kind, t.rows) for t in result.reading.tables] == [("hire", 3), ("dismiss", 3)]


def test_hidden_rows_are_named():
    result = read("filtered_rows.xlsx")
    assert result.counts.warnings["row_hidden"] == 3
    assert [(r.what, r.places) for r in result.reading.rows] == [("hidden", (3, 5, 7))]


def test_a_formula_without_a_result_is_named():
    assert read("formula_no_value.xlsx").counts.problems == {"formula_no_value": 3}


def test_one_damaged_byte_refuses_its_row_alone():
    result = read("csv_gbk_one_bad_byte.csv")
    assert (result.counts.accepted, result.counts.problems) == (1, {"text_damaged": 1})
    assert result.refused["row"].to_list() == [2]


def test_words_of_errors_are_nothing():
    for name in ("hna_text.csv", "hna_text.csv.xlsx"):
        result = read(name)
        assert (result.counts.rows, result.counts.problems) == (3, {"name_missing": 1})
        assert "#" not in str(result.items.select("phone", "building", "room").rows())


def test_days_are_read_in_every_wording_and_never_guessed():
    result = read("date_texts.xlsx")
    days = dict(result.items.select("row", "start").iter_rows())
    first = date(2023, 2, 1)
    assert {r: d for r, d in days.items() if d not in (first, None)} == {
        4: date(2024, 1, 30),
        32: date(2023, 2, 13),
        33: date(2023, 2, 13),
        39: date(2023, 1, 1),
        40: date(2024, 1, 30),
        41: date(2023, 1, 1),
    }
    read_as_first = {
        3,
        5,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        21,
        22,
        23,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
        35,
        36,
        37,
        38,
        44,
        45,
        54,
        57,
        58,
        65,
        69,
    }
    assert {r for r, d in days.items() if d == first} == read_as_first
    assert {r for r, d in days.items() if d is None} == {
        52,
        53,
        63,
        68,
        71,
        72,
    }  # nothing is there: asked for, not refused
    faults: dict[str, set[int]] = {}
    for row, reason in result.refused.select("row", "reason").iter_rows():
        faults.setdefault(reason, set()).add(row)
    assert faults == {
        "date_unreal": {2, 6, 7, 43, 56},
        "date_without_day": {18, 20},
        "date_without_year": {19},
        "date_order_unclear": {31, 34},
        "date_too_early": {59, 60},
        "date_too_late": {61, 62},
        "start_before_birth": {64},  # 1970-01-01, of somebody born in 1993
        "date_invalid": {42, 46, 47, 48, 49, 50, 51, 55, 66, 67, 70},
    }
    assert result.counts.warnings["span_day_left_out"] == 1
