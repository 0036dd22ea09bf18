"""Who lives in the second city, and who moves between it and the demo town. The same people whenever they are planned:
both installations know them without a message about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from anju.demo import divisions, numbers
from anju.demo.chance import Chance
from anju.demo.names import full_names, surnames


@dataclass(frozen=True, slots=True)
class Town:
    """A place that takes part. `code`: of the county; `regions`: whose household registrations it answers for;
    `street`, `community`: where its movers live; `address`: their house."""

    code: str
    name: str
    regions: tuple[str, ...]
    street: str
    community: str
    address: str


FIRST = Town("430181", "浏阳市", ("4301",), divisions.TOWN, "430181124205", "洞阳镇交换路1号(演示)")
SECOND = Town("510823", "剑阁县", ("5108",), "510823100", "510823100001", "鼓楼街1号(演示)")
SETTLED, MOVERS = 24, 8
DAYS_LIVED = 400
"""How long the movers had lived where they leave."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who lives in one of the two places and moves to the other. `written`: the name as the new place has it
    from the card; `known`: on file where they leave."""

    name: str
    doc_number: str
    written: str
    known: bool = True


def residents() -> list[Mover]:
    """Who lives in the second city and stays: they came from other counties of the province."""
    return _people("residents", SETTLED, ("510722", "510781", "511322", "511922"))


@cache
def movers(origin: Town) -> list[Mover]:
    """Who leaves that place for the other one. Of them, one has another name on the card than on file, and one was
    never on file: both happen, and the pages show what comes of it."""
    areas = {"430181": ("430121", "430102", "430105"), "510823": ("510823", "510811", "510824")}
    found = _people(f"from {origin.code}", MOVERS, areas[origin.code])
    other_name, unknown = found[-2], found[-1]
    return [
        *found[:-2],
        Mover(other_name.name, other_name.doc_number, _miswritten(other_name.name)),
        Mover(unknown.name, unknown.doc_number, unknown.written, known=False),
    ]


def _miswritten(name: str) -> str:
    return name[0] + ("曦" if name[1:] != "曦" else "晗")


def _people(part: str, count: int, areas: tuple[str, ...]) -> list[Mover]:
    chance = Chance(1).within(f"second city {part}")
    area = pl.Series([areas[n % len(areas)] for n in range(count)])
    born = pl.Series(
        [
            date(2002 - 3 * (n % 12), 1 + n % 12, 1 + int(d))
            for n, d in enumerate(chance.below(count, "day", 28))
        ]
    )
    sex = pl.Series(["1" if n % 2 else "2" for n in range(count)])
    documents = numbers.unique_identity(area, born, sex, date(2008, 1, 1))
    names = full_names(chance, surnames(chance, count), sex, documents["birth_date"], area)
    return [
        Mover(name, number, name)
        for name, number in zip(names, documents["doc_number"], strict=True)
    ]
