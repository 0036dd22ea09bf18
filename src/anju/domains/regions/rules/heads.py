"""The divisions at the beginning of an address, each where it stands: province, prefecture, county, town, community.

Reads any address of the country with the names of all divisions, present and past. A name without its
kind (杭州) counts only where an address goes on behind it, so that 南京西路 and 杭州大厦 stay what they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from anju.domains.regions.rules.gazetteer import CORPS, DIVISION, Entry, ways
from anju.domains.regions.rules.local import LocalNames
from anju.foundation.characters import simplified

LABELS = {1: "prov", 2: "city", 3: "district", 4: "town", 5: "community"}
_GAP = re.compile(r"[\s,，、;；:：()（）.\-—/|]+")
_COUNTRY = re.compile(r"中华人民共和国|中国")
_PLAIN_DISTRICT = re.compile(r"[一-鿿]{2,3}(?:区|县)(?=[一-鿿]{2}|[\s,，])")
_NO_DISTRICT = re.compile(
    r"(?:开发|工业|社|小|园|新|景|校|东|西|南|北|中|高新|经开|城|厂|库|片|住宅|度假|保税|示范|产业|商业|[A-Z0-9])区$"
)


class Head(NamedTuple):
    """One division: its label, where it stands, its twelve-digit code ("" where only its kind is sure)."""

    label: str
    start: int
    end: int
    code: str


class Heads:
    """Names of all divisions, for addresses from anywhere."""

    def __init__(
        self,
        entries: Iterable[Entry],
        below: Callable[[str], LocalNames],
        goes_on: Callable[[str, int], bool],
    ) -> None:
        """`below`: the names in a county (six digits) or a city without counties. `goes_on`: does an address follow?"""
        self._named: dict[str, list[Entry]] = defaultdict(list)
        self._whole: set[str] = set()
        for entry in entries:
            for name in ways(entry.name):
                self._named[name].append(entry)
            self._whole.add(entry.name)
            self._whole |= {n for n in ways(entry.name) if n[-1] in "州县旗区" and len(n) > 2}
        self._longest = max(map(len, self._named), default=0)
        self._below, self._goes_on = below, goes_on

    def read(self, text: str) -> tuple[list[Head], int]:
        """The divisions in order, and where the rest begins. One said again is labelled `redundant`."""
        flat = simplified(text)
        at = _past(flat, 0)
        if found := _COUNTRY.match(flat, at):
            at = _past(flat, found.end())
        heads: list[Head] = []
        held: list[Entry] = []
        end = at if at and not heads else 0
        if found := CORPS.match(flat, at):
            heads, at = _corps(flat, at, found)
            end = heads[-1].end
        while step := self._step(flat, at, held) or self._past_zone(flat, at, held, heads):
            following, stop, again = step
            if heads and heads[-1].label == "devzone":
                at = _past(flat, heads[-1].end)
            level = min(e.level for e in following)
            code = following[0].code.ljust(12, "0") if len({e.code for e in following}) == 1 else ""
            own = (
                again
                and level == 1
                and not any(h.label == "city" for h in heads)
                and code[:2] in _CITIES
            )
            heads.append(
                Head("city" if own else "redundant" if again else LABELS[level], at, stop, code)
            )
            held = held if again else following
            end = stop
            at = _past(flat, stop)
        if (
            not any(h.label == "district" for h in heads)
            and any(h.label == "city" for h in heads)
            and (m := _PLAIN_DISTRICT.match(flat, at))
            and not _NO_DISTRICT.search(flat, at, m.end())
        ):
            heads.append(Head("district", at, m.end(), ""))
            end, held = m.end(), []
            at = _past(flat, end)
        if heads and heads[-1].code[:2] == _TAIWAN:
            end = _unlisted(flat, at, heads) or end
        if heads and held:
            end = self._lower(flat, at, held, heads) or end
        return heads, end

    def _past_zone(
        self, text: str, at: int, held: list[Entry], heads: list[Head]
    ) -> tuple[list[Entry], int, bool] | None:
        """The division behind a new area that is none of the table's own levels: 河北省雄安新区容城县."""
        zone = _NEW_AREA.match(text, at)
        step = self._step(text, _past(text, zone.end()), held) if zone and held else None
        if zone is None or step is None or step[0][0].level != 3:
            return None
        heads.append(Head("devzone", at, zone.end(), ""))
        return step

    def _step(self, text: str, at: int, held: list[Entry]) -> tuple[list[Entry], int, bool] | None:
        for size in range(min(self._longest, len(text) - at), 1, -1):
            word = text[at : at + size]
            named = self._named.get(word)
            if not named:
                continue
            found = [e for e in named if _inside(e, held)]
            again = (
                [e for e in named if any(h.code.startswith(e.prefix) for h in held)]
                if not found and held
                else []
            )
            if again and word in self._whole:
                wider = [e for e in again if e.level == 2]
                return (again, at + size, not (wider and held[0].level == 1))
            if found and (word in self._whole or self._open(text, at + size, found)):
                present = [e for e in found if e.present] or found
                return (
                    [e for e in present if e.level == min(p.level for p in present)]
                    if word not in self._whole
                    else present,
                    at + size,
                    False,
                )
        return None

    def _open(self, text: str, at: int, held: list[Entry]) -> bool:
        """Does an address go on behind a name without its kind: a further division, a town, a road?"""
        at = _past(text, at)
        if any(e.level == 1 for e in held) and _ZONE.match(text, at):
            return True
        return at < len(text) and (
            self._step(text, at, held) is not None or self._goes_on(text, at)
        )

    def _lower(self, text: str, at: int, held: list[Entry], heads: list[Head]) -> int | None:
        prefixes = {e.prefix for e in held if e.level == 3 or e.code in _WITHOUT_COUNTIES}
        if len(prefixes) != 1:
            return None
        end = None
        for level, code, start, stop in self._below(prefixes.pop()).steps(text, at):
            if level > 3:
                heads.append(Head(LABELS[level], start, stop, code))
                end = stop
        return end


def _corps(text: str, at: int, found: re.Match[str]) -> tuple[list[Head], int]:
    """The Corps in Xinjiang in its own order (兵团, 师, 市), and where the rest begins; regiments and
    companies follow."""
    region = re.match("新疆(?:维吾尔)?自治区", text[at : found.end()])
    heads = [Head("prov", at, at + region.end(), "650000000000")] if region else []
    heads.append(
        Head(
            "prov" if not heads else "redundant",
            heads[0].end if heads else at,
            found.end(),
            "650000000000",
        )
    )
    at = _past(text, found.end())
    if division := DIVISION.match(text[at:]):
        words = re.match(r"[^师]+师", division[0])
        stop = at + (words.end() if words else division.end())
        heads.append(Head("city", at, stop, ""))
        at = _past(text, stop)
    return heads, at


def _unlisted(text: str, at: int, heads: list[Head]) -> int | None:
    """A city and a district of Taiwan, whose divisions the published tables do not list."""
    end = None
    for label, pattern in (("city", r"[一-鿿]{2}[市县]"), ("district", r"[一-鿿]{1,3}[区市镇乡]")):
        if found := re.compile(pattern).match(text, at):
            heads.append(Head(label, at, found.end(), ""))
            end = found.end()
            at = _past(text, end)
    return end


_TAIWAN = "71"
_ZONE = re.compile(r"[一-鿿]{2,12}?(?:开发区|经开区|高新区|新区|园区)")
_NEW_AREA = re.compile(r"[一-鿿]{2,4}新区")
_CITIES = ("11", "12", "31", "50")
"""Provinces that are a city: 上海市上海市徐汇区."""
_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460300", "460400", "620200"})


def _inside(entry: Entry, held: list[Entry]) -> bool:
    return not held or any(entry.level > h.level and entry.code.startswith(h.prefix) for h in held)


def _past(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at
