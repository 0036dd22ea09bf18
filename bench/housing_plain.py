"""Homes judged one by one, written from the rule text (docs/domains/housing.md) and the published figures of Shanghai
and Beijing, for comparison only: no table of rules is read and no column is used.

A home is a mapping with the facts of `Dwelling` and `Surroundings` and a list `spaces` of mappings; None where nothing
is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Told = tuple[str, int | None, bool, str, Fraction | None]
"""Rule, number of the space (None: the home), sure or not, detail, what was measured."""
Home = Mapping[str, Any]
NOT_FOR_LIVING = {"kitchen", "bathroom", "balcony", "corridor", "storage", "basement", "garage"}


def judged(home: Home, city: str) -> set[Told]:
    """Everything that is told of a home in Shanghai, in Beijing, or where only the national rule holds."""
    told = set(_never_let(home))
    if city == "shanghai":
        told |= set(_shanghai(home))
    if city == "beijing":
        told |= set(_beijing(home))
    return told


def _never_let(home: Home) -> Iterator[Told]:
    for space in home["spaces"]:
        if space["let"] and space["purpose"] in NOT_FOR_LIVING:
            yield ("never_let", space["number"], True, "", None)


def _lived(home: Home) -> list[dict[str, Any]]:
    """Spaces that are let and may be, with the persons who live there."""
    let = [s for s in home["spaces"] if s["let"]]
    out = []
    for space in let:
        people = space["people"]
        if len(let) == 1 and home["registered"]:
            people = max(people or 0, home["registered"])
        if space["purpose"] not in NOT_FOR_LIVING:
            out.append({**space, "people": people})
    return out


def _room(home: Home, least: int, most: int) -> Iterator[Told]:
    """Area a person and persons a room."""
    for space in _lived(home):
        number, people, area = space["number"], space["people"], space["area"]
        if people is None or (area is None and people > 0):
            yield ("area_per_person", number, False, "", None)
        elif people > 0 and Fraction(area) / people < least:
            each = Fraction(int(Fraction(area) * 100) // people, 100)
            yield ("area_per_person", number, True, "", each)
        if not space["kin"]:
            if people is None:
                yield ("people_per_room", number, False, "", None)
            elif people > most:
                yield ("people_per_room", number, True, "", Fraction(people))


def _shanghai(home: Home) -> Iterator[Told]:
    yield from _room(home, 4, 2)
    lived = _lived(home)
    for space in lived:
        number = space["number"]
        if space["window"] is None:
            yield ("outside_window", number, False, "", None)
        elif not space["window"]:
            yield ("outside_window", number, True, "", None)
        for rule, held in (
            ("hood", space["hoods"]),
            ("whistle", space["whistles"]),
            ("torch", space["torches"]),
        ):
            if held is None:
                yield (rule, number, False, "", None)
            elif held == 0:
                yield (rule, number, True, "", Fraction(0))
        if space["partition"] == "other":
            yield ("partition", number, True, "of_room", None)
    yield from _living_room(home, lived)
    yield from _extinguishers(home)
    yield from _alarms(home)


def _living_room(home: Home, lived: list[dict[str, Any]]) -> Iterator[Told]:
    """A living room of 12 square metres or more may yield one room."""
    made = sorted(s["number"] for s in lived if s["partition"] == "living")
    area = home["living_area"]
    for turn, number in enumerate(made, 1):
        if area is None:
            yield ("partition", number, False, "living_small", None)
        elif Fraction(area) < 12:
            yield ("partition", number, True, "living_small", Fraction(area))
        if turn > 1:
            yield ("partition", number, True, "living_many", Fraction(len(made)))


def _extinguishers(home: Home) -> Iterator[Told]:
    """Two households or more: two extinguishers or more, of three kilograms or more."""
    households, count, weight = (
        home["households"],
        home["extinguishers"],
        home["extinguisher_kilograms"],
    )
    if households is not None and households < 2:
        return
    if count is None or (households is None and count < 2):
        yield ("extinguishers", None, False, "", None)
    elif count < 2:
        yield ("extinguishers", None, True, "", Fraction(count))
    if count == 0 or (weight is not None and Fraction(weight) >= 3):
        return
    if count is None or weight is None or households is None:
        yield ("extinguisher_size", None, False, "", None)
    else:
        yield ("extinguisher_size", None, True, "", Fraction(weight))


def _alarms(home: Home) -> Iterator[Told]:
    """Ten rooms, beds or persons or more: detectors and emergency light."""
    if home["rooms"] < 10 and home["beds"] < 10 and home["people"] < 10:
        return
    for name in ("detectors", "emergency_lights"):
        if home[name] is None:
            yield (name, None, False, "", None)
        elif home[name] < 1:
            yield (name, None, True, "", Fraction(home[name]))


def _beijing(home: Home) -> Iterator[Told]:
    yield from _room(home, 5, 2)
    for space in _lived(home):
        if space["partition"] != "none":
            yield ("undivided", space["number"], True, "", None)
    if home["bars"] is None:
        yield ("window_bars", None, False, "", None)
    elif home["bars"] == "fixed":
        yield ("window_bars", None, True, "", None)
    if home["ebike"] is not False:
        yield ("ebike_indoors", None, home["ebike"] is True, "", None)
    gas, kitchen = home["gas"], home["gas_in_kitchen"]
    if gas == "bottle" and kitchen is False:
        yield ("gas_bottle_place", None, True, "", None)
    elif gas in ("bottle", None) and kitchen is not True:
        yield ("gas_bottle_place", None, False, "", None)
    if home["floors"] >= 10 and gas in ("bottle", None):
        measured = Fraction(home["floors"]) if gas else None
        yield ("gas_bottle_high_rise", None, gas is not None, "", measured)
