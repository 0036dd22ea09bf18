"""Runs of names without numbers, cut into towns, communities, groups, zones, roads, estates and what
lies beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from anju.domains.places.data import (
    COMMUNITY_ENDS,
    GROUP_NAMES,
    ROAD_AFTER,
    ROAD_ENDS,
    ROAD_TAIL,
    STRONG_ENDS,
    TOWN_ENDS,
    WEAK_ENDS,
    ZONE_ENDS,
)

_BEYOND_ROAD = (
    "镇|乡(?![一-鿿]?[路街])|街道|社区|村(?!路)|小区|花园|公寓|新村|"
    "大厦|广场|小学|中学|学校|医院|派出所|菜场|市场|店|支行|分行|营业"
)
_TOWN = re.compile(
    rf"[一-鿿]{{1,7}}?(?:{TOWN_ENDS})(?!{ROAD_AFTER})"
    r"(?!政府|人民政府|中学|小学|中心|卫生院|医院|派出所|村|土|巴佬)"
)
_COMMUNITY = re.compile(
    rf"[一-鿿A-Z0-9]{{1,9}}?(?:{COMMUNITY_ENDS})(?:(?<=社区)(?!路|街|大街|大道|巷)|(?!{ROAD_AFTER}))"
    r"(?!委会|民委|委员会|小学|中学|卫生|医院|小区|花园|公寓|级|镇)"
)
_ZONE = re.compile(rf"[一-鿿A-Z0-9]{{0,8}}?{ZONE_ENDS}(?!{ROAD_AFTER})(?!管委会|管理|大道)")
_ROAD = re.compile(
    rf"[一-鿿A-Z0-9]{{1,9}}?(?:(?<=[一-鿿0-9A-Z])(?:{ROAD_ENDS}))(?:{ROAD_TAIL})?(?!{_BEYOND_ROAD})(?!{ROAD_ENDS})"
    r"(?![东西南北中上下前后新一二三四五六七八九十]{1,2}(?:社区|居委会))"
)
_GROUP = re.compile(rf"[一-鿿]{{1,6}}?(?:{GROUP_NAMES})")
_GROUP_FIRST = re.compile(r"[一-鿿]{1,3}(?:组|片)(?=[一-鿿]{2})")
_STRONG = re.compile(rf"(?:{STRONG_ENDS})(?!{ROAD_AFTER})")
_STRONG_AGAIN = re.compile(rf"(?:{STRONG_ENDS})")
_WEAK = re.compile(rf"(?:{WEAK_ENDS})$")
_ENDS_ROAD = re.compile(rf"(?:{ROAD_ENDS})$")
_SECTION = re.compile(r"[一-鿿]{1,5}段")
"""Of a road (惠州大道小金口段)."""
_OPEN = re.compile(
    r"(?:第|红|黄|白|青|城|酒|茶|门|钟|鼓|角|牌|小|洋|高|炮|骑|主|东|西|南|北|老|新)$"
)
_NOT_ROADS = re.compile(
    r"(?:通道|地道|隧道|车道|人行道|频道|赛道|索道|公道|味道|渠道|铁路|线路|电路|思路|丝路|街道)$"
)


def ends_road(text: str) -> bool:
    """Does the text end with a road's word?"""
    return bool(_ENDS_ROAD.search(text))


def whole_name(text: str) -> bool:
    """Could a name end here, so that 东区 or 二期 behind it is a part of its own?"""
    return bool(_STRONG_AGAIN.search(text[-5:])) or bool(_WEAK.search(text)) or len(text) >= 3


def open_name(text: str) -> bool:
    """Does the name go on with what would be a floor by itself (望江楼 is one; 大厦三楼 is not)?"""
    return bool(_OPEN.search(text))


def cut(
    text: str, start: int, end: int, seen: Collection[str], *, followed_by_number: bool
) -> Iterator[tuple[str, int, int]]:
    """(label, start, end) of the names in this stretch, in order. `seen`: labels read before it."""
    before = set(seen)
    at = start
    while at < end:
        label, stop = _next(text, at, end, before, followed_by_number=followed_by_number)
        if label == "poi" and before & {"poi", "subpoi", "houseno"}:
            label = "subpoi"
        yield label, at, stop
        before.add(label)
        at = stop


def _next(
    text: str, at: int, end: int, before: set[str], *, followed_by_number: bool
) -> tuple[str, int]:
    found: list[tuple[int, int, str]] = []
    placed = before & {"road", "roadno", "poi", "houseno"}
    if (
        not placed
        and (m := _TOWN.match(text, at, end))
        and ("town" not in before or m[0].endswith("街道"))
    ):
        found.append((m.end(), 0, "town"))
    if not placed and (m := _ZONE.match(text, at, end)):
        found.append((m.end(), 1, "devzone"))
    if not placed and (m := _COMMUNITY.match(text, at, end)):
        found.append((m.end(), 2, "community" if "community" not in before else "village_group"))
    road = _road(text, at, end)
    if road:
        found.append((road, 3, "road"))
    strong = _strong(text, at, end)
    if strong:
        found.append((strong, 4, "poi"))
    if found:
        stop, _, label = min(found)
        return label, stop
    if (
        "road" in before
        and not before & {"roadno", "poi"}
        and followed_by_number
        and _SECTION.fullmatch(text, at, end)
    ):
        return "road", end
    if (
        "community" in before
        and not placed
        and "village_group" not in before
        and end - at <= 7
        and (m := _GROUP.fullmatch(text, at, end) or _GROUP_FIRST.match(text, at, end))
    ):
        return "village_group", m.end()
    return "poi" if end - at > 1 or followed_by_number else "others", end


def _road(text: str, at: int, end: int) -> int | None:
    """The end of a road that begins here."""
    found = _ROAD.match(text, at, end)
    while found and _NOT_ROADS.search(text, at, found.end()):
        found = _ROAD.match(text, found.end(), end)
    return found.end() if found else None


def _strong(text: str, at: int, end: int) -> int | None:
    """The end of the first name that ends with a word for an estate, a building or a business."""
    for found in _STRONG.finditer(text, at, end):
        if found.end() - at < 3 and (found.end() < end or found.start() == at):
            continue
        rest = text[found.end() : end]
        again = _STRONG_AGAIN.match(rest)
        if (again and again.end() - again.start() >= 1) or rest[:1] in ("(",):
            continue
        return found.end()
    return None
