"""Identity numbers: the examples of the standard, and the column-wise check against the scalar one."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.people.rules.documents import (
    birth_of,
    check_citizen_id,
    check_document,
    kind_by_shape,
    sex_of,
    upgrade_15,
)
from anju.domains.register.intake.rules.check import check_numbers, kinds_by_shape
from anju.foundation.masks import mask_number
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "good", ["11010519491231002X", "440308199901101512", "610104620927690", "810000199408230021"]
)
def test_published_numbers_are_good(good):
    assert check_citizen_id(good, known_areas(), TODAY) is None


def test_what_a_number_tells():
    assert upgrade_15("610104620927690") == "610104196209276908"
    assert upgrade_15("110105120101997")[6:10] == "1812"
    assert birth_of("11010519491231002X") == date(1949, 12, 31)
    assert (sex_of("11010519491231002X"), sex_of("440308199901101512")) == ("2", "1")
    assert mask_number("11010519491231002X") == "1***************2X"


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("553", "911124198108030024", None),
        ("553", "932682198501010017", None),
        ("553", "911124198108030025", "id_checksum"),
        ("HMT", "830000199201300022", None),
        ("HMT", "820000199308150013", "id_checksum"),
        ("HMT", number(1), "id_area"),
        ("414", "E12345678", None),
        ("516", "H1234567", "id_length"),
        ("553", "CAN110123456789", None),
    ],
)
def test_other_documents_have_their_own_checks(kind, text, problem):
    assert check_document(kind, text, known_areas(), TODAY) == problem


valid = st.integers(0, 40_000).map(number)
damaged = st.builds(
    lambda n, at, ch: n[:at] + ch + n[at + 1 :],
    valid,
    st.integers(0, 17),
    st.sampled_from("0123456789XAHE"),
)
texts = st.text("0123456789XAHMEGCW", min_size=1, max_size=19)
fifteen = valid.map(lambda n: n[:6] + n[8:17])


@settings(deadline=None)  # a busy machine is no counter-example
@given(st.lists(st.one_of(valid, damaged, texts, fifteen), min_size=1, max_size=40))
def test_the_column_wise_check_agrees_with_the_scalar_one(numbers):
    frame = pl.DataFrame({"doc_number": numbers}).with_columns(
        kinds_by_shape(pl.col("doc_number")).alias("doc_type")
    )
    assert frame["doc_type"].to_list() == [kind_by_shape(n) for n in numbers]
    problems = check_numbers(frame, known_areas(), TODAY)["problem"].to_list()
    expected = [check_document(kind_by_shape(n), n, known_areas(), TODAY) for n in numbers]
    # a spreadsheet's rounding is a finding about the file, not about the number
    rounded = re.compile(r"\d{15}000|\dE\d{1,2}")
    pairs = [
        (p, e)
        for p, e, n in zip(problems, expected, numbers, strict=True)
        if not rounded.fullmatch(n)
    ]
    assert [p for p, _ in pairs] == [e for _, e in pairs]


def test_a_letter_among_the_digits_is_never_accepted_whatever_the_last_character():
    numbers = ["469027197412029E81", "1507231975072399X1", "43110219650513A961"]
    frame = pl.DataFrame({"doc_number": numbers, "doc_type": ["111"] * 3})
    assert check_numbers(frame, known_areas(), TODAY)["problem"].to_list() == ["id_checksum"] * 3
    assert [check_citizen_id(n, known_areas(), TODAY) for n in numbers] == ["id_checksum"] * 3
