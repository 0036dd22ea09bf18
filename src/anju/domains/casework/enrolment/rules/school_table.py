"""Reading tables that an office brings: the schools of a round with their places, points by application."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from anju.domains.casework.enrolment.data import MOST_SCHOOLS, RefusedSchool, SchoolPlaces
from anju.foundation.characters import visible
from anju.foundation.errors import Refused

COLUMNS = (
    ("code", "学校编号", 20),
    ("name", "学校名称", 80),
    ("grade", "年级", 2),
    ("places", "学位数", 6),
    ("region", "所在社区代码", 12),
    ("address", "地址", 120),
    ("areas", "服务片区代码", 2_000),
)
"""(name, title, longest text) of a list of schools: a line a school and grade. No area: the whole place."""
NEEDED = ("code", "name", "grade", "places", "region")
POINT_COLUMNS = (
    ("number", "报名编号", 30),
    ("points", "积分", 10),
    ("points_pension", "其中养老保险", 10),
    ("points_dwelling", "其中居住", 10),
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
_AREAS = re.compile(r"[、，,；;\s]+")
MOST_PLACES, MOST_POINTS = 5_000, Decimal(100_000)


def read_schools(
    cells: Sequence[Sequence[str | None]],
    *,
    within: str,
    grades: Collection[int],
    regions: Collection[str],
) -> tuple[list[SchoolPlaces], list[RefusedSchool]]:
    """The schools of a table, a line a school and grade, and the lines left out. `regions`: codes that exist.

    `Refused` ``school_titles`` when the titles that are needed are missing, ``school_too_long``.
    """
    start, columns = _titles(cells, COLUMNS, NEEDED)
    if len(cells) - start > MOST_SCHOOLS:
        raise Refused("school_too_long", most=MOST_SCHOOLS)
    good: dict[tuple[str, int], SchoolPlaces] = {}
    refused: list[RefusedSchool] = []
    for number, row, texts in _lines(cells, start, columns):
        fault = _fault(row, within, grades, regions)
        seat = (row["code"], int(row["grade"])) if fault is None else ("", 0)
        if fault is None and seat in good:
            fault = ("school_twice", "grade")
        if fault is not None:
            code, column = fault
            refused.append(
                RefusedSchool(
                    number, code, _title(COLUMNS, column), row.get(column, "")[:200], texts
                )
            )
            continue
        good[seat] = SchoolPlaces(
            row["code"],
            row["name"],
            row["region"],
            row.get("address", ""),
            {seat[1]: int(row["places"])},
            tuple(a.rstrip("0") or a for a in _split(row.get("areas", ""))),
        )
    return list(good.values()), refused


def _fault(
    row: Mapping[str, str], within: str, grades: Collection[int], regions: Collection[str]
) -> tuple[str, str] | None:
    """(code of the sentence, column) of the first fault of a line."""
    for column, _title_of, most in COLUMNS:
        if column in NEEDED and not row.get(column):
            return "school_empty", column
        if len(row.get(column, "")) > most:
            return "school_long", column
    if not _CODE.fullmatch(row["code"]):
        return "school_code", "code"
    if not row["grade"].isdecimal() or int(row["grade"]) not in grades:
        return "school_grade", "grade"
    if not row["places"].isdecimal() or int(row["places"]) > MOST_PLACES:
        return "school_places", "places"
    if row["region"] not in regions or not row["region"].startswith(within):
        return "school_region", "region"
    for area in _split(row.get("areas", "")):
        if (
            not area.isdecimal()
            or not area.startswith(within)
            or area.ljust(12, "0") not in regions
        ):
            return "school_area", "areas"
    return None


def areas_named(cells: Sequence[Sequence[str | None]]) -> set[str]:
    """All division codes that stand in a table, to be looked up at once."""
    start, columns = _titles(cells, COLUMNS, NEEDED)
    found: set[str] = set()
    for _number, row, _texts in _lines(cells, start, columns):
        found |= {row.get("region", ""), *_split(row.get("areas", ""))}
    return {c.ljust(12, "0") for c in found if c.isdecimal() and 4 <= len(c) <= 12}


def read_points(
    cells: Sequence[Sequence[str | None]],
) -> tuple[dict[str, dict[str, Decimal]], list[tuple[int, str]]]:
    """Points by number of application, and (line, number) of lines that are wrong. `Refused` ``school_titles``."""
    start, columns = _titles(cells, POINT_COLUMNS, ("number", "points"))
    good: dict[str, dict[str, Decimal]] = {}
    wrong: list[tuple[int, str]] = []
    for number, row, _texts in _lines(cells, start, columns):
        values = {
            name: _points(row.get(name, "")) for name, _t, _m in POINT_COLUMNS[1:] if row.get(name)
        }
        key = row.get("number", "").upper()
        if not key or "points" not in values or None in values.values() or key in good:
            wrong.append((number, key[:30]))
        else:
            good[key] = {name: v for name, v in values.items() if v is not None}
    return good, wrong


def _points(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    fits = value.is_finite() and 0 <= value < MOST_POINTS and value == round(value, 2)
    return value if fits else None


def _lines(
    cells: Sequence[Sequence[str | None]], start: int, columns: Mapping[str, int]
) -> list[tuple[int, dict[str, str], tuple[str, ...]]]:
    """(number of the line, texts by column, all texts) of lines that are not empty."""
    found = []
    for number, line in enumerate(cells[start:], start + 1):
        texts = tuple(re.sub(r"^(\d+)\.0$", r"\1", visible(c or "").strip()) for c in line)
        row = {name: texts[i] if i < len(texts) else "" for name, i in columns.items()}
        if any(row.values()):
            found.append((number, row, texts))
    return found


def _titles(
    cells: Sequence[Sequence[str | None]],
    known: Sequence[tuple[str, str, int]],
    needed: Sequence[str],
) -> tuple[int, dict[str, int]]:
    names = {title: name for name, title, _most in known}
    for n, line in enumerate(cells[:20]):
        found = {
            names[t]: i
            for i, c in enumerate(line)
            if (t := re.sub(r"\s|[（(].*", "", c or "")) in names
        }
        if len(found) >= 2:
            missing = [_title(known, c) for c in needed if c not in found]
            if missing:
                raise Refused("school_titles", missing=missing)
            return n + 1, found
    raise Refused("school_titles", missing=[_title(known, c) for c in needed])


def _title(known: Sequence[tuple[str, str, int]], column: str) -> str:
    return next(title for name, title, _most in known if name == column)


def _split(text: str) -> list[str]:
    return [a for a in _AREAS.split(text) if a]
