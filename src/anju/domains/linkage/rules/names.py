"""How a Chinese name looks and sounds: keys under which names that are easily taken for each other coincide."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from pypinyin import Style, lazy_pinyin

from anju.domains.linkage.rules.values import HAN

_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-zü]*)([1-5]?)")
_FLAT = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "r": "n", "h": "f"}
"""Initials that dialects do not tell apart (zh/z, ch/c, sh/s, n/l/r, f/h)."""
_SURNAMES = {
    "单": "shan4", "仇": "qiu2", "区": "ou1", "查": "zha1", "曾": "zeng1", "解": "xie4", "盖": "ge3", "朴": "piao2",
    "任": "ren2", "华": "hua4", "乐": "yue4", "缪": "miao4", "尉": "yu4", "冼": "xian3", "覃": "qin2", "翟": "zhai2",
    "员": "yun4", "纪": "ji3", "车": "che1", "牟": "mu4", "万": "wan4", "葛": "ge3", "盛": "sheng4", "沈": "shen3",
    "石": "shi2", "曲": "qu1", "叶": "ye4", "宁": "ning4", "应": "ying1", "那": "na1", "薄": "bo2", "黑": "he4",
}  # fmt: skip


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """Character → the first character of its class."""
    found: dict[str, str] = {}
    for name in ("shapes.txt", "look_alikes.txt"):  # of one character, the later line holds
        lines = (files("anju.domains.linkage") / "data" / name).read_text("utf-8").splitlines()
        for line in (x for x in lines if not x.startswith("#")):
            found |= dict.fromkeys(line, line[0])
    return found


def shape_key(name: str) -> str:
    """Look-alikes coincide: 陈晴, 陈睛 and 阵清 have one key."""
    classes = _classes()
    return "".join(classes.get(c, c) for c in name)


@lru_cache(maxsize=50_000)
def _reading(character: str) -> str:
    return lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0]


@lru_cache(maxsize=50_000)
def _dialect(syllable: str) -> str:
    found = _SYLLABLE.fullmatch(syllable)
    if found is None:
        return syllable
    initial, final, _tone = found.groups()
    if final.endswith("ng"):
        final = final[:-1]
    if initial == "h" and final.startswith("u") and final != "u":
        initial, final = "f", final[1:]  # 黄 and 方, 花 and 发
    return _FLAT.get(initial, initial) + final


def syllables(name: str) -> list[str]:
    """The readings of a name with tones; the first character as a surname."""
    readings = [_reading(c) for c in name]
    if len(name) > 1 and name[0] in _SURNAMES:
        readings[0] = _SURNAMES[name[0]]
    return readings


def tone_key(name: str) -> str:
    """Pinyin with tones."""
    return " ".join(syllables(name))


def sound_key(name: str) -> str:
    """Pinyin without tones, initials and endings that dialects mix up alike."""
    return " ".join(map(_dialect, syllables(name)))


def is_han(name: str | None) -> bool:
    """A name wholly in Chinese characters."""
    return name is not None and HAN.fullmatch(name) is not None


_SOUNDEX = str.maketrans("bfpvcgjkqsxzdtlmnraeiouyhw", "11112222222233455600000000")


@lru_cache(maxsize=100_000)
def soundex(name: str) -> str:
    """American Soundex with a zero-free tail of four codes, for names in letters."""
    letters = re.sub(r"[^a-z]", "", name)
    if not letters:
        return name
    codes = letters.translate(_SOUNDEX)
    out, last = letters[0], codes[0]
    for code in codes[1:]:
        if code != "0" and code != last:
            out += code
        last = code
    return (out + "000")[:4]
