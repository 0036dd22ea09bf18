"""Spreadsheets sent while they are made: whole, readable by others, in the memory of one block."""

import io
import tracemalloc
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.sheets import read_cells, streaming
from anju.foundation.sheets.streaming import stream_xlsx

SCHEMA = {"name": pl.Utf8, "n": pl.Int64, "day": pl.Date}


def block(rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def written(blocks, sheet="名单", titles=("姓名", "人数", "日期")):
    return b"".join(stream_xlsx(blocks, sheet=sheet, titles=titles))


def cells(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(texts, st.integers(0, 10**9), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
        ),
        max_size=4,
    )
)
def test_every_row_of_every_block_is_read_back_by_another_program(blocks):
    (rows,) = cells(written([block(b) for b in blocks]))
    expected = [row for b in blocks for row in b]
    assert [r[0].removeprefix("'") if r[0].startswith("'") else r[0] for r in rows[1:]] == [
        n.removeprefix("'") if n.startswith("'") else n for n, _, _ in expected
    ]
    assert [(r[1], r[2].date()) for r in rows[1:]] == [(n, d) for _, n, d in expected]


def test_our_own_reader_reads_it_with_blanks_in_their_columns():
    data = written([block([("张三", None, date(2026, 11, 2)), (None, 3, None)])])
    frame = read_cells(data, "a.xlsx").sheets[0].cells
    head, first, second = frame.rows()
    assert (head, first[:2], second) == (
        ("姓名", "人数", "日期"),
        ("张三", None),
        (None, "3", None),
    )
    assert first[2].startswith("2026-11-02")


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(streaming, "MOST_ROWS", 5)
    sheets = cells(
        written([block([(f"人{i}", i, None) for i in range(k, k + 4)]) for k in (0, 4, 8)])
    )
    assert [[r[1] for r in rows[1:]] for rows in sheets] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10, 11],
    ]
    assert all(rows[0][0] == "姓名" for rows in sheets)


def test_an_empty_list_is_a_sheet_with_its_header():
    assert cells(written([])) == [[("姓名", "人数", "日期")]]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "<b>&\"'", "a\x0bb\ufffe", "\t=cmd"])
def test_nothing_written_is_a_formula_or_breaks_the_file(text):
    data = written([block([(text, 1, None)])])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    value = cells(data)[0][1][0]
    assert value[0] not in "=@\t"


def test_the_first_bytes_leave_before_the_last_block_is_read():
    asked = []

    def blocks():
        for k in range(50):
            asked.append(k)
            yield block([(f"{k}-{i}-" + "x" * (i % 97), i, None) for i in range(2000)])

    stream = stream_xlsx(blocks(), sheet="名单", titles=("a", "b", "c"))
    next(stream)
    assert len(asked) < 10
    tracemalloc.start()
    try:
        total = sum(len(piece) for piece in stream)
        assert tracemalloc.get_traced_memory()[1] < 30 * 2**20
    finally:
        tracemalloc.stop()
    assert total > 100_000
    assert len(asked) == 50
