"""Characters that make two texts that look alike differ: those that cannot be seen, and those that stand for others."""

from __future__ import annotations

import re
import unicodedata

_FORMATTING = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # hyphens and fillers that show nothing
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction marks and overrides
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
)
INVISIBLE = (
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f" + _FORMATTING + "]"
)  # controls too (tab and line end are spaces)
"""A character class for `re` and for polars alike."""

_INVISIBLE, _UNSEEN = re.compile(INVISIBLE), re.compile(f"[{_FORMATTING}]")


def without_invisible(text: str) -> str:
    """The text without what formats it unseen; its lines stay, and so do controls, which make a text a damaged one."""
    return _UNSEEN.sub("", text)


def visible(text: str) -> str:
    """The text without what cannot be seen, on one line."""
    return " ".join(_INVISIBLE.sub("", text).split())


RADICALS = {
    "⺀": "冫",
    "⺄": "乙",
    "⺈": "刀",
    "⺋": "卩",
    "⺌": "小",
    "⺍": "小",
    "⺏": "尢",
    "⺐": "尢",
    "⺒": "巳",
    "⺓": "幺",
    "⺔": "彑",
    "⺕": "彐",
    "⺖": "忄",
    "⺗": "心",
    "⺘": "扌",
    "⺙": "攵",
    "⺛": "旡",
    "⺝": "月",
    "⺞": "歹",
    "⺟": "母",
    "⺠": "民",
    "⺡": "氵",
    "⺢": "水",
    "⺣": "灬",
    "⺤": "爪",
    "⺥": "爪",
    "⺦": "丬",
    "⺧": "牛",
    "⺨": "犭",
    "⺩": "王",
    "⺪": "疋",
    "⺫": "目",
    "⺬": "示",
    "⺭": "礻",
    "⺮": "竹",
    "⺰": "纟",
    "⺱": "罒",
    "⺲": "罒",
    "⺳": "罒",
    "⺶": "羊",
    "⺷": "羊",
    "⺸": "羊",
    "⺹": "老",
    "⺺": "聿",
    "⺻": "聿",
    "⺼": "肉",
    "⺽": "臼",
    "⺾": "艹",
    "⻀": "艹",
    "⻁": "虎",
    "⻂": "衤",
    "⻃": "西",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻈": "讠",
    "⻉": "贝",
    "⻋": "车",
    "⻌": "辶",
    "⻍": "辶",
    "⻎": "辶",
    "⻏": "阝",
    "⻐": "钅",
    "⻑": "長",
    "⻒": "镸",
    "⻓": "长",
    "⻔": "门",
    "⻕": "阜",
    "⻖": "阝",
    "⻗": "雨",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻞": "食",
    "⻟": "飠",
    "⻠": "饣",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻧": "卤",
    "⻨": "麦",
    "⻩": "黄",
    "⻬": "齐",
    "⻮": "齿",
    "⻯": "竜",
    "⻰": "龙",
    "⻱": "龟",
    "⻲": "亀",
    "⻳": "龟",
}
"""CJK Radicals Supplement (U+2E80–U+2EF3) → the character it stands for, where there is one (Unicode,
EquivalentUnifiedIdeograph). The Kangxi radicals (U+2F00–U+2FD5) are compatibility characters: NFKC replaces them."""

_RADICALS = str.maketrans(RADICALS)


def private(text: str) -> str:
    """The characters of private use in the text: every machine draws them its own way, if at all."""
    return "".join(c for c in text if unicodedata.category(c) == "Co")


def stands_for(text: str) -> str:
    """The text with radicals and compatibility characters replaced by the characters they stand for (NFKC)."""
    return unicodedata.normalize("NFKC", text.translate(_RADICALS))
