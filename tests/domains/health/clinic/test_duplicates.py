"""Duplicates on a synthetic city with renamed and number-less newborns: fewer than one in a thousand, no two children
in one record. Whoever is asked at the desk looks and answers rightly; how often, is bounded too."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b

from anju.domains.health.api.children import Features, found_among, unnamed
from anju.domains.people import api as people

BIRTHS, DAYS = 20_000, 366
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "子涵宇轩梓欣怡浩然雨桐诗琪思远嘉懿沐晴芳静敏丽强军伟磊洋艳勇娟秀英霞平刚桂"


@cache
def spoken(name: str) -> bytes:
    return hashed(people.readings(name)[0])


def hashed(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


@dataclass(frozen=True)
class Born:
    """A child as it is; `later`: another name it is given afterwards, or the same."""

    id: int
    day: date
    sex: str
    order: int
    name: str
    later: str
    mother: str
    mother_number: str
    phones: tuple[str, str]


def city(chance: random.Random) -> list[Born]:
    out: list[Born] = []
    while len(out) < BIRTHS:
        n = len(out)
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(DAYS))
        mother = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        number, phones = f"M{n}", (f"p{n}", f"p{n}" if chance.random() < 0.8 else f"q{n}")
        surname, twins = chance.choice(SURNAMES), chance.random() < 0.016
        for order in (1, 2) if twins else (0,):
            name = surname + "".join(chance.choices(GIVEN, k=2))
            renamed = surname + "".join(chance.choices(GIVEN, k=2))
            later = renamed if chance.random() < 0.08 else name
            sex = chance.choice("12")
            out.append(Born(len(out), day, sex, order, name, later, mother, number, phones))
    return out


def registered(chance: random.Random, child: Born, turn: int) -> Features:
    """How the child is entered the first time or a later one: as a newborn without name in a third of all births, often
    without a number, the mother's number left out by one in five, homophones written for the name."""
    newborn = turn == 0 and chance.random() < 0.35
    called = f"{child.mother}之{'子' if child.sex == '1' else '女'}" if newborn else child.name
    if turn and not newborn:
        called = child.later
    number = hashed(f"C{child.id}") if turn and chance.random() < 0.6 else b""
    mother = {hashed(child.mother_number)} if chance.random() < 0.8 else set()
    return Features(
        child.day,
        child.sex if chance.random() < 0.98 else "0",
        child.order if chance.random() < 0.95 else 0,
        number,
        b"" if unnamed(called) else spoken(called),
        frozenset(mother | {hashed(child.phones[min(turn, 1)])}),
        frozenset({spoken(child.mother)}),
    )


def test_fewer_than_one_in_a_thousand_is_entered_twice_and_nobody_into_anothers_record():
    chance = random.Random(20261130)
    known: dict[date, list[tuple[int, int, Features]]] = {}
    doubles = mixed = asked = entries = 0
    visits = [
        (turn, child) for child in city(chance) for turn in range(chance.choice((1, 2, 2, 3)))
    ]
    visits.sort(key=lambda v: (v[0], chance.random()))
    have: set[int] = set()
    for turn, child in visits:
        entries += 1
        here = known.setdefault(child.day, [])
        new = registered(chance, child, turn)
        sure, alike = found_among(new, [(n + 1, f) for n, (_r, _c, f) in enumerate(here)])
        of = here[sure - 1][1] if sure else None
        asked += bool(alike)
        if of is None and any(here[n - 1][1] == child.id for n in alike):
            continue
        if of is not None:
            mixed += of != child.id
            continue
        doubles += child.id in have
        have.add(child.id)
        here.append((len(here), child.id, new))
    assert mixed / entries < 0.0001, (mixed, entries)
    assert doubles / entries < 0.001, (doubles, entries)
    assert asked / entries < 0.15, (asked, entries)
