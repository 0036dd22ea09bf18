"""An agency's file, invented with its truth: what becomes of each untidy row is known."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from typing import Any

from tests.factories.spreadsheets import xlsx

TITLES: dict[str, tuple[str, ...]] = {
    "number": ("房源编号", "编号", "房源ID", "house_id"),
    "district": ("区域", "所在区", "行政区", "district"),
    "estate": ("小区", "小区名称", "楼盘名称", "estate"),
    "address": ("地址", "详细地址", "房屋坐落", "address"),
    "layout": ("户型", "房型", "几室几厅", "layout"),
    "area": ("面积", "面积(㎡)", "建筑面积", "size"),
    "rent": ("租金", "月租金", "价格(元/月)", "price"),
    "floor": ("楼层", "所在楼层", "楼层/总楼层", "floor"),
    "available": ("入住时间", "可入住日期", "起租日期", "available_from"),
    "phone": ("联系电话", "手机", "联系方式", "phone"),
}
TAKEN, HELD, REFUSED = "taken", "doubtful", "refused"


@dataclass
class Row:
    """A row as written, what becomes of it, and why where it is not simply taken. `rent`, `area`: what must be read."""

    cells: dict[str, str]
    fate: str
    why: str = ""
    rent: int | None = None
    area: int | None = None


def rows(rng: random.Random, count: int) -> list[Row]:
    """So many rows of different flats."""
    return [_row(rng, n) for n in range(count)]


def _row(rng: random.Random, n: int) -> Row:
    rent, area, beds = rng.randrange(600, 9000, 50), rng.randrange(20, 140), rng.randrange(1, 5)
    cells = {
        "number": f"F{n:05}",
        "district": rng.choice(("浏阳市", "浏阳", "")),
        "estate": f"{rng.choice('安居幸福星城金沙')}{rng.choice(('苑', '花园', '小区'))}",
        "address": f"新屋路{n + 1}号{rng.randrange(1, 9)}栋{rng.randrange(1, 7)}0{rng.randrange(1, 5)}室",
        "layout": rng.choice((f"{beds}室1厅1卫", f"{beds}室{rng.randrange(3)}厅", f"{beds}房1厅", f"{beds}-1-1")),
        "area": rng.choice((f"{area}", f"{area}㎡", f"{area}平米", f"约{area}平", f"{area}.0")),
        "rent": rng.choice((f"{rent}", f"{rent:,}", f"{rent}元/月", f"{rent / 1000:g}k", f"￥{rent}", f"{rent}元")),
        "floor": rng.choice(("3/6", "第3层(共6层)", "中楼层/18层", "")),
        "available": rng.choice(("随时", "2026-12-15", "2026年12月15日", "")),
        "phone": rng.choice((f"139{n:08}", f"138-0000-{n:04}", "0731-83612345", "")),
    }  # fmt: skip
    return _spoilt(rng, Row(cells, TAKEN, "", rent, area))


_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("rent", "", REFUSED, "listing_rent_missing"),
    ("rent", "-1200", REFUSED, "listing_rent_negative"),
    ("rent", "很便宜", REFUSED, "listing_rent_unreadable"),
    ("rent", "面议", TAKEN, ""),
    ("rent", "1200-1500", HELD, "listing_rent_range"),
    ("rent", "88元/天", HELD, "listing_rent_unit"),
    ("rent", "880000", HELD, "listing_rent_unlikely"),
    ("area", "-40", REFUSED, "listing_area_negative"),
    ("area", "九十平", REFUSED, "listing_area_unreadable"),
    ("area", "9000", HELD, "listing_area_unlikely"),
    ("floor", "2026-03-06", HELD, "listing_floor_is_date"),
    ("layout", "2002-01-01", HELD, "listing_layout_is_date"),
    ("layout", "地下室", HELD, "listing_may_not_be_let"),
    ("phone", "13912", HELD, "listing_phone_invalid"),
    ("available", "12月1日", HELD, "listing_available_without_year"),
    ("district", "北京市朝阳区", REFUSED, "listing_place_elsewhere"),
)


def _spoilt(rng: random.Random, row: Row) -> Row:
    """One row in three with one fault."""
    if rng.random() > 1 / 3:
        return row
    field, text, row.fate, row.why = rng.choice(_FAULTS)
    row.cells[field] = text
    if field in ("rent", "area"):
        setattr(row, field, None)
    return row


def table(rng: random.Random, some: list[Row]) -> list[list[str]]:
    """Lines as an agency sends them: titles of its own in an order of its own, a heading, a page break, a total."""
    names = list(TITLES)
    rng.shuffle(names)
    header = [rng.choice(TITLES[n]) for n in names]
    lines = [[row.cells[n] for n in names] for row in some]
    if len(lines) > 6:
        lines.insert(len(lines) // 2, header)
        lines.insert(len(lines) // 3, [""] * len(names))
    total = ["合计", f"{len(some)}套", *[""] * (len(names) - 2)]
    heading = [f"安居房产{rng.randrange(1, 13)}月房源", *[""] * (len(names) - 1)]
    return [*([heading] if rng.random() < 0.7 else []), header, *lines, total]


def as_csv(lines: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def as_xlsx(lines: list[list[str]]) -> bytes:
    return xlsx({"房源": lines})


def as_json(some: list[Row]) -> bytes:
    records: list[dict[str, Any]] = [
        {TITLES[n][-1]: t or None for n, t in row.cells.items()} for row in some
    ]
    return json.dumps({"code": 0, "data": {"list": records}}, ensure_ascii=False).encode()
