"""What a column is taken for, and which one is the truth."""

from __future__ import annotations

import pytest

from anju.domains.linkage.api import NotTextError, Role, core, read_columns, read_table


def fields(left, right=None):
    return {f.name: (f.left, f.right) for f in read_columns(left, right).fields}


def test_titles_of_two_languages_are_known():
    left = {
        "姓名": ["王小明"],
        "证件号码": ["110101199001019960"],
        "出生日期": ["1990-01-01"],
        "性别": ["男"],
        "手机": ["13900001234"],
        "现住址": ["东升路3号"],
    }
    right = {
        "Full Name": ["王小明"],
        "ID Card No.": ["x"],
        "DOB": ["1990/1/1"],
        "Gender": ["M"],
        "Mobile": ["1"],
        "address": ["a"],
    }
    assert fields(left, right) == {
        "name": (("姓名",), ("Full Name",)),
        "number": (("证件号码",), ("ID Card No.",)),
        "birth_date": (("出生日期",), ("DOB",)),
        "sex": (("性别",), ("Gender",)),
        "phone": (("手机",), ("Mobile",)),
        "address": (("现住址",), ("address",)),
    }


def test_a_name_in_two_columns_meets_a_whole_one():
    left = {"given_name": ["amy"], "surname": ["adams"]}
    assert fields(left, {"name": ["amy adams"]}) == {"name": (("given_name", "surname"), ("name",))}


def test_columns_with_titles_that_say_nothing_are_known_by_what_stands_in_them():
    table = {
        "A": ["110101199001019960", "11010119900101997X"],
        "B": ["13900001234", "13900001235"],
        "C": ["王小明", "李芳"],
        "D": ["1990-01-01", "1991/2/3"],
        "E": ["男", "女"],
    }
    found = {f.left[0]: f.role for f in read_columns(table, table).fields}
    assert found == {
        "A": Role.NUMBER,
        "B": Role.PHONE,
        "C": Role.NAME,
        "D": Role.BIRTH,
        "E": Role.SEX,
    }


@pytest.mark.parametrize(
    ("left", "right", "entity"),
    [
        (["rec-7-org", "rec-9-org"], ["rec-9-dup-0", "rec-7-dup-0"], "rec-7"),
        (["a7", "a9"], ["b9", "b7"], "7"),
        (["7", "33"], ["33", "7"], "7"),
    ],
)
def test_the_common_core_of_record_numbers_is_the_truth(left, right, entity):
    truth = read_columns({"rec_id": left}, {"rec_id": right}).truth
    assert truth is not None
    assert core(truth, left[0]) == entity


def test_a_column_named_for_it_is_the_truth_and_is_not_compared():
    reading = read_columns(
        {"实体": ["1", "2"], "姓名": ["王", "李"]}, {"cluster": ["2", "3"], "姓名": ["李", "赵"]}
    )
    assert (reading.truth.left, reading.truth.right) == ("实体", "cluster")
    assert [f.name for f in reading.fields] == ["name"]


def test_running_numbers_are_no_truth():
    numbers = [str(n) for n in range(50)]
    assert read_columns({"id": numbers}, {"id": numbers}).truth is None


def test_copies_of_nobody_in_the_other_file_still_tell_the_truth():
    truth = read_columns(
        {"rec_id": ["rec-1-org", "rec-2-org"]}, {"rec_id": ["rec-8-dup-0", "rec-9-dup-0"]}
    ).truth
    assert truth is not None
    assert core(truth, "rec-8-dup-0") == "rec-8"


def test_empty_columns_are_said_to_be_empty():
    assert read_columns({"x": [None]}, {"x": [None]}).ignored == {
        "left: x": "empty",
        "right: x": "empty",
    }


@pytest.mark.parametrize(
    "data",
    [
        "姓名,性别\n王小明,男\n".encode("gb18030"),
        "\ufeff姓名;性别\r\n王小明;男\r\n".encode(),
        "姓名\t性别\n\n王小明\t男".encode("utf-16"),
    ],
)
def test_a_table_is_read_in_whatever_encoding_and_separator(data):
    assert read_table(data) == {"姓名": ["王小明"], "性别": ["男"]}


def test_short_lines_are_filled_up_and_titles_made_distinct():
    assert read_table(b"a,a,\n1\n1,2,3,4\n") == {
        "a": ["1", "1"],
        "a 2": [None, "2"],
        "column 3": [None, "3"],
    }
    assert read_table(b"") == {}


def test_a_workbook_is_refused():
    with pytest.raises(NotTextError):
        read_table(b"PK\x03\x04rest")


def test_numbers_that_say_original_and_copy_are_read_without_their_endings_even_where_they_coincide():
    numbers = ["rec-1-org", "rec-1-dup-0", "rec-2-org", "rec-2-dup-0", "rec-3-org"]
    table = {"rec_id": numbers, "surname": ["a", "a", "b", "b", "c"]}
    found = read_columns(table, table).truth
    assert core(found, "rec-1-dup-0") == core(found, "rec-1-org") == "rec-1"
