"""Parquet: names and values as text, damaged and nested files refused."""

from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl
import pytest

from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells


def written(frame):
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def test_every_value_is_text_below_its_name():
    data = written(
        pl.DataFrame(
            {
                "XM": ["甲", "=1+1", None],
                "n": [1, None, 3],
                "b": [True, None, False],
                "day": [date(2026, 11, 1), None, date(2026, 1, 2)],
                "t": [datetime(2026, 1, 1, 2, 3), None, None],  # noqa: DTZ001 - as files have them
            }
        )
    )
    assert read_cells(data, "a.parquet").sheets[0].cells.rows() == [
        ("XM", "n", "b", "day", "t"),
        ("甲", "1", "是", "2026-11-01", "2026-01-01 02:03:00"),
        ("=1+1", None, None, None, None),
        (None, "3", "否", "2026-01-02", None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"PAR1" + b"x" * 100 + b"PAR1",
        written(pl.DataFrame({"a": ["b"] * 99}))[:200],
        written(pl.DataFrame({"a": [[1]]})),
        written(pl.DataFrame({"a": [b"1"]})),
    ],
    ids=["noise", "half", "lists", "bytes"],
)
def test_what_is_no_table_of_values_is_refused(data):
    with pytest.raises(Refused, match=r"file_unreadable|file_built_oddly"):
        read_cells(data, "a.parquet")


def test_more_cells_than_a_delivery_has_are_refused_before_they_are_read():
    data = written(pl.DataFrame({"a": pl.repeat("x", 40_000_001, eager=True)}))
    with pytest.raises(Refused, match="file_too_many_cells"):
        read_cells(data, "a.parquet")
