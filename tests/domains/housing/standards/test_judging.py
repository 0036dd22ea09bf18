"""Homes are judged as the rule text says, all together and one by one, and nothing unstated passes for in order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from bench import housing_homes, housing_standards
from bench.housing_plain import judged
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.housing.api.standards import (
    KINDS,
    Dwelling,
    Space,
    Surroundings,
    dwelling_rules,
    judge_one,
)

DAY = date(2026, 11, 29)
SHANGHAI, BEIJING, CHANGSHA = "310101001001", "110105001001", "430102001001"
CITIES = {"shanghai": SHANGHAI, "beijing": BEIJING, "changsha": CHANGSHA}
ROOMY = Space(1, area=Decimal(20), people=1, window=True, hoods=1, whistles=1, torches=1)


def told(dwelling: Dwelling, region: str = SHANGHAI, **around: int) -> set[str]:
    """Kinds (with their detail) that are broken."""
    found = judge_one(dwelling, Surroundings(**around), dwelling_rules(region, DAY))
    return {f"{f.rule.key}.{f.detail}".rstrip(".") for f in found if f.known}


def one_room(region: str = SHANGHAI, **facts: object) -> set[str]:
    return told(Dwelling((replace(ROOMY, **facts),)), region)


@pytest.mark.parametrize("seed", [1, 2])
def test_all_together_and_one_by_one_tell_what_the_rule_text_tells(seed):
    rng = random.Random(seed)
    homes = [housing_homes.drawn(rng, n) for n in range(1500)]
    tables = housing_homes.frames(homes)
    for city in ("shanghai", "beijing"):
        together = housing_standards.by_columns(tables, city)
        rules = dwelling_rules(housing_standards.CITIES[city], DAY)
        kinds = set()
        for home in homes:
            plain = judged(home, city)
            assert together.get(home["home"], set()) == plain, home
            dwelling, around = housing_standards.values(home)
            alone = {
                (f.rule.key, f.space, f.known, f.detail) for f in judge_one(dwelling, around, rules)
            }
            assert alone == {t[:4] for t in plain}, home
            kinds |= {t[0] for t in plain if t[2]}
        assert kinds == {r.key for r in rules}


@pytest.mark.parametrize(
    ("facts", "region", "broken"),
    [
        ({}, SHANGHAI, set()),
        ({"area": Decimal("8.00"), "people": 2}, SHANGHAI, set()),
        ({"area": Decimal("7.99"), "people": 2}, SHANGHAI, {"area_per_person"}),
        ({"area": Decimal("9.99"), "people": 2}, BEIJING, {"area_per_person"}),
        ({"area": Decimal("10.00"), "people": 2}, BEIJING, set()),
        ({"area": Decimal(30), "people": 3}, SHANGHAI, {"people_per_room"}),
        ({"area": Decimal(30), "people": 3, "kin": True}, SHANGHAI, set()),
        ({"area": Decimal(11), "people": 3, "kin": True}, SHANGHAI, {"area_per_person"}),
        ({"purpose": "kitchen", "window": False, "people": 9}, SHANGHAI, {"never_let"}),
        ({"purpose": "kitchen"}, CHANGSHA, {"never_let"}),
        ({"purpose": "garage", "let": False}, CHANGSHA, set()),
        ({"people": 9}, CHANGSHA, set()),
        ({"window": False}, SHANGHAI, {"outside_window"}),
        ({"window": False}, BEIJING, set()),
        ({"partition": "other"}, SHANGHAI, {"partition.of_room"}),
        ({"partition": "living"}, BEIJING, {"undivided"}),
        ({"torches": 0}, SHANGHAI, {"torch"}),
    ],
)
def test_a_room_is_held_to_the_figures_of_its_city(facts, region, broken):
    assert one_room(region, **facts) == broken


def test_a_living_room_yields_one_room_and_only_a_large_one():
    rooms = tuple(replace(ROOMY, number=n, partition="living") for n in (1, 2, 3))
    assert told(Dwelling(rooms[:1], living_area=Decimal(12))) == set()
    assert told(Dwelling(rooms[:1], living_area=Decimal("11.99"))) == {"partition.living_small"}
    found = judge_one(
        Dwelling(rooms, living_area=Decimal(20)), Surroundings(), dwelling_rules(SHANGHAI, DAY)
    )
    assert [(f.detail, f.space, f.measured) for f in found if f.known] == [
        ("living_many", 2, Decimal(3)),
        ("living_many", 3, Decimal(3)),
    ]


def test_extinguishers_are_asked_where_two_households_share_a_home():
    few = Dwelling((ROOMY,), households=2, extinguishers=1, extinguisher_kilograms=Decimal("2.9"))
    assert told(few) == {"extinguishers", "extinguisher_size"}
    assert told(replace(few, households=1)) == set()
    assert told(replace(few, extinguishers=2, extinguisher_kilograms=Decimal(3))) == set()


def test_detectors_and_lights_are_asked_from_ten_rooms_beds_or_persons_on():
    bare = Dwelling((ROOMY,), detectors=0, emergency_lights=0)
    for many in ({"rooms": 10}, {"beds": 10}, {"people": 10}):
        assert told(bare, **many) == {"detectors", "emergency_lights"}
    assert told(bare, rooms=9, beds=9, people=9) == set()


def test_gas_bottles_stand_in_the_kitchen_and_not_in_a_high_rise():
    bottle = Dwelling((ROOMY,), bars="fixed", ebike=True, gas="bottle", gas_in_kitchen=False)
    assert told(bottle, BEIJING, floors=10) == {
        "window_bars",
        "ebike_indoors",
        "gas_bottle_place",
        "gas_bottle_high_rise",
    }
    fine = replace(bottle, bars="opens", ebike=False, gas_in_kitchen=True)
    assert told(fine, BEIJING, floors=9) == set()


def test_who_is_registered_in_the_only_let_room_lives_in_it():
    room = Dwelling((replace(ROOMY, people=None), replace(ROOMY, number=2, let=False)))
    assert told(room, registered=3) == {"people_per_room"}
    two = Dwelling((replace(ROOMY, people=1), replace(ROOMY, number=2, people=1)))
    assert told(two, registered=9) == set()


def test_what_is_not_stated_is_neither_in_order_nor_wrong():
    rules = dwelling_rules(SHANGHAI, DAY)
    found = judge_one(Dwelling((Space(1),)), Surroundings(rooms=12), rules)
    assert not [f for f in found if f.known]
    assert {f.rule.key for f in found} == {r.key for r in rules} - {"never_let", "partition"}
    nothing = judge_one(Dwelling(), Surroundings(), dwelling_rules(BEIJING, DAY))
    assert {f.rule.key for f in nothing if not f.known} == {
        "window_bars",
        "ebike_indoors",
        "gas_bottle_place",
    }


spaces = st.builds(
    Space,
    st.just(1),
    purpose=st.sampled_from(["bedroom", "living", "kitchen"]),
    let=st.booleans(),
    area=st.none() | st.decimals(1, 40, places=2),
    people=st.none() | st.integers(0, 5),
    kin=st.booleans(),
    window=st.none() | st.booleans(),
    partition=st.sampled_from(["none", "living", "other"]),
    hoods=st.none() | st.integers(0, 2),
    whistles=st.none() | st.integers(0, 2),
    torches=st.none() | st.integers(0, 2),
)
dwellings = st.lists(spaces, max_size=4).map(
    lambda some: Dwelling(tuple(replace(s, number=n) for n, s in enumerate(some, 1)))
)
cities = st.sampled_from([SHANGHAI, BEIJING, CHANGSHA])


@settings(max_examples=150)
@given(dwellings, cities)
def test_more_space_and_more_kit_never_break_a_rule(dwelling, region):
    better = Dwelling(
        tuple(
            replace(
                s,
                area=None if s.area is None else s.area + 5,
                **{
                    k: None if getattr(s, k) is None else getattr(s, k) + 1
                    for k in ("hoods", "whistles", "torches")
                },
            )
            for s in dwelling.spaces
        )
    )
    assert told(better, region) <= told(dwelling, region)


@settings(max_examples=150)
@given(dwellings, cities, st.sampled_from(["area", "people", "window", "hoods"]))
def test_taking_a_fact_back_turns_an_answer_into_cannot_be_told_and_breaks_no_rule(
    dwelling, region, fact
):
    less = Dwelling(tuple(replace(s, **{fact: None}) for s in dwelling.spaces))
    rules, around = dwelling_rules(region, DAY), Surroundings()
    before, after = (judge_one(d, around, rules) for d in (dwelling, less))

    def places(found, known):
        return {(f.rule.key, f.space, f.detail) for f in found if f.known is known}

    assert places(after, known=True) <= places(before, known=True)
    assert places(before, known=False) <= places(after, known=False)
    gone = places(before, known=True) - places(after, known=True)
    assert gone <= places(after, known=False)


def test_every_finding_names_article_source_and_day():
    for region in CITIES.values():
        for rule in dwelling_rules(region, DAY):
            assert all(rule.article) and all(rule.source) and rule.valid_from <= DAY
            assert rule.key in KINDS
    assert len(dwelling_rules(SHANGHAI, DAY)) == 12
    assert [r.key for r in dwelling_rules(CHANGSHA, DAY)] == ["never_let"]
    assert dwelling_rules(CHANGSHA, date(2025, 9, 14)) == ()
    assert [r.key for r in dwelling_rules(BEIJING, date(2020, 1, 1))] == [
        "never_let",
        "area_per_person",
        "people_per_room",
        "undivided",
    ]
