from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from anju.foundation.frames import FEW, each_row, first_of, put

FRAME = pl.DataFrame(
    {
        "number": [1, None],
        "name": ["张三", None],
        "born": [None, date(2001, 2, 3)],
        "likely": [[1, 2], None],
        "cipher": [b"\x00a", None],
    }
)


@pytest.mark.parametrize("times", [0, 1, FEW])
def test_rows_hold_what_the_columns_hold_in_the_order_asked_for(times):
    frame = pl.concat([FRAME] * times) if times else FRAME.clear()
    asked = ("cipher", "born", "name", "likely", "number")
    assert list(each_row(frame, asked)) == frame.select(asked).rows()


def test_a_column_put_takes_the_place_of_its_name_or_comes_last():
    new = pl.Series("more", ["a", "b"])
    name = pl.Series("name", ["b", "c"])
    done = put(FRAME, new, name, pl.Series("more", ["x", "y"]))
    assert done.columns == [*FRAME.columns, "more"]
    assert done.select("name", "more").rows() == [("b", "x"), ("c", "y")]
    assert FRAME["name"].to_list() == ["张三", None]


def test_the_first_that_is_there_keeps_name_and_type_of_the_first_column():
    frame = put(FRAME, pl.Series("until", [date(2020, 1, 1), date(2020, 1, 2)]))
    found = first_of(frame, "born", "until")
    assert (found.name, found.dtype) == ("born", pl.Date)
    assert found.to_list() == [date(2020, 1, 1), date(2001, 2, 3)]
    assert first_of(frame, "until", "born").to_list() == frame["until"].to_list()
