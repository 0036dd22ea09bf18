"""Untidy spreadsheets of invented people, as offices and factories write them. Sequences 996-999 only."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
AREAS = ("430181", "440306", "320585", "510823", "431102", "650106", "469027", "150723")
SURNAMES, GIVEN = (
    "王李张刘陈杨黄赵吴周",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲辉",
)


def number(seed: int = 0, *, area: str | None = None, born: str | None = None) -> str:
    """A valid citizen number of nobody, the same for the same seed."""
    area = area or AREAS[seed % len(AREAS)]
    born = born or (date(1965, 1, 1) + timedelta(days=seed % 15_000)).strftime("%Y%m%d")
    first = f"{area}{born}{996 + seed % 4}"
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def person(seed: int) -> tuple[str, str, str]:
    """(name, number, phone)."""
    rng = random.Random(seed)
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
    return name, number(seed), f"138{seed % 10**8:08d}"


def xlsx(
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    merges: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook of these rows; numbers stay number cells, dates date cells, text text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date | datetime):
                    page.write_datetime(r, c, value, day)
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write(r, c, value)
        for area in merges:
            page.merge_range(area, rows[0][0])
        if name in hidden:
            page.hide()
    book.close()
    return out.getvalue()


def delimited(
    rows: Sequence[Sequence[Any]], *, separator: str = ",", encoding: str = "gb18030"
) -> bytes:
    """Delimited text of these rows."""
    return "".join(
        separator.join("" if v is None else str(v) for v in row) + "\r\n" for row in rows
    ).encode(encoding)
