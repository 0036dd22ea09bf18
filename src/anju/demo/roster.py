"""The plant's weekly roster as its personnel office sends it: an untidy workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import xlsxwriter

from anju.demo.chance import Chance
from anju.demo.workplaces import PLANT, PLANT_NAME

_HEADERS = (
    (
        "序号",
        "姓名",
        "性别",
        "身份证号码",
        "联系电话",
        "户籍地址",
        "入职日期",
        "部门",
        "宿舍楼栋",
        "房间号",
        "备注",
    ),
    (
        "NO.",
        "员工姓名",
        "性别",
        "公民身份号码",
        "手机",
        "籍贯",
        "到岗时间",
        "车间/部门",
        "宿舍",
        "房号",
        "备注",
    ),
)
"""Two personnel clerks, two sets of words: even and odd weeks."""
_MISTAKES = 0.0002
"""Share of rows with a typing mistake in the number's check character: refused, and told back."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A workbook and what stands in it."""

    name: str
    content: bytes
    rows: int
    mistakes: int
    """Rows whose identity number fails its check."""


def employed(
    jobs: pl.DataFrame, people: pl.DataFrame, stays: pl.DataFrame, rooms: pl.DataFrame, day: date
) -> pl.DataFrame:
    """Who works at the plant that day, with the room slept in: one row a person."""
    working = jobs.filter((pl.col("employer") == PLANT) & _covers(day)).select(
        "person", "position", "start"
    )
    housed = (
        stays.filter(_covers(day))
        .select("person", room_key="room")
        .join(
            rooms.filter(pl.col("house") == "dormitory"),
            on="room_key",
            how="inner",
            maintain_order="left",
        )
    )
    written = working.join(people, on="person", maintain_order="left").join(
        housed.select("person", "building", "room"), on="person", how="left", maintain_order="left"
    )
    return written.sort("start", "person")


def _covers(day: date) -> pl.Expr:
    return (pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day))


def write(chance: Chance, staff: pl.DataFrame, day: date) -> Roster:
    """The workbook of that day: title, fill-in line, header in the third row, gaps, totals and signature at the end."""
    chance, week = chance.within(f"roster {day}"), day.isocalendar().week
    shown = _spoiled(chance, staff)
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "constant_memory": True})
    sheet, head = book.add_worksheet("花名册"), _HEADERS[week % 2]
    bold, dated = (
        book.add_format({"bold": True, "align": "center"}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    sheet.merge_range(0, 0, 0, len(head) - 1, f"{PLANT_NAME}在职人员花名册(第{week}周)", bold)
    sheet.write_row(
        1, 0, ["填报单位:(盖章)", "", "", "", "", f"填报日期:{day.year}年{day.month}月{day.day}日"]
    )
    sheet.write_row(2, 0, head, bold)
    line = 3
    for number, cells in enumerate(shown, start=1):
        line += 1 if number % 997 == 0 else 0  # a blank row between groups
        sheet.write_number(line, 0, number)
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, dated)
            elif cell:
                sheet.write_string(line, column, cell)
        line += 1
    sheet.write_row(line, 0, ["合计", f"{staff.height}人"])
    sheet.write_row(line + 1, 0, ["制表人:", "", "", "审核:"])
    book.close()
    mistakes = int((chance.unit(staff["person"], "slip") < _MISTAKES).sum())
    return Roster(f"花名册-第{week}周.xlsx", memory.getvalue(), staff.height, mistakes)


def _spoiled(chance: Chance, staff: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The cells as written: dates in four manners, a quote before a number, spaces in short names, typing mistakes."""
    person = staff["person"]
    manner, odd = chance.below(person, "manner", 5), chance.unit(person, "odd")
    number, name = pl.col("doc_number"), pl.col("name")
    wrong = pl.when(number.str.ends_with("X")).then(pl.lit("1")).otherwise(pl.lit("X"))
    mistake = chance.unit(person, "slip") < _MISTAKES
    text = staff.with_columns(odd=odd, slip=mistake).select(
        name=pl.when((pl.col("odd") < 0.01) & (name.str.len_chars() == 2))
        .then(name.str.slice(0, 1) + " " + name.str.slice(1))
        .otherwise("name"),
        sex=pl.when(pl.col("sex") == "1").then(pl.lit("男")).otherwise(pl.lit("女")),
        number=pl.when("slip")
        .then(number.str.slice(0, 17) + wrong)
        .when(pl.col("odd") > 0.99)
        .then("'" + number)
        .otherwise(number),
        phone="phone",
        hukou="hukou_text",
        start="start",
        position="position",
        building="building",
        room="room",
    )
    for style, row in zip(manner.to_list(), text.iter_rows(), strict=True):
        yield (*row[:5], _written(row[5], style), *row[6:])


def _written(day: date, style: int) -> str | date:
    if style == 0:
        return f"{day.year}.{day.month}.{day.day}"
    if style == 1:
        return f"{day.year}年{day.month}月{day.day}日"
    if style == 2:
        return f"{day:%Y%m%d}"
    return day if style == 3 else day.isoformat()
