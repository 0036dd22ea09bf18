"""Reading places out of untidy text: 湖南省浏阳市, 湖南浏阳, 曲江区, 浏阳洞阳."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from anju.domains.regions.data import PLACEHOLDERS
from anju.domains.regions.rules.names import stem
from anju.foundation.characters import simplified

NOISE = re.compile(r"^(?:中华人民共和国|中国|户籍(?:所在)?地|户籍|籍贯|原籍|[\s:：,，、\-—/·.])+")
FILLER = re.compile(
    r"^(?:市辖区|市辖县|(?:省|自治区)?直辖(?:县级|县|行政)(?:市)?(?:行政)?(?:区划|单位|区域)?|(?:省|自治区)(?:直)?辖(?:县级)?市|[\s,，、\-—/·.])+"
)
CORPS = re.compile(r"^(?:新疆(?:维吾尔自治区|自治区)?)?(?:新疆)?(?:生产建设兵团|建设兵团|兵团)")
DIVISION = re.compile(
    r"^[\s,，、]*(?:农)?第?(十[一二三四]|[一二三四五六七八九十]|1[0-4]|[1-9])师(?:[一-鿿]{2,5}市(?=[^区县]|$))?"
)
CORPS_CITIES = {
    1: "阿拉尔市",
    2: "铁门关市",
    3: "图木舒克市",
    4: "可克达拉市",
    5: "双河市",
    6: "五家渠市",
    7: "胡杨河市",
    8: "石河子市",
    9: "白杨市",
    10: "北屯市",
    13: "新星市",
    14: "昆玉市",
}
"""Divisions of the Xinjiang Production and Construction Corps and the cities they are one with (2012–2023)."""
UNDER = {"6540": ("6542", "6543")}
"""A prefecture that stands above others: 伊犁 above 塔城 and 阿勒泰."""
_WRITTEN = {
    w: n for n, w in enumerate((*"一二三四五六七八九十", "十一", "十二", "十三", "十四"), 1)
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A division of the first three levels by its six-digit code; `present` False: one of the past."""

    code: str
    level: int
    name: str
    present: bool

    @property
    def prefix(self) -> str:
        """What the codes inside begin with. Cities without counties (东莞) keep their four digits."""
        return self.code[: 2 * self.level]


class Gazetteer:
    """Names (whole, and without their kind) of divisions, for reading text from its beginning."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the divisions; of equal names all are kept."""
        self._named: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.name not in PLACEHOLDERS:
                for name in dict.fromkeys(ways(entry.name)):
                    self._named[name].append(entry)
        self._longest = max(map(len, self._named), default=0)

    def resolve(self, text: str, near: str = "") -> str | None:
        """The six-digit code of the narrowest division the text names; None when it names none, or several.

        Where a name means a division and one inside it (恩施州, 恩施市), the wider one is right in any case.
        """
        rest, held = _uncorpsed(NOISE.sub("", simplified("".join(text.split())))), list[Entry]()
        while step := self._step(rest, held):
            held, rest = step
            rest = FILLER.sub("", rest)
            while again := next(
                (e.name for e in held if rest.startswith(e.name)), ""
            ):  # 上海市上海市徐汇区
                rest = FILLER.sub("", rest[len(again) :])
        return _single(held, near)

    def lead(self, text: str, within: Sequence[str]) -> tuple[tuple[str, ...] | None, str]:
        """Prefixes of the places that leading words name, and the words left.

        When they name none: what `within` says, or None if there is but one word, which leads nowhere.
        """
        rest, held, inside = (
            NOISE.sub("", text.strip()),
            list[Entry](),
            tuple(w for w in within if w),
        )
        while step := self._step(rest, held, present=True, inside=inside):
            following, left = step
            if not left.strip():
                break
            held, rest = following, left.lstrip()
        if not held:
            return inside if len(rest.split()) > 1 else None, rest
        return tuple(max(e.prefix, _longest_in(e.prefix, inside), key=len) for e in held), rest

    def _step(
        self, text: str, held: list[Entry], *, present: bool = False, inside: tuple[str, ...] = ()
    ) -> tuple[list[Entry], str] | None:
        """Read the longest name that lies inside what is held; several divisions may bear it."""
        for size in range(min(self._longest, len(text)), 1, -1):
            found = [
                e
                for e in self._named.get(text[:size], ())
                if _below(e, held)
                and (e.present or not present)
                and (
                    not inside
                    or any(e.prefix.startswith(w) or w.startswith(e.prefix) for w in inside)
                )
            ]
            if found:
                return _narrowed(found), text[size:]
        return None


def _uncorpsed(text: str) -> str:
    """兵团第八师石河子市… as the city it is: 新疆维吾尔自治区石河子市…"""
    found = CORPS.match(text)
    if not found:
        return text
    rest = text[found.end() :]
    if division := DIVISION.match(rest):
        mark = division[1]
        city = CORPS_CITIES.get(int(mark) if mark.isdigit() else _WRITTEN[mark], "")
        rest = city + rest[division.end() :]
    return "新疆维吾尔自治区" + rest


def ways(name: str) -> Iterator[str]:
    """The name, and how it is said without its kind or without its peoples."""
    yield name
    kind = next((k for k in _AUTONOMOUS if name.endswith(k)), "")
    if kind:
        yield stem(name).removesuffix("族") + _AUTONOMOUS[kind]
    if name.endswith("新区") and len(name) > 3:
        yield f"{name[:-2]}区"  # 浦东区
    short = stem(name)
    if short != name and len(short) > 1:
        yield short


def _below(entry: Entry, held: list[Entry]) -> bool:
    return not held or any(
        (entry.level > h.level and entry.code.startswith(h.prefix))
        or entry.code.startswith(UNDER.get(h.prefix, "-"))
        for h in held
    )


_AUTONOMOUS = {"自治区": "自治区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
"""Kind → how people say it without the peoples: 恩施土家族苗族自治州, 恩施州."""


def _narrowed(found: list[Entry]) -> list[Entry]:
    """Prefer what exists today, and a province over its namesakes (海南, 吉林)."""
    now = [e for e in found if e.present] or found
    return [e for e in now if e.level == 1] or now


def _longest_in(prefix: str, inside: tuple[str, ...]) -> str:
    return max((w for w in inside if w.startswith(prefix)), key=len, default="")


def _single(held: list[Entry], near: str) -> str | None:
    codes = sorted({e.code for e in held})
    if len(codes) < 2:
        return codes[0] if codes else None
    widest = min(held, key=lambda e: e.level)
    if all(c.startswith(widest.prefix) for c in codes):
        return widest.code
    for size in (6, 4, 2):
        close = [c for c in codes if len(near) >= size and c[:size] == near[:size]]
        if len(close) == 1:
            return close[0]
        if close:
            return None
    return None
