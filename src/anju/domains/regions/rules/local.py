"""The divisions an address begins with, read with the names of one part of the country:
湖南省长沙市浏阳市洞阳镇东园村….

Every name may stand with or without its kind, several may be left out, each may be said twice. A name without its kind
counts only where another division follows, so that 浏阳大道 stays a road.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from anju.domains.regions.data import PLACEHOLDERS, Level
from anju.domains.regions.rules.codes import prefix_of
from anju.domains.regions.rules.names import stem
from anju.foundation.characters import simplified

_GAP = re.compile(r"[\s,，、·.\-—/]+")
_COUNTRY = re.compile(r"中华人民共和国|中国")
_COMMITTEE = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|村)$"
)
_ROAD = re.compile(
    r"(?:[东西南北中上下内外前后]|[东西][南北]|[一二三四五六七八九十0-9]+)?(?:支路|环路|路|大街|街|大道|巷|弄|胡同|大厦|大桥|"
    r"新村|小区|花园|公寓|广场|市场|医院|小学|中学|学校)"
)
_NEXT_ROAD = re.compile(r"[一-鿿]{2,5}?(?:路|大街|街|胡同|巷|大道)(?!口|[一-鿿]*交)")
_LOWEST = Level.COMMUNITY


class LocalNames:
    """Names of the divisions above and inside one prefix."""

    def __init__(self, rows: Iterable[tuple[str, int, str]]) -> None:
        """`rows`: code, level, name."""
        self._whole: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._short: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for code, level, name in rows:
            if name in PLACEHOLDERS or level > _LOWEST:
                continue
            whole, short = _spellings(simplified(name), level)
            for spelling in whole:
                self._whole[spelling].append((level, code))
            for spelling in short - whole:
                self._short[spelling].append((level, code))
        self._longest = max(map(len, [*self._whole, *self._short]), default=0)

    @staticmethod
    def called(name: str) -> str:
        """A community as people call it: 东园村村民委员会 → 东园村, 永安居委会 → 永安社区."""
        core = _COMMITTEE.sub("", name)
        kind = name[len(core) :]
        if not core or not kind:
            return name
        return (
            core
            if core.endswith(("村", "社区"))
            else core + ("村" if kind.startswith("村") else "社区")
        )

    def read(self, text: str) -> tuple[str, int]:
        """(code of the narrowest division named, where the rest begins); ("", 0) when the text begins with none.

        Of namesakes the one inside what was read before counts; where that does not tell them apart, none.
        """
        steps = self.steps(text, 0)
        return (steps[-1][1], steps[-1][3]) if steps else ("", 0)

    def steps(self, text: str, at: int) -> list[tuple[int, str, int, int]]:
        """(level, code, start, end) of the divisions that follow each other from there; one said again
        keeps the level and code of the narrowest before it."""
        flat = simplified(text)
        at = _past_gap(flat, at)
        if found := _COUNTRY.match(flat, at):
            at = _past_gap(flat, found.end())
        code, level, found_steps = "", 0, []
        while step := self._step(flat, at, code, level):
            code, level, end = step
            found_steps.append((level, code, at, end))
            at = _past_gap(flat, end)
        return found_steps

    def _step(self, text: str, at: int, held: str, level: int) -> tuple[str, int, int] | None:
        for size in range(min(self._longest, len(text) - at), 0, -1):
            word, end = text[at : at + size], at + size
            for table, whole in ((self._whole, True), (self._short, False)):
                if (found := table.get(word)) and not _ROAD.match(text, end):
                    fitting = [f for f in found if _fits(f, held, level)]
                    best = _one(fitting)
                    if best and (whole or self._follows(text, end, best)):
                        return (best[1], best[0], end) if best[0] > level else (held, level, end)
        return None

    def _follows(self, text: str, at: int, held: tuple[int, str]) -> bool:
        """Does a further division with its whole name come, at once or behind others?"""
        if text[at - 1] == "街" and _NEXT_ROAD.match(text, _past_gap(text, at)):
            return True  # 劝业场街新华路: two roads do not follow each other, so the first is a sub-district
        step = self._step(text, _past_gap(text, at), held[1], held[0])
        return step is not None and step[1] > held[0]


def _fits(found: tuple[int, str], held: str, level: int) -> bool:
    """Inside what is held, or the same or a wider one said once more."""
    if not held:
        return True
    if found[0] > level:
        return found[1].startswith(prefix_of(held, level))
    return held.startswith(prefix_of(found[1], found[0]))


def _one(found: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The only one, or the widest that holds all others (a city and the district of its name)."""
    if len(found) < 2:
        return found[0] if found else None
    widest = min(found)
    if all(code.startswith(prefix_of(widest[1], widest[0])) for _, code in found):
        return widest
    return None


def _spellings(name: str, level: int) -> tuple[set[str], set[str]]:
    """(names with their kind, names without)."""
    if level == Level.COMMUNITY:
        core = _COMMITTEE.sub("", name)
        kind = name[len(core) :]
        if not core:
            return {name}, set()
        rural, urban = kind.startswith("村"), "社区" in kind or kind.startswith("居")
        whole = {name, core + kind}
        whole |= (
            {core + k for k in ("村", "村委会", "村民委员会")}
            if rural or core.endswith("村")
            else set()
        )
        whole |= (
            {core + k for k in ("社区", "居委会", "社区居委会", "社区居民委员会")}
            if urban
            else set()
        )
        if core.endswith(("社区", "村")):
            whole.add(core)
        return whole, set()
    short = stem(name)
    whole = {name}
    if name.endswith("街道办事处"):
        whole |= {name.removesuffix("办事处"), name.removesuffix("事处")}
    elif name.endswith("街道"):
        whole |= {name + "办事处", name + "办", name[:-1] + "办", name[:-1] + "办事处"}
    if "自治" in name and len(short) > 1:
        whole |= {
            short + kind
            for kind in {
                "自治区": ("自治区",),
                "自治州": ("州",),
                "自治县": ("县",),
                "自治旗": ("旗",),
            }.get(name[-3:], ())
        }
    shorts = {short} if len(short) > 1 and short != name else set()
    return whole, shorts | ({name[:-1]} if name.endswith("街道") and len(name) > 3 else set())


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at
