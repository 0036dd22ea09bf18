"""Checking items that did not come from a spreadsheet, the cheap way where nothing needs to be corrected.

A form hands over one row, typed and tidy. Column-wise checks cost some forty milliseconds a call whatever the number of
rows; so a few rows that need no normalising are judged by the one-by-one rules of `people` (which a property test holds
equal to the column-wise ones). Everything else goes through `intake.rules.items.check_items`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.intake.rules.days import contract_turned, day_fault
from anju.domains.register.intake.rules.items import check_items
from anju.domains.register.intake.rules.lengths import overlong
from anju.foundation.frames import each_row, put

FEW = 64
_NAME = re.compile(r"[\u4e00-\u9fa5]{2,20}")
_NOT_NAMES = frozenset({"暂无", "未知", "不详"})
_NUMBER = re.compile(r"[1-6][0-9]{16}[0-9X]")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_READ = ("kind", "name", "doc_type", "doc_number", "phone", "start", "end")
_GIVEN = ("sex", "birth_date", "origin")


def checked_items(
    frame: pl.DataFrame, *, known_areas: Collection[str], today: date
) -> pl.DataFrame:
    """What `check_items` gives for the frame, and the lengths of its texts."""
    if frame.height <= FEW:
        rows = list(each_row(frame, (*_READ, *_GIVEN)))
        if all(_tidy(*row[: len(_READ)]) for row in rows):
            return overlong(_judged(frame, rows, known_areas, today))
    return overlong(check_items(frame, known_areas=known_areas, today=today, kinds=KINDS))


def _tidy(
    kind: str | None,
    name: str | None,
    doc_type: str | None,
    number: str | None,
    phone: str | None,
    start: date | None,
    end: date | None,
) -> bool:
    """Would normalising leave this row as it is, and is it about a citizen's number?"""
    return (
        kind in KINDS
        and bool(name and _NAME.fullmatch(name))
        and name not in _NOT_NAMES
        and doc_type in (None, "111")
        and bool(number and _NUMBER.fullmatch(number))
        and (phone is None or bool(_PHONE.fullmatch(phone)))
    )


def _judged(
    frame: pl.DataFrame, rows: list[tuple[Any, ...]], known_areas: Collection[str], today: date
) -> pl.DataFrame:
    facts = [
        people.read_number("111", row[3], known_areas=known_areas, today=today) for row in rows
    ]
    ends = frame["contract_end"].to_list()
    problems = [
        f.problem or day_fault(row[5], row[6], today, f.birth_date) or contract_turned(row[5], last)
        for f, row, last in zip(facts, rows, ends, strict=True)
    ]
    read = [
        row[-len(_GIVEN) :] if f.problem else (f.sex, f.birth_date, f.area)
        for f, row in zip(facts, rows, strict=True)
    ]
    return put(
        frame,
        pl.Series("doc_type", ["111"] * len(rows), dtype=pl.Utf8),
        *(pl.Series(c, [r[n] for r in read], dtype=ITEM_SCHEMA[c]) for n, c in enumerate(_GIVEN)),
        pl.Series("problem", problems, dtype=pl.Utf8),
    )
