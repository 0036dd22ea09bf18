"""The parts of an address in one form each: what differs only in wording becomes equal, what differs in meaning
never.

Numbers are read as people write them: 8, 08, ８, 八, 十二, 一百零三, 一〇一, 负一.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from anju.foundation.characters import INVISIBLE, simplified

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


_SPACE = re.compile(r"[\s,.;:()|'\"*]+")
_BUILDING_WORDS = re.compile(
    r"(?:号楼栋|号栋楼|号公寓楼|号楼|号栋|号幢|号座|栋楼|幢楼|楼栋|栋|幢|座|#楼|#栋|#|楼|号)$"
)
_DORMITORY = re.compile(r"(?:号宿舍楼|号宿舍|宿舍楼|宿舍)$")
_UNIT_WORDS = re.compile(r"(?:单元门|单元号|单元|号门|梯|门|号)$")
_FLOOR_WORDS = re.compile(r"(?:楼|层|F)$")
_ROOM_WORDS = re.compile(r"(?:号房间|房间号|房间|号室|号房|号铺|室|房|号)$")
_GROUP = re.compile(r"(?:村民小组|居民小组|生产队|小组|组)$")
_SINGLE = re.compile(
    rf"(?<![{NUMERAL}])(?:[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)(?![{NUMERAL}])"
)


def plain(words: str) -> str:
    """A folded name without spaces and marks; hyphens stay."""
    return _SPACE.sub("", words)


def number(words: str) -> str:
    """Of a road or village: 8-1号, 8号之1, 8号附一号, 八之一号 → 8-1号; 1458弄 stays a lane."""
    flat = arabic(
        plain(re.sub(r"(?<=[0-9])[.,](?=[0-9])", "+", words))
    )  # 8、10号 are two numbers, and not 810
    flat = re.sub(r"^(?:第|NO(?=[0-9]))", "", flat)
    if flat.endswith("弄"):
        return flat
    tail = next((t for t in ("大院", "院", "甲", "乙", "丙", "丁") if flat.endswith("号" + t)), "")
    flat = re.sub(r"号?(?:之|附|/|-)", "-", flat.removesuffix(tail)).replace("号", "")
    return f"{flat}号{tail}"


def building(words: str) -> str:
    """3栋, 3幢, 3座, 3号楼, 第3栋, 03, #3, 3#, 三栋 → 3栋; 3号 by itself → 3号 (the number of a house
    may be another than its block's); 3号宿舍楼 → 3宿舍; names stay (综合楼)."""
    flat = re.sub(
        r"^(?:第|#|(?:BUILDING|BLDG|BLOCK|TOWER)(?:NO)?)", "", arabic(plain(words))
    ).removeprefix("#")
    if found := _DORMITORY.search(flat):
        mark = flat[: found.start()]
        return f"{mark}宿舍" if mark else flat
    found = _BUILDING_WORDS.search(flat)
    mark = flat[: found.start()] if found else flat
    if found and found[0] == "号":
        return flat
    if re.fullmatch(r"[0-9A-Z]+(?:-[0-9A-Z]+)*|[甲乙丙丁戊东西南北中]", mark):
        return f"{mark}栋"
    return flat


def unit(words: str) -> str:
    """1单元, 一单元, 01, 第1单元 → 1; 甲单元 → 甲."""
    flat = re.sub(r"^(?:第|UNIT(?:NO)?)", "", arabic(plain(words)))
    return _UNIT_WORDS.sub("", flat) or flat


def floor(words: str) -> str:
    """3楼, 三层, 3F → 3层; 地下1层, 负一楼, B1 → -1层."""
    flat = _below(re.sub(r"^(?:第|FLOOR(?:NO)?)", "", arabic(plain(words))))
    flat = re.sub(r"(?:ST|ND|RD|TH)?(?:FLOOR|FL|/F)$", "F", flat)
    flat = re.sub(r"^B(?=[0-9])", "-", _FLOOR_WORDS.sub("", flat))
    return f"{flat}层" if re.search(r"[0-9]", flat) else plain(words)


def room(words: str) -> str:
    """101室, 101房, 101号, 0101, 一〇一 → 101; 负101 → -101; 501-1 stays apart from 5011; names stay (东屋)."""
    flat = re.sub(
        r"^(?:第|(?:ROOM|RM|FLAT|APT|SUITE)(?:NO)?(?=[A-Z]?[0-9]))",
        "",
        arabic(plain(words).replace("/", "-")),
    )
    flat = _below(flat)
    bare = _ROOM_WORDS.sub("", flat)
    return bare if re.search(r"[0-9]$|[0-9][A-Z]$|^[A-Z0-9-]+$", bare) else flat


def _below(flat: str) -> str:
    return re.sub(r"^(?:地下|负)(?=[0-9A-Z])", "-", flat)


def group(words: str) -> str:
    """一片 → 1片; 第三村民小组, 3小组 → 3组."""
    flat = arabic(plain(words)).removeprefix("第")
    return (
        _GROUP.sub("组", flat).replace("片区", "片") if re.match(r"[0-9]", flat) else plain(words)
    )


def road(words: str) -> str:
    """经二路 → 经2路 (one numeral); 五一路 is not 51路."""
    return _SINGLE.sub(lambda m: str(chinese(m[0])), plain(words))


FORMS: dict[str, Callable[[str], str]] = {
    "roadno": number,
    "houseno": building,
    "cellno": unit,
    "floorno": floor,
    "roomno": room,
    "village_group": group,
    "road": road,
}
"""Label → its form; the others are `plain`."""
