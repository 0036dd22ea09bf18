"""The history of six-digit area codes: when each was in force, and what took its place.

No source publishes successors, so they are concluded here (docs/domains/regions.md gives the method):

1. a division of the same stem (浏阳县 → 浏阳市) that begins in the year the old one ended, or the next,
   in the same prefecture, else alone in the province: a renaming or new number; *certain*;
2. a division of the same stem that exists then, alone in the prefecture or province, or one whose stem
   begins with a one-character stem (通县 → 通州区): *not certain*;
3. otherwise a merger into whatever wider division exists then: the prefecture, else the province; *not certain*.

Successors are followed until one is in force today.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from anju.domains.regions.data import PLACEHOLDERS
from anju.domains.regions.rules.names import stem

SPLIT_OFF = {"51": "50", "44": "46"}
"""Provinces that lost a part to a new one: Sichuan → Chongqing (1997), Guangdong → Hainan (1988)."""
FIRST_REVISION = "200212"
LAST_YEAR = 9999

_PROVINCE = re.compile(r'^(\d\d) province="([^"]+)"')
_COUNTY = re.compile(r'^ +(\d{4}) county="([^"]+)"')
_MEANING = re.compile(r"^(?:\[(\d{4})?-(\d{4})?\])?(.+)$")


@dataclass(frozen=True, slots=True)
class Period:
    """A code's meaning from one year to another, both inclusive; `since` 0 unknown, `until` None still."""

    code: str
    since: int
    until: int | None
    name: str

    def holds(self, year: int) -> bool:
        """True when in force in that year."""
        return self.since <= year and (self.until is None or year <= self.until)


Row = tuple[str, int, int | None, str, str, str, bool]


def parse_history(text: str) -> list[Period]:
    """Read lines like ``0103 county="[-2010]崇文区"``. A period that ends before it begins is dropped as a mistake."""
    found: list[Period] = []
    province = ""
    for line in text.splitlines():
        if head := _PROVINCE.match(line):
            province = head.group(1)
        elif entry := _COUNTY.match(line):
            found += _meanings(province + entry.group(1), entry.group(2))
    return found


def _meanings(code: str, text: str) -> Iterable[Period]:
    for part in text.split(","):
        match = _MEANING.match(part)
        if match is None:
            continue
        since, until = int(match.group(1) or 0), int(match.group(2)) if match.group(2) else None
        if until is None or since <= until:
            yield Period(code, since, until, match.group(3))


def merge(
    history: list[Period], revisions: Mapping[str, Mapping[str, str]], current: Mapping[str, str]
) -> list[Period]:
    """One list out of three sources: the dated history leads, the revisions and today's table fill its gaps."""
    known: dict[str, list[Period]] = defaultdict(list)
    for period in history:
        known[period.code].append(period)
    for code, period in _from_revisions(revisions, current).items():
        if code not in known:
            known[code].append(period)
    for code, name in current.items():
        if code not in known:
            known[code].append(Period(code, 0, None, name))
        elif all(p.until is not None for p in known[code]):
            last = max(known[code], key=lambda p: p.since)
            known[code].remove(last)
            known[code].append(Period(code, last.since, None, name))
    return sorted(
        (p for periods in known.values() for p in periods), key=lambda p: (p.code, p.since)
    )


def _from_revisions(
    revisions: Mapping[str, Mapping[str, str]], current: Mapping[str, str]
) -> dict[str, Period]:
    seen: dict[str, tuple[str, str, str]] = {}
    for month in sorted(revisions):
        for code, name in revisions[month].items():
            seen[code] = (seen[code][0] if code in seen else month, month, name)
    return {
        code: Period(
            code,
            0 if first == FIRST_REVISION else int(first[:4]),
            None if code in current else int(last[:4]),
            name,
        )
        for code, (first, last, name) in seen.items()
    }


def describe(periods: list[Period]) -> list[Row]:
    """Rows of the area table: each period with its full name then and the code in force today that replaced it."""
    book = _Book(periods)
    return [
        (p.code, p.since, p.until, p.name, book.full_name(p), *book.successor(p)) for p in periods
    ]


class _Book:
    """All periods, looked up by code and by stem within a province."""

    def __init__(self, periods: list[Period]) -> None:
        self._by_code: dict[str, list[Period]] = defaultdict(list)
        self._by_stem: dict[tuple[str, str], list[Period]] = defaultdict(list)
        self._by_province: dict[str, list[Period]] = defaultdict(list)
        for p in periods:
            self._by_code[p.code].append(p)
            if p.name not in PLACEHOLDERS:
                self._by_stem[p.code[:2], stem(p.name)].append(p)
                self._by_province[p.code[:2]].append(p)

    def full_name(self, p: Period) -> str:
        year = p.until or LAST_YEAR
        above = [c for c in (p.code[:2] + "0000", p.code[:4] + "00") if c != p.code]
        parts = [self._name(code, year) for code in dict.fromkeys(above)] + [p.name]
        return "".join(part for part in parts if part not in PLACEHOLDERS)

    def _name(self, code: str, year: int) -> str:
        periods = self._by_code.get(code, [])
        return next((p.name for p in periods if p.holds(year)), periods[-1].name if periods else "")

    def successor(self, p: Period) -> tuple[str, bool]:
        """(code in force today, certain). ("", True) while the code itself is in force."""
        if self._in_force(p.code):
            return "", True
        certain, seen, at = True, {p.code}, p
        while True:
            following, sure = self._next(at)
            certain = certain and sure
            if not following or following.code in seen:
                return "", False
            if self._in_force(following.code):
                return following.code, certain
            seen.add(following.code)
            at = following

    def _in_force(self, code: str) -> bool:
        return any(p.until is None for p in self._by_code[code])

    def _next(self, p: Period) -> tuple[Period | None, bool]:
        last = max(self._by_code[p.code], key=lambda q: q.until or LAST_YEAR)
        year = last.until or LAST_YEAR
        same = [q for q in self._same_stem(last) if q.code != p.code]
        begun = [q for q in same if year <= q.since <= year + 1]
        if found := _only(begun, p.code):
            return found, True
        alive = [q for q in same if q.holds(year + 1)]
        if found := _only(alive, p.code) or _only(
            self._longer(last, year), p.code[:4], narrow=True
        ):
            return found, False
        return self._wider(p.code, year + 1), False

    def _same_stem(self, p: Period) -> list[Period]:
        if p.name in PLACEHOLDERS:
            return []
        provinces = [p.code[:2], SPLIT_OFF.get(p.code[:2], "")]
        depth = p.code[4:] != "00"
        found = [q for at in provinces for q in self._by_stem.get((at, stem(p.name)), [])]
        return [q for q in found if (q.code[4:] != "00") == depth]

    def _longer(self, p: Period, year: int) -> list[Period]:
        """Divisions begun then whose stem begins with this one-character stem."""
        short = stem(p.name)
        if len(short) != 1:
            return []
        return [
            q
            for q in self._by_province[p.code[:2]]
            if year <= q.since <= year + 1 and q.code != p.code and stem(q.name).startswith(short)
        ]

    def _wider(self, code: str, year: int) -> Period | None:
        for above in (code[:4] + "00", code[:2] + "0000"):
            if above == code:
                continue
            for p in self._by_code.get(above, []):
                if p.holds(year) and p.name not in PLACEHOLDERS:
                    return p
            if above in self._by_code and not self._in_force(above):
                return self._by_code[above][-1]
        return None


def _only(found: list[Period], code: str, *, narrow: bool = False) -> Period | None:
    """The one in the same prefecture, else the one there is at all; None when several compete."""
    near = [q for q in found if q.code[:4] == code[:4]]
    if len({q.code for q in near}) == 1:
        return near[0]
    if narrow or near or len({q.code for q in found}) != 1:
        return None
    return found[0]
