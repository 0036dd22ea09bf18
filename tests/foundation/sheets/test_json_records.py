"""JSON as agencies' programs write it is read as a sheet: every object a row, no digit lost, nothing read otherwise."""

from __future__ import annotations

import json

import pytest

from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells


def rows(
    content: object, *, encoding: str = "utf-8", name: str = "list.json"
) -> list[tuple[str | None, ...]]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return read_cells(text.encode(encoding), name).sheets[0].cells.rows()


def test_a_list_of_objects_is_a_header_of_keys_and_a_row_an_object():
    assert rows([{"小区": "安居苑", "租金": 1800}, {"小区": "幸福里", "面积": "56㎡"}]) == [
        ("小区", "租金", "面积"),
        ("安居苑", "1800", None),
        ("幸福里", None, "56㎡"),
    ]


@pytest.mark.parametrize(
    "whole",
    [
        {"code": 0, "data": {"list": [{"a": 1}, {"a": 2}], "pages": [1, 2, 3]}},
        [{"a": 1}, {"a": 2}],
        '{"a": 1}\n\n{"a": 2}\n',
    ],
)
def test_the_list_is_found_inside_answers_and_line_by_line(whole):
    assert rows(whole) == [("a",), ("1",), ("2",)]


def test_numbers_keep_their_digits_and_other_values_their_words():
    (_, row) = rows(
        '[{"n": 430181199601010018, "x": 1.10, "y": 1e3, "t": true, "l": ["a", 1], "z": null}]'
    )
    assert row == ("430181199601010018", "1.10", "1e3", "是", "a、1", None)


def test_what_stands_inside_has_its_own_title_unless_two_are_called_alike():
    assert rows([{"id": 1, "house": {"id": 7, "rent": {"month": 900}}}]) == [
        ("id", "house.id", "month"),
        ("1", "7", "900"),
    ]


def test_a_key_written_twice_is_two_columns():
    assert rows('[{"租金": 900, "租金": 1900}]') == [("租金", "租金 (2)"), ("900", "1900")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told_by_the_bytes(encoding):
    assert rows([{"小区": "安居苑"}], encoding=encoding, name="x.csv") == [("小区",), ("安居苑",)]


def test_a_list_between_separators_that_begins_with_a_bracket_is_no_json():
    assert rows("[房源]小区,租金\n安居苑,900\n")[1] == ("安居苑", "900")
    assert rows('{"a": 1, "b": [}\n')[0][0] == '{"a": 1'


def test_one_object_alone_is_one_row_and_nothing_is_no_list():
    assert rows({"小区": "安居苑", "租金": 900}) == [("小区", "租金"), ("安居苑", "900")]
    assert rows("[]") == [("[]",)]
    assert rows("[" * 50_000)[0][0].startswith("[[")
    with pytest.raises(Refused, match="file_too_many_cells"):
        rows([{str(n): 1 for n in range(600)}])
