"""What columns mean because of the other columns of their list."""

from __future__ import annotations

from anju.domains.register.imports.rules.titles import clean_title

Columns = dict[str, tuple[int, ...]]
Titles = tuple[str | None, ...]
LIVE_THERE = ("rental-tenants", "inflow")
"""Lists of homes: where nothing else says it, their addresses are those of the homes."""
PLACES = frozenset({"address", "community", "building", "room", "dorm"})
GIVEN_NEXT_TO = ("名", "名字", "name")
"""Titles that mean the given name where the surname has a column of its own."""


def by_neighbours(columns: Columns, sure: dict[str, float], titles: Titles, as_: str) -> None:
    """Set right, in place, what titles alone do not tell."""
    if "hukou_text" not in columns and "native" not in columns and (found_at := _divisions(titles)):
        for f, at in list(columns.items()):
            if not (kept := tuple(i for i in at if i not in found_at)):
                del columns[f]
            else:
                columns[f] = kept
        to_the_room = clean_title(titles[found_at[-1]]) in _LEVELS[-1]
        homes = as_ in LIVE_THERE and to_the_room and not columns.keys() & PLACES
        (
            columns["address" if homes else "hukou_text"],
            sure["address" if homes else "hukou_text"],
        ) = found_at, 0.7
    _renamed(columns, sure, titles, as_)


_LEVELS = (
    ("省", "省份", "省市区"),
    ("市", "地市", "市州", "城市", "州"),
    ("县", "区县", "县区", "区", "县市区", "县市"),
    ("乡镇", "镇", "乡", "街道", "乡镇街道", "镇街"),
    ("村", "社区", "村居", "村社区", "村组"),
    ("详细地址", "详址", "门牌", "门牌号", "组"),
)
"""Titles of columns that hold one division each, from the widest."""


def _divisions(titles: Titles) -> tuple[int, ...]:
    """Columns side by side that are called province, city, county and no more: where somebody comes from."""
    plain = [clean_title(t) for t in titles]
    for first, title in enumerate(plain):
        if title not in _LEVELS[0]:
            continue
        at, level = [first], 0
        for i in range(first + 1, len(plain)):
            level = next((n for n in range(level + 1, len(_LEVELS)) if plain[i] in _LEVELS[n]), 0)
            if not level:
                break
            at.append(i)
        if len(at) > 1:
            return tuple(at)
    return ()


def _renamed(columns: Columns, sure: dict[str, float], titles: Titles, as_: str) -> None:
    """What a title means because of other columns: 名字 beside 姓氏 is the given name, 籍贯 alone is
    the origin, 家庭住址 of people who are listed by their homes is the home; a family's 户主 is nobody's landlord."""
    lone_surname = "surname" in columns and "given" not in columns
    given = lone_surname and clean_title(titles[columns.get("name", (0,))[0]]) in GIVEN_NEXT_TO
    home = (
        as_ in LIVE_THERE
        and not columns.keys() & PLACES
        and (clean_title(titles[columns.get("hukou_text", (0,))[0]]) in ("家庭住址", "家庭地址"))
    )
    if {"relation", "head"} & columns.keys() and clean_title(
        titles[columns.get("landlord", (0,))[0]]
    ) in ("户主", "户主姓名"):
        columns.pop("landlord", None)
        sure.pop("landlord", None)
    for name, before, wanted in (
        ("given", "name", given),
        ("address", "hukou_text", home),
        ("hukou_text", "native", "hukou_text" not in columns),
    ):
        if wanted and before in columns:
            columns[name], sure[name] = columns.pop(before), min(sure.pop(before), 0.7)
