"""Rents and areas as agencies write them. What could be read in two ways is doubtful and has no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from anju.domains.housing.listings.data.cell_vocabulary import NEGOTIABLE
from anju.domains.housing.listings.rules.cells import (
    NUMBER,
    Read,
    day_shaped,
    formula,
    states_nothing,
    tidy,
)

CENT = Decimal("0.01")
LEAST_RENT, MOST_RENT, UNREAL_RENT = 100, 100_000, 10_000_000
"""Yuan a month: below and above which a rent is doubted; from which on it is none."""
LEAST_AREA, MOST_AREA, UNREAL_AREA = 4, 600, 100_000
"""Square metres, likewise."""
LEAST_EACH, MOST_EACH = 2, 600
"""Yuan a month and square metre between which a rent fits its area."""
_MULTIPLES = {"": 1, "k": 1000, "千": 1000, "w": 10_000, "万": 10_000}
_PERIOD = {
    "月": "month", "mo": "month", "month": "month", "每月": "month", "个月": "month",
    "年": "year", "year": "year", "季": "quarter", "季度": "quarter", "半年": "half",
    "天": "day", "日": "day", "day": "day", "晚": "day", "周": "week", "week": "week",
}  # fmt: skip
_RENT = re.compile(
    rf"(?P<sign>[-−–—]?)(?P<number>{NUMBER})\s*(?P<unit>[kw千万]?)\s*(?P<yuan>元|块|rmb|cny|yuan)?(?:人民币)?"
    r"\s*(?:(?:/|每|一|a|per\s)?\s*(?P<period>个月|月|month|mo|半年|年|year|季度|季|天|日|day|晚|周|week))?(?P<rest>.*)"
)
_LABEL = re.compile(
    r"^(?:月租金?|租金|价格|房租|租价|月付|人民币|rmb|cny|¥|￥|yuan)[:：\s]*|^(?P<about>约|大约|大概|~|≈)\s*"
)
_RANGE = re.compile(rf"{NUMBER}\s*[kw千万]?\s*(?:元)?\s*(?:[-~–—−至到]|--)\s*{NUMBER}")
_EACH = re.compile(r"/?\s*(?:㎡|m2|m²|平米|平方米|平方|平)")
_OTHER_MONEY = re.compile(r"美元|usd|\$|港币|hkd|欧元|eur|€|£")


@dataclass(frozen=True, slots=True)
class RentUnit:
    """In which unit a column of rents is written: so many yuan each, `period` as `_PERIOD` has it; `each`: a square
    metre, or in another money."""

    multiple: int = 1
    period: str = "month"
    each: bool = False


def unit_of_title(title: str) -> RentUnit:
    """The unit that a title states (租金（万元/年）); yuan a month where it states none."""
    text = tidy(title)
    multiple = 10_000 if "万" in text else 1000 if re.search(r"千元|\bk\b|\(k", text) else 1
    found = re.search(
        r"(?:/|每|一|per\s?)\s*(半年|季度|季|年|天|日|周|月|day|week|year|month)", text
    )
    period = (
        _PERIOD[found[1]]
        if found
        else "year"
        if "年租" in text
        else "day"
        if "日租" in text
        else "month"
    )
    each = bool(re.search(r"[/每]\s*(?:㎡|m2|m²|平)", text)) or bool(_OTHER_MONEY.search(text))
    return RentUnit(multiple, period, each)


@lru_cache(maxsize=1 << 16)
def read_rent(text: str, unit: RentUnit = RentUnit()) -> Read:
    """Yuan a month. A rent to be agreed in person is None with a remark."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read(code="listing_rent_missing")
    if formula(cell):
        return Read(code="listing_rent_unreadable")
    if day_shaped(cell):
        return Read(code="listing_rent_is_date")
    if not re.search(r"\d", cell):
        talked = any(word in cell for word in NEGOTIABLE)
        return Read(code="listing_rent_negotiable" if talked else "listing_rent_unreadable")
    return _rent(cell, unit)


def _rent(cell: str, unit: RentUnit) -> Read:
    about = False
    while found := _LABEL.match(cell):
        about, cell = about or bool(found["about"]), cell[found.end() :]
    if _OTHER_MONEY.search(cell) or unit.each:
        return Read(code="listing_rent_unit")
    if _RANGE.match(cell):
        return Read(code="listing_rent_range")
    match = _RENT.fullmatch(cell)
    if match is None:
        return Read(code="listing_rent_unreadable")
    rest, period = match["rest"].strip(), _PERIOD.get(match["period"] or "", unit.period)
    if fault := _rest_of_rent(rest):
        return Read(code=fault)
    multiple = _MULTIPLES[match["unit"]] if match["unit"] or match["yuan"] else unit.multiple
    yuan = Decimal(match["number"].replace(",", "")) * multiple
    if match["sign"] and yuan:
        return Read(code="listing_rent_negative")
    if period != "month":
        return Read(code="listing_rent_unit")
    about = about or rest.startswith(("左右", "上下"))
    return _judged_rent(yuan, about=about)


def _rest_of_rent(rest: str) -> str:
    """What stands behind the number: a remark may, another number may not."""
    bare = re.sub(r"[(（【\[].*?[)）】\]]", "", rest)
    bare = re.sub(r"[押付][一二三四五六七八九\d两]+|含\w+|包\w+|可?(?:季|年|半年|月)付", "", bare)
    if _EACH.match(bare):
        return "listing_rent_unit"
    if bare.startswith(("起", "以上", "+", "多")):
        return "listing_rent_from"
    if bare.startswith(("以下", "以内")):
        return "listing_rent_range"
    return "listing_rent_unreadable" if re.search(r"[\da-z]", bare) else ""


def _judged_rent(yuan: Decimal, *, about: bool) -> Read:
    if yuan >= UNREAL_RENT:
        return Read(code="listing_rent_unreal")
    if yuan == 0:
        return Read(code="listing_rent_zero")
    if yuan != yuan.quantize(CENT):
        return Read(code="listing_rent_unreadable")
    if not LEAST_RENT <= yuan <= MOST_RENT:
        return Read(yuan.quantize(CENT), "listing_rent_unlikely")
    return Read(yuan.quantize(CENT), "listing_rent_about" if about else "")


_AREA = re.compile(
    rf"(?P<sign>[-−–—]?)(?P<number>{NUMBER})\s*(?P<unit>㎡|m2|m²|m\^2|平方米|平米|平方|平|方|sqm|sq\.?\s?m)?(?P<rest>.*)"
)
_AREA_LABEL = re.compile(
    r"^(?:建筑面积|使用面积|套内面积?|面积|建面|建筑|使用)[:：\s]*|^(?P<about>约|大约|大概|~|≈)\s*"
)
_AREA_RANGE = re.compile(rf"{NUMBER}\s*(?:㎡|m2|m²|平米|平方米|平)?\s*[-~–—−至到]\s*{NUMBER}")
_OTHER_UNIT = re.compile(r"^\s*(?:尺|平方尺|平方英尺|呎|ft|sqft|sq\.?\s?ft|亩|坪|公顷|km)")


@lru_cache(maxsize=1 << 16)
def read_area(text: str) -> Read:
    """Square metres, with at most two decimals."""
    cell = tidy(text)
    if states_nothing(cell):
        return Read(code="listing_area_missing")
    if day_shaped(cell):
        return Read(code="listing_area_is_date")
    about = False
    while found := _AREA_LABEL.match(cell):
        about, cell = about or bool(found["about"]), cell[found.end() :]
    if _AREA_RANGE.match(cell):
        return Read(code="listing_area_range")
    match = _AREA.fullmatch(cell)
    if match is None or formula(cell):
        return Read(code="listing_area_unreadable")
    rest = re.sub(r"^[(（【\[].*?[)）】\]]$", "", match["rest"].strip())
    if _OTHER_UNIT.match(rest):
        return Read(code="listing_area_unit")
    loosely = rest.startswith(("左右", "上下", "多", "+", "以上", "余"))
    if re.search(r"[\da-z]", rest) or (rest and not loosely and len(rest) > 6):
        return Read(code="listing_area_unreadable")
    return _judged_area(match["sign"], match["number"], about=about or loosely)


def _judged_area(sign: str, digits: str, *, about: bool) -> Read:
    area = Decimal(digits.replace(",", ""))
    if area == 0:
        return Read(code="listing_area_zero")
    if sign:
        return Read(code="listing_area_negative")
    if area >= UNREAL_AREA:
        return Read(code="listing_area_unreal")
    kept = area.quantize(CENT, ROUND_HALF_UP)
    if not LEAST_AREA <= area <= MOST_AREA:
        return Read(kept, "listing_area_unlikely")
    rounded = "listing_area_rounded" if kept != area else ""
    return Read(kept, "listing_area_about" if about else rounded)


def fits(rent: Decimal | None, area: Decimal | None) -> bool:
    """Whether a rent is one for such an area; columns that were swapped are not."""
    if rent is None or area is None:
        return True
    return LEAST_EACH * area <= rent <= MOST_EACH * area
