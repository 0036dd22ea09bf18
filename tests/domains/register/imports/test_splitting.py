"""A row of two persons becomes two rows; every other row stands as it was, and each has a number of its own."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.register.imports.data.reading import BLOCK_ROWS, SHEET_ROWS, row_place
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.splitting import SPLIT, may_split, split_rows
from tests.factories.spreadsheets import number

MAPPING = Mapping({"name": (0,), "doc_number": (1,), "phone": (2,)})


def frame(rows: list[int], **cells: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": rows, **{c: [cells.get(c, "x")] * len(rows) for c in "0123"}},
        schema={"row": pl.Int64, **dict.fromkeys("0123", pl.String)},
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(2, 99_999), min_size=1, max_size=6, unique=True), st.data())
def test_only_the_rows_that_are_to_be_split_change(rows, data):
    chosen = data.draw(st.sets(st.sampled_from(rows)))
    before = frame(sorted(rows))
    after = split_rows(before, MAPPING, {str(r): {SPLIT: "1"} for r in chosen})
    assert after["row"].n_unique() == after.height == len(rows) + len(chosen)
    assert [row_place(r)[1] for r in after["row"]] == sorted([*rows, *chosen])
    assert after.filter(~pl.col("row").is_in(list(chosen)) & (pl.col("row") < 100_000)).equals(
        before.filter(~pl.col("row").is_in(list(chosen)))
    )


@pytest.mark.parametrize("between", ["、", "\n", "/", "，", " / ", "  "])
def test_each_takes_one_name_number_and_phone_and_both_the_rest(between):
    cells = {
        "0": f"朱涵子{between}王子强",
        "1": f"{number(60)}{between}{number(61)}",
        "2": f"13912345678{between}13912345679",
        "3": "幸福路1号、2号",
    }
    first, second = split_rows(frame([7], **cells), MAPPING, {"7": {SPLIT: "1"}}).rows()
    assert first == (7, "朱涵子", number(60), "13912345678", "幸福路1号、2号")
    assert second[1:] == ("王子强", number(61), "13912345679", "幸福路1号、2号")


def test_one_phone_for_two_stands_with_both():
    cells = {"0": "朱涵子、王子强", "1": f"{number(60)} {number(61)}", "2": "13912345678"}
    assert [r[3] for r in split_rows(frame([7], **cells), MAPPING, {"7": {SPLIT: "1"}}).rows()] == [
        "13912345678"
    ] * 2


def test_a_row_without_a_number_left_for_a_second_stays_whole():
    far = SHEET_ROWS + BLOCK_ROWS + 200_000
    assert not may_split(far) and may_split(SHEET_ROWS + BLOCK_ROWS + 99_999)
    assert split_rows(frame([far]), MAPPING, {str(far): {SPLIT: "1"}}).height == 1
