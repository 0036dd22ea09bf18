"""Dates as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import polars as pl

EARLIEST = date(1930, 1, 1)
LOCAL = timezone(timedelta(hours=8))
_CLOCK = (
    r"(?:上午|下午|早上|晚上|中午|凌晨)?\s*\d{1,2}[::时時点]\s*\d{0,2}(?:[::分]\s*\d{0,2}(?:\.\d+)?秒?)?"
    r"\s*(?:[AaPp]\.?[Mm]\.?)?"
)
_TIME = rf"(?:[T\s]*{_CLOCK})?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}}|\d{{2}})\s*[-—–‐/.年、,。\\~]\s*(\d{{1,2}})\s*[-—–‐/.月、,。\\~]\s*(\d{{1,2}})\s*[日号]?{_TIME}"
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_COMPACT_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_REPUBLIC = re.compile(
    r"(?:民国|民國)\s*(\d{1,3}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]?\s*(\d{1,2})?\s*[日号號]?"
)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})",
    re.IGNORECASE,
)
_MONTHS = {
    m: i
    for i, m in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NAMED = re.compile(
    rf"(?:([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(\d{{4}})|"
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+([a-z]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}})){_TIME}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"[\s(,,]*(?:(?:星期|礼拜|周)[一二三四五六日天]|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?)\s*\)?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*[((\[【][^))\]】]*[))\]】]\s*$")
_RANGE = re.compile(r"\s*(?:至|到|—+|–|~+|~|--+|\s-\s|－)\s*")
_FROM_TO = re.compile(
    r"(?:自|从)?\s*(\d[^起至到止]*?)\s*起?\s*[,,]?\s*(?:至|到)\s*(\d[^起至到止]*?)\s*(?:止|为止)?"
)
_OPEN = re.compile(r"(?:至今|今|现在|在职|在住|长期|今后|present|now)$", re.IGNORECASE)
_SINCE = re.compile(r"(?:自|从|于)\s*(\d.*?)\s*(?:起|开始|以来|入职|入住)?")
_HAS_YEAR = re.compile(
    r"\d{4}|\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|民国|民國|^\d{5}(?:\.\d+)?$|[〇○零一二三四五六七八九]{4}年"
)
_EPOCH = date(1899, 12, 30)
_SERIALS = (18_264, 73_050)
"""Spreadsheet serial numbers from 1950 to 2099."""
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def parse_date(text: str, today: date) -> date | None:
    """One date, or None. A month alone is its first day; day/month/year is read only where unambiguous; of a span the
    first day. An instant with a time zone is the day in China."""
    begin, _ = parse_span(text, today)
    return begin


def read_day(text: str, *, today: date) -> date | None:
    """The day that a cell of a list names, however it is written; None where it names none, or no year."""
    return parse_date(text, today) if _HAS_YEAR.search(text) else None


def parse_span(text: str, today: date) -> tuple[date | None, date | None]:
    """(first day, last day) of a date or a span; the last day is None where there is none or it is open."""
    text = _tidied(text)
    whole = _one(text, today)
    if whole is not None:
        return whole, None
    parts = _parts(text)
    if _OPEN.search(text) and len(parts) == 1:
        return _one(parts[0].strip(" -"), today), None
    if len(parts) == 2:
        begin, end = _one(parts[0], today), _one(parts[1], today)
        return (begin, end) if begin and end and begin <= end else (None, None)
    return None, None


def _tidied(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", text).split()).strip("'\" ’‘`,。.")
    wrapped = _FROM_TO.fullmatch(text)
    return f"{wrapped[1]}至{wrapped[2]}" if wrapped else text


def _parts(text: str) -> list[str]:
    """The two texts of a span; one or more where it is none."""
    parts = [p for p in _RANGE.split(_OPEN.sub("", text)) if p] if not _INSTANT.search(text) else []
    if len(parts) != 2 and not _OPEN.search(text) and text.count("-") in (1, 3, 5):
        middle = len(text.split("-")) // 2
        parts = ["-".join(text.split("-")[:middle]), "-".join(text.split("-")[middle:])]
        parts = [
            p.strip() for p in parts if p.strip() and re.search(r"\d[./年]\s*\d|\d{4}-\d|\d{8}", p)
        ]
    return parts


def parse_dates(texts: pl.Series, today: date) -> pl.Series:
    """A column of dates. Each different text is read once: a file repeats its dates."""
    return parse_spans(texts, today)[0]


def parse_spans(texts: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
    """Columns of the first and of the last days."""
    different = texts.drop_nulls().unique()
    if different.len() == 0:
        empty = pl.Series(texts.name, [None] * texts.len(), dtype=pl.Date)
        return empty, empty
    read = [parse_span(t, today) for t in different.to_list()]
    begins, ends = (pl.Series([r[i] for r in read], dtype=pl.Date) for i in (0, 1))
    return (
        texts.replace_strict(different, begins, return_dtype=pl.Date),
        texts.replace_strict(different, ends, return_dtype=pl.Date),
    )


def text_faults(texts: pl.Series, read: pl.Series, today: date) -> pl.Series:
    """Why texts are no days (`text_fault`), null where a day was read or nothing stands there."""
    unread = texts.set(read.is_not_null(), None)
    different = unread.drop_nulls().unique()
    if different.len() == 0:
        return pl.Series(texts.name, [None] * texts.len(), dtype=pl.String)
    faults = [text_fault(t, today) for t in different.to_list()]
    return unread.replace_strict(different, faults, return_dtype=pl.String)


def text_fault(text: str, today: date) -> str:
    """Why a text is no day: `date_unreal` (no such day), `date_order_unclear` (day and month may be either),
    `date_without_day`, `date_without_year`, `date_too_early`, `date_too_late`, `date_end_before_start` (a span), else
    `date_invalid`."""
    text = _tidied(text)
    parts = _parts(text)
    if len(parts) == 2:
        begin, end = (_one(p, today) for p in parts)
        if begin and end:
            return "date_end_before_start"
        return text_fault(parts[1] if begin else parts[0], today)
    text = _bare(parts[0] if _OPEN.search(text) and len(parts) == 1 else text)
    for code, pattern in _INCOMPLETE:
        if pattern.fullmatch(text):
            return code
    for pattern, read in _READERS:
        if not (found := pattern.fullmatch(text)):
            continue
        day = read(found, today)
        if day is not None:
            return "date_too_early" if day < EARLIEST else "date_too_late"
        if read in (_year_first, _year_last) and _either(found, today):
            return "date_order_unclear"
        return "date_invalid" if pattern in (_SERIAL, _COMPACT_SHORT) else "date_unreal"
    again = _rewritten(text)
    return text_fault(again, today) if again else "date_invalid"


_INCOMPLETE = (
    ("date_without_day", re.compile(r"(?:19|20)\d{2}\s*年?度?")),
    (
        "date_without_year",
        re.compile(r"(?:0?[1-9]|1[0-2])\s*[月./-]\s*(?:0?[1-9]|[12]\d|3[01])\s*[日号]?"),
    ),
    ("date_without_year", re.compile(r"(?:0?[1-9]|1[0-2])\s*月份?")),
)


def _either(found: re.Match[str], today: date) -> bool:
    """True for days whose first two numbers may be day and month in either order."""
    if len(found[3]) == 4:
        return int(found[1]) <= 12 and int(found[2]) <= 12
    return len(found[1]) == 2 and _american(found, today)


def _bare(text: str) -> str:
    """Without a weekday and a remark in brackets."""
    return _REMARK.sub("", _WEEKDAY.sub("", text)).strip(" '\",。、/.")


def _one(text: str, today: date) -> date | None:
    text = _bare(text)
    for pattern, read in _READERS:
        found = pattern.fullmatch(text)
        if found:
            return _plausible(read(found, today), today)
    again = _rewritten(text)
    return _one(again, today) if again else None


def _rewritten(text: str) -> str:
    """A text that says the same in digits or with less around it; "" when there is none."""
    if "元月" in text:
        return text.replace("元月", "1月" if re.search(r"[0-9]", text) else "一月")
    if since := _SINCE.fullmatch(text):
        return since[1]
    if (
        re.search(r"[一二三四五六七八九]", text)
        and re.search(r"[年月]", text)
        and not re.search(r"[1-9]", text)
    ):
        return _chinese_digits(re.sub("[0Oo]", "〇", text))
    return ""


def _plausible(day: date | None, today: date) -> date | None:
    return day if day is not None and EARLIEST <= day <= today + timedelta(days=366 * 20) else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(found: re.Match[str], today: date) -> date | None:
    year = int(found[1])
    if len(found[1]) == 2:
        if _american(found, today):
            return None
        year += 2000 if 2000 + year <= today.year + 20 else 1900
    return _made(year, int(found[2]), int(found[3]))


def _american(found: re.Match[str], today: date) -> bool:
    """01-02-23 could be read from either end: nobody knows."""
    first, second, last = found[1], found[2], found[3]
    return (
        len(last) == 2
        and len(found[0]) > 6
        and int(first) <= 12
        and int(second) <= 31
        and int(first) >= 1
        and (int(last) > 12 or int(first) != int(last))
        and 12 < int(last) <= today.year % 100 + 1
    )


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


def _named(found: re.Match[str], today: date) -> date | None:
    month, day, year = (
        (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    )
    number = _MONTHS.get(month[:3].lower())
    whole = int(year) + (
        0 if len(year) == 4 else 2000 if 2000 + int(year) <= today.year + 20 else 1900
    )
    return _made(whole, number, int(day)) if number else None


def _republic(found: re.Match[str], today: date) -> date | None:
    year = 1 if found[1] == "元" else int(found[1])
    return _made(1911 + year, int(found[2]), int(found[3] or 1))


def _instant(found: re.Match[str], today: date) -> date | None:
    zone = found[3].upper()
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{offset}")
    except ValueError:
        return None
    return moment.astimezone(LOCAL).date()


def _chinese_digits(text: str) -> str:
    """二〇二六年七月二十八日 → 2026年7月28日."""
    text = re.sub(
        r"([二三])?十([一二三四五六七八九])?(?=[月日号])",
        lambda m: f"{m[1] or '一'}{m[2] or '〇'}",
        text,
    )
    return text.translate(_CHINESE)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_INSTANT, _instant),
    (_YEAR_FIRST, _year_first),
    (_COMPACT, _year_first),
    (_MONTH, _month),
    (_YEAR_LAST, _year_last),
    (_COMPACT_MONTH, _month),
    (_SERIAL, _serial),
    (_COMPACT_SHORT, _year_first),
    (_NAMED, _named),
    (_REPUBLIC, _republic),
)
"""Ways to write a day, in the order in which they are tried."""
