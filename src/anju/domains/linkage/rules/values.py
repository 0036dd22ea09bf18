"""Values as they are compared: half width, one way of writing a date, a number, a phone, a name, an address."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_abbr
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from opencc import OpenCC

from anju.domains.linkage.data import Role
from anju.foundation.characters import stands_for

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_NOTHING = frozenset(
    [
        "",
        "nan",
        "none",
        "null",
        "na",
        "n/a",
        "#n/a",
        "-",
        "--",
        "—",
        "无",
        "不详",
        "未知",
        "空",
        "?",
        "/",
        "\\n",
        "nil",
        ".",
    ]
)
_MONTHS = {m.casefold(): n for n, m in enumerate(month_abbr) if m}
_NOT_WORD = re.compile(r"[\W_]+")


def half_width(value: str | None) -> str | None:
    """Text of half width in small letters without outer blanks; None for what stands for nothing."""
    if value is None:
        return None
    text = unicodedata.normalize("NFKC", stands_for(value)).strip().casefold()
    return None if text in _NOTHING else text


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional character → simplified one."""
    characters = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}


def name(value: str) -> str | None:
    """Letters alone: no blanks, dots, marks or remarks in brackets; simplified characters."""
    text = re.sub(r"[(\[【（].*?[)\]】）]", "", value)
    letters = unicodedata.normalize("NFD", text)
    bare = _NOT_WORD.sub("", "".join(c for c in letters if not unicodedata.combining(c)))
    return unicodedata.normalize("NFC", bare).translate(_simplified()) or None


def words_in_order(raw: str | None) -> str | None:
    """The words of a name in letters by the alphabet: first name first and last name first coincide. None of other
    names."""
    value = half_width(raw)
    if value is None or HAN.search(value):
        return None
    return name(" ".join(sorted(_NOT_WORD.sub(" ", value).split())))


def sex(value: str) -> str | None:
    """m or f."""
    if value in ("1", "m", "male", "男", "男性", "man"):
        return "m"
    if value in ("2", "f", "female", "女", "女性", "woman"):
        return "f"
    return None


def number(value: str) -> str | None:
    """Digits and letters alone; the citizen number (15 or 18 characters) in the form that both lengths share."""
    text = re.sub(r"[^0-9a-z]", "", re.sub(r"\.0$", "", value))
    return text or None


def shared_form(text: str) -> str:
    """Of an 18-digit citizen number what a 15-digit one holds too: area, birth date without the century, sequence."""
    if re.fullmatch(r"\d{17}[\dx]", text):
        return text[:6] + text[8:17]
    return text


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_whole_citizen_number(text: str) -> bool:
    """18 digits with the right check character: a slip of a key would have broken it."""
    if not re.fullmatch(r"[1-9]\d{16}[\dx]", text):
        return False
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return "10x98765432"[total % 11] == text[17]


def phone(value: str) -> str | None:
    """Digits without the country and a leading zero."""
    digits = re.sub(r"\D", "", re.sub(r"\.0$", "", value))
    if len(digits) > 11 and digits.startswith(("86", "0086")):
        digits = digits[-11:]
    return digits or None


def text(value: str) -> str | None:
    """Small letters and digits, single blanks."""
    return " ".join(_NOT_WORD.sub(" ", value).split()) or None


_ADDRESS_WORDS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "cres": "crescent", "ct": "court",
    "cct": "circuit", "dr": "drive", "pl": "place", "hwy": "highway", "ln": "lane", "cl": "close", "pde": "parade",
    "tce": "terrace", "ter": "terrace",
}  # fmt: skip
_STEPS = str.maketrans("０１２３４５６７８９一二三四五六七八九零〇", "012345678912345678900")


_STEP = re.compile(
    r"(?<=[\d号楼栋幢单元室弄])[一二三四五六七八九零〇]+|"
    r"[一二三四五六七八九]+(?=[号楼栋幢单元室层])"
)


def address(value: str) -> str | None:
    """Letters and digits; common English shortenings written out, Chinese marks of the parts of an address alike."""
    if HAN.search(value):
        plain = _STEP.sub(lambda m: m[0].translate(_STEPS), value)
        plain = re.sub(r"[幢座]|号楼", "栋", plain)
        return re.sub(r"[\W_]|室$|(?<=\d)号(?=\d)", "", plain) or None
    words = (_NOT_WORD.sub(" ", value)).split()
    return " ".join(_ADDRESS_WORDS.get(w, w) for w in words) or None


def email(value: str) -> str | None:
    """Without blanks."""
    return value.replace(" ", "") or None


_PARTS = re.compile(r"\d+|[a-z]{3,}")


@lru_cache(maxsize=200_000)
def read_date(value: str, *, day_first: bool = True) -> str | None:
    """Eight digits, year first, of a date in whatever order and marks; a date that never was keeps its digits."""
    value = re.sub(r"[t ]?\d{1,2}:\d{2}(:\d{2})?.*$", "", value.strip())
    value = re.sub(r"\.0$", "", value)
    parts = _PARTS.findall(value)
    if len(parts) == 1 and parts[0].isdigit():
        return _of_digits(parts[0])
    if len(parts) < 3:
        return None
    months = [n for n, p in enumerate(parts) if not p.isdigit() and p[:3] in _MONTHS]
    if months:
        month = str(_MONTHS[parts[months[0]][:3]])
        rest = [p for n, p in enumerate(parts) if n != months[0] and p.isdigit()][:2]
        if len(rest) < 2:
            return None
        day, year = (rest[1], rest[0]) if len(rest[0]) == 4 else (rest[0], rest[1])
        return _eight(year, month, day)
    parts = [p for p in parts if p.isdigit()][:3]
    if len(parts) < 3:
        return None
    if len(parts[0]) == 4:
        return _eight(*parts)
    if len(parts[2]) == 4 or len(parts[0]) <= 2:
        first, second, year = parts
        if int(first) > 12 or (day_first and int(second) <= 12):
            return _eight(year, second, first)
        return _eight(year, first, second)
    return None


def _of_digits(text: str) -> str | None:
    if len(text) == 8:
        swapped = text[4:] + text[2:4] + text[:2]
        if not ("1800" < text[:4] < "2100") and "1800" < text[4:] < "2100":
            return swapped
        return text
    if len(text) == 6:
        return ("20" if int(text[:2]) <= 26 else "19") + text
    if len(text) == 5 and 3_000 < int(text) < 60_000:  # a spreadsheet's count of days
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(text)).strftime("%Y%m%d")
    return text if len(text) == 7 else None


def _eight(year: str, month: str, day: str) -> str:
    if len(year) == 2:
        year = ("20" if int(year) <= 26 else "19") + year
    return f"{year:0>4}{int(month):02d}{int(day):02d}"[:8]


def day_comes_first(values: Sequence[str]) -> bool:
    """Is a column of 03/04/1987 written day first? Decided by the values that can be only one of the two."""
    first = second = 0
    for value in values:
        parts = re.findall(r"\d+", value)
        if len(parts) >= 3 and len(parts[0]) <= 2 and len(parts[1]) <= 2:
            first += int(parts[0]) > 12
            second += int(parts[1]) > 12
    return first >= second


READ: dict[Role, Callable[[str], str | None]] = {
    Role.NAME: name,
    Role.GIVEN: name,
    Role.SURNAME: name,
    Role.SEX: sex,
    Role.NUMBER: number,
    Role.PHONE: phone,
    Role.EMAIL: email,
    Role.ADDRESS: address,
    Role.SUBURB: text,
    Role.STREET_NUMBER: text,
    Role.POSTCODE: number,
    Role.STATE: text,
    Role.ORIGIN: text,
    Role.HOUSEHOLD: text,
    Role.OTHER: text,
}


def read_column(role: Role, values: Sequence[str | None]) -> list[str | None]:
    """A whole column as it is compared."""
    halves = [half_width(v) for v in values]
    if role is Role.BIRTH:
        day_first = day_comes_first([v for v in halves if v])
        return [read_date(v, day_first=day_first) if v else None for v in halves]
    read = READ[role]
    return [read(v) if v else None for v in halves]
