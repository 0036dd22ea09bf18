"""Numbers in addresses as people write them: 8, 08, ８, 八, 十二, 一百零三, 一〇一, 负一."""

from __future__ import annotations

import re
import unicodedata

from anju.foundation.characters import INVISIBLE
from anju.foundation.simplified import simplified

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERAL = "零〇○一二三四五六七八九十百两"
"""Characters of a Chinese numeral, inside a character class."""
_ODD = re.compile(f"[^ -~\u4e00-\u9fff]|{INVISIBLE}")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―－﹣−➖_~～"), "-")
_DASHES = {
    **_HYPHENS,
    ord("＃"): "#",
    ord("【"): "(",
    ord("】"): ")",
    ord("["): "(",
    ord("]"): ")",
    ord("，"): ",",
    ord("。"): ".",
    ord("、"): ",",
}


def folded(text: str) -> str:
    """Half width, simplified, upper case, one kind of hyphen and bracket; as long as the text, place by place."""
    if text.isascii():
        return text.upper()
    flat = simplified(text)
    if _ODD.search(flat):
        flat = "".join(_narrow(c) for c in flat).translate(_DASHES)
    return flat.upper() if len(flat.upper()) == len(flat) else flat


def _narrow(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral (十二, 一百零三, 一〇一); None when it is none."""
    if not text or not all(c in DIGITS or c in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit, last = 0, 0, 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            last = _UNITS[char]
            total += (digit or 1) * last
            digit = 0
    # 一百一 is 110, a hundred and one is 一百零一.
    short = digit and last >= 100 and text[-2] in _UNITS
    return total + digit * (last // 10 if short else 1)


_CHINESE = re.compile(f"[{NUMERAL}壹贰叁肆伍陆柒捌玖拾佰]+")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=[0-9])")


def arabic(text: str) -> str:
    """Folded text with its numerals in digits without leading zeros: 第03 → 第3, 八之一 → 8之1."""
    if not text.isascii():
        text = _CHINESE.sub(lambda m: str(v) if (v := chinese(m[0])) is not None else m[0], text)
    return _ZEROS.sub("", text)
