"""Dates as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

EARLIEST = date(1930, 1, 1)
_TIME = r"(?:[T\s]*\d{1,2}[::时]\d{1,2}(?:[::分]\d{1,2}(?:\.\d+)?秒?)?\s*(?:Z|[AaPp][Mm])?)?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}}|\d{{2}})\s*[-/.年、,\\~]\s*(\d{{1,2}})\s*[-/.月、,\\~]\s*(\d{{1,2}})\s*[日号]?{_TIME}"
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_SERIALS = (18_264, 73_050)
"""Spreadsheet serial numbers from 1950 to 2099."""
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def parse_date(text: str, today: date) -> date | None:
    """One date, or None. A month alone is its first day; day/month/year is read only where unambiguous."""
    text = " ".join(text.split()).strip("'\" ’‘`.,。")
    for pattern, read in (
        (_YEAR_FIRST, _year_first),
        (_COMPACT, _year_first),
        (_MONTH, _month),
        (_YEAR_LAST, _year_last),
        (_COMPACT_MONTH, _month),
        (_SERIAL, _serial),
    ):
        found = pattern.fullmatch(text)
        if found:
            return _plausible(read(found, today), today)
    if re.search(r"[一二三四五六七八九]", text) and re.search(r"[年月]", text):
        return parse_date(_chinese_digits(text), today)
    return None


def parse_dates(texts: pl.Series, today: date) -> pl.Series:
    """A column of dates. Each different text is read once: a file repeats its dates."""
    different = texts.drop_nulls().unique()
    read = pl.Series([parse_date(t, today) for t in different.to_list()], dtype=pl.Date)
    if different.len() == 0:
        return pl.Series(texts.name, [None] * texts.len(), dtype=pl.Date)
    return texts.replace_strict(different, read, return_dtype=pl.Date)


def _plausible(day: date | None, today: date) -> date | None:
    return day if day is not None and EARLIEST <= day <= today + timedelta(days=366 * 20) else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(found: re.Match[str], today: date) -> date | None:
    year = int(found[1])
    if year < 100:
        year += 2000 if 2000 + year <= today.year + 20 else 1900
    return _made(year, int(found[2]), int(found[3]))


def _year_last(found: re.Match[str], today: date) -> date | None:
    one, two, year = int(found[1]), int(found[2]), int(found[3])
    if one <= 12 and two <= 12 and one != two:
        return None
    return _made(year, two, one) if one > 12 else _made(year, one, two)


def _month(found: re.Match[str], today: date) -> date | None:
    return _made(int(found[1]), int(found[2]), 1)


def _serial(found: re.Match[str], today: date) -> date | None:
    days = int(found[1])
    return _EPOCH + timedelta(days=days) if _SERIALS[0] <= days <= _SERIALS[1] else None


def _chinese_digits(text: str) -> str:
    """二〇二六年七月二十八日 → 2026年7月28日."""
    text = re.sub(r"([二三])?十([一二三四五六七八九])?(?=[月日号])", lambda m: f"{m[1] or '一'}{m[2] or '〇'}", text)
    return text.translate(_CHINESE)
