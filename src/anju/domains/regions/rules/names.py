"""Names of divisions as people write them: stems, readings and the pieces by which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

SUFFIX = re.compile(
    r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|新区|林区|特区|矿区|地区|"
    r"省|市|盟|州|县|区|旗|街道办事处|街道|镇|乡|"
    r"社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|村)$"
)
PEOPLES = re.compile(
    "(?:蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|"
    "哈尼族|哈萨克族?|傣族|"
    "黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|"
    "鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族|各族)+$"
)
COMMON = frozenset(
    {
        "社区",
        "区居",
        "居委",
        "委会",
        "村委",
        "村民",
        "民委",
        "居民",
        "委员",
        "员会",
        "村村",
        "街道",
        "道办",
    }
)
"""Pairs of characters that stand in so many names that they find nothing."""


@cache
def stem(name: str) -> str:
    """The name without its kind: 浏阳市 → 浏阳, 恩施土家族苗族自治州 → 恩施. Never empty."""
    found = SUFFIX.search(name)
    if not found or found.start() == 0:
        return name
    core = name[: found.start()]
    if found.group().startswith("自治"):
        shorter = PEOPLES.sub("", core)
        core = shorter if len(shorter) > 1 else core
    return core


def pairs(text: str) -> list[str]:
    """Adjacent pairs of characters that are worth looking for, in order, each once."""
    return [
        p
        for p in dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1))
        if p.isalnum() and p not in COMMON
    ]


def readings(names: Iterable[str]) -> dict[str, list[str]]:
    """Toneless pinyin of each distinct name, syllable by syllable.

    The phrase dictionary is asked only for names in which it knows better than the characters' usual
    readings (长沙, 重庆); everything else is read character by character, many times as fast.
    """
    book = _Syllables()
    return {
        n: (lazy_pinyin(n) if book.needs_phrases(n) else [book[c] for c in n]) for n in set(names)
    }


class _Syllables(dict[str, str]):
    """Character → usual reading, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self._deciding: dict[str, bool] = {}

    def __missing__(self, char: str) -> str:
        self[char] = lazy_pinyin(char)[0]
        return self[char]

    def needs_phrases(self, name: str) -> bool:
        """True when a known phrase in the name is read otherwise than its characters usually are."""
        return any(
            (piece := name[start : start + size]) in PHRASES_DICT and self._decides(piece)
            for size in (2, 3, 4)
            for start in range(len(name) - size + 1)
        )

    def _decides(self, phrase: str) -> bool:
        if phrase not in self._deciding:
            self._deciding[phrase] = lazy_pinyin(phrase) != [self[c] for c in phrase]
        return self._deciding[phrase]


def spelled(syllables: list[str]) -> tuple[str, str]:
    """Full pinyin and initials, lower case, as people type them."""
    clean = [s.lower().replace("ü", "v") for s in syllables if s.strip()]
    return "".join(clean), "".join(s[0] for s in clean)
