"""What the form of the search asks, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import Search
from anju.domains.regions import api as regions
from anju.foundation.errors import NotFound

NUMBERS = ("rent_from", "rent_to", "area_from", "area_to")
WAYS = {"whole": True, "room": False}
_LONGEST = 7
"""Digits of a rent or an area."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was typed: what it means, the division by name, and what is wrong of each field."""

    search: Search
    region: str
    region_text: str
    typed: Mapping[str, str]
    faults: Mapping[str, str]

    def without(self, *names: str) -> str:
        """The address of the same search without these."""
        kept = {k: v for k, v in self.query().items() if k not in names}
        return f"?{urlencode(kept, doseq=True)}" if kept else "?"

    def query(self) -> dict[str, Any]:
        """The search as it stands in an address."""
        wanted = self.search
        fields: dict[str, Any] = {
            "region": self.region,
            **{n: getattr(wanted, n) for n in NUMBERS},
            "bedrooms": list(wanted.bedrooms),
            "way": next((w for w, whole in WAYS.items() if whole is wanted.whole), ""),
            "sort": wanted.sort if wanted.sort != "newest" else "",
        }
        return {k: v for k, v in fields.items() if v not in ("", None, [])}


def asked(given: QueryDict) -> Asked:
    """Read the address; what cannot be read is named and left out."""
    typed = {name: given.get(name, "").strip()[:20] for name in NUMBERS}
    faults = {name: _("请填整数。") for name, text in typed.items() if text and not _whole(text)}
    numbers = {name: int(text) if _whole(text) else None for name, text in typed.items()}
    for low, high in (("rent_from", "rent_to"), ("area_from", "area_to")):
        if _crossed(numbers[low], numbers[high]):
            faults[high] = _("应不小于左边的数。")
            numbers[high] = None
    code, name = _division(given.get("region", ""))
    rooms = {
        int(n) for n in given.getlist("bedrooms")[:9] if n.isascii() and n.isdigit() and len(n) == 1
    }
    sort = given.get("sort", "")
    search = Search(
        listings.prefix_of(code) if code else "",
        **numbers,
        bedrooms=_bedrooms(rooms),
        whole=WAYS.get(given.get("way", "")),
        sort=sort if sort in listings.SORTS else listings.SORTS[0],
    )
    return Asked(search, code, name, typed, faults)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _crossed(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and high < low


def _bedrooms(chosen: set[int]) -> tuple[int, ...]:
    """Four stands for four and more."""
    found = {n for n in chosen if 1 <= n <= 4}
    return tuple(
        sorted(found | (set(range(4, listings.MOST_BEDROOMS + 1)) if 4 in found else set()))
    )


def _division(code: str) -> tuple[str, str]:
    if not (code.isascii() and code.isdigit() and len(code) in (12, 15)):
        return "", ""
    try:
        return code, regions.get(code).full_name
    except NotFound:
        return "", ""


def relaxed(wanted: Asked) -> list[tuple[str, Search, tuple[str, ...]]]:
    """Ways to ask for less: (what is left out, the search, the fields that go)."""
    search = wanted.search
    ways = [
        (_("不限租金"), replace(search, rent_from=None, rent_to=None), ("rent_from", "rent_to"), search.by_rent),
        (_("不限面积"), replace(search, area_from=None, area_to=None), ("area_from", "area_to"), search.by_area),
        (_("不限卧室数"), replace(search, bedrooms=()), ("bedrooms",), bool(search.bedrooms)),
        (_("整租合租都看"), replace(search, whole=None), ("way",), search.whole is not None),
        (_("不限地点"), replace(search, place=""), ("region",), bool(search.place)),
    ]  # fmt: skip
    return [(words, other, names) for words, other, names, narrows in ways if narrows]
