"""Homes judged by rules: each rule once, over columns, whether there is one home or a hundred thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from anju.domains.housing.standards.data import (
    BARS,
    GAS,
    KINDS,
    PARTITIONS,
    Dwelling,
    DwellingRule,
    Finding,
    Surroundings,
)
from anju.domains.housing.standards.rules.columns import (
    HUNDREDTHS,
    TENTHS,
    UNKNOWN,
    HomeColumns,
    Numbers,
    SpaceColumns,
    of_frames,
    of_one,
    purposes,
)

Truths = NDArray[np.bool_]
Answers = NDArray[np.int64]
"""1 yes, 0 no, `UNKNOWN`."""
FIXED, BOTTLE = BARS.index("fixed"), GAS.index("bottle")
OF_LIVING, OF_OTHER = PARTITIONS.index("living"), PARTITIONS.index("other")


@dataclass(frozen=True, slots=True)
class Hits:
    """Places (of spaces or of homes) that are against a rule, or of which it cannot be told. `measured`: whole numbers,
    `scale` of them make one unit; `UNKNOWN` where nothing is measured. `limit` in the unit."""

    at: Numbers
    known: bool
    measured: Numbers
    scale: int = 1
    limit: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is told beside a breach."""

    values: Numbers | None = None
    scale: int = 1
    limit: Decimal | None = None
    detail: str = ""


Judge = Callable[[DwellingRule, HomeColumns, SpaceColumns, Truths], Iterator[Hits]]
NONE = Measure()


def _answers(where: Truths, measure: Measure, broken: Answers) -> Iterator[Hits]:
    """Hits where the rule is asked (`where`) and broken, and where it is asked and cannot be told."""
    for known, answer in ((True, 1), (False, UNKNOWN)):
        at = np.flatnonzero(where & (broken == answer))
        if len(at):
            values = measure.values[at] if known and measure.values is not None else None
            shown = np.full(len(at), UNKNOWN, dtype=np.int64) if values is None else values
            yield Hits(at, known, shown, measure.scale, measure.limit, measure.detail)


def _where(values: Numbers, truth: Truths) -> Answers:
    """The truth of a comparison, unknown where the value is."""
    return np.where(values == UNKNOWN, UNKNOWN, truth.astype(np.int64))


def _both(*answers: Answers) -> Answers:
    """Yes where all are; no where one is no, whatever the others; else unknown."""
    stacked = np.stack(answers)
    no, untold = (stacked == 0).any(axis=0), (stacked == UNKNOWN).any(axis=0)
    return np.where(no, 0, np.where(untold, UNKNOWN, 1))


def _sure(truth: Truths) -> Answers:
    return truth.astype(np.int64)


def _never_let(
    rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    yield from _answers(spaces.let == 1, NONE, _sure(_barred(rule, spaces)))


def _barred(rule: DwellingRule, spaces: SpaceColumns) -> Truths:
    codes = purposes(rule.parameters["purposes"])  # type: ignore[arg-type] # as its kind has it
    barred: Truths = (spaces.let == 1) & np.isin(spaces.purpose, codes)
    return barred


def _outside_window(
    _rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, lived: Truths
) -> Iterator[Hits]:
    yield from _answers(lived, NONE, _where(spaces.window, spaces.window == 0))


def _area_per_person(
    rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, lived: Truths
) -> Iterator[Hits]:
    least = rule.number("square_metres")
    small = spaces.area < int(least * HUNDREDTHS) * spaces.people
    untold = (spaces.area == UNKNOWN) | (spaces.people == UNKNOWN)
    broken = np.where(untold & (spaces.people != 0), UNKNOWN, _sure(small & ~untold))
    each = spaces.area // np.maximum(spaces.people, 1)
    yield from _answers(lived, Measure(each, HUNDREDTHS, least), broken)


def _people_per_room(
    rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, lived: Truths
) -> Iterator[Hits]:
    most = rule.whole("most")
    exempt = (spaces.kin == 1) & bool(rule.parameters["kin_exempt"])
    broken = _where(spaces.people, spaces.people > most)
    yield from _answers(lived & ~exempt, Measure(spaces.people, limit=Decimal(most)), broken)


def _undivided(
    _rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, lived: Truths
) -> Iterator[Hits]:
    parted = (spaces.partition == OF_LIVING) | (spaces.partition == OF_OTHER)
    yield from _answers(lived, NONE, _sure(parted))


def _partition(
    rule: DwellingRule, homes: HomeColumns, spaces: SpaceColumns, lived: Truths
) -> Iterator[Hits]:
    least, most = rule.number("living_from"), rule.whole("rooms")
    other, made = spaces.partition == OF_OTHER, lived & (spaces.partition == OF_LIVING)
    yield from _answers(lived, Measure(detail="of_room"), _sure(other))
    room = homes.living_area[spaces.home]
    small = _where(room, room < int(least * HUNDREDTHS))
    yield from _answers(made, Measure(room, HUNDREDTHS, least, "living_small"), small)
    count = np.bincount(spaces.home[made], minlength=len(homes.floors))[spaces.home]
    many = _sure(_turn(spaces, made) > most)
    yield from _answers(made, Measure(count, limit=Decimal(most), detail="living_many"), many)


def _turn(spaces: SpaceColumns, chosen: Truths) -> Numbers:
    """The how-manieth of its home each chosen space is, by number; 0 for the others."""
    turn = np.zeros(len(spaces.home), dtype=np.int64)
    at = np.flatnonzero(chosen)
    order = at[np.lexsort((spaces.number[at], spaces.home[at]))]
    home = spaces.home[order]
    first = np.searchsorted(home, home, side="left")
    turn[order] = np.arange(len(home)) - first + 1
    return turn


def _kept(column: str) -> Judge:
    """So many of a thing in every let space."""

    def judge(
        rule: DwellingRule, _homes: HomeColumns, spaces: SpaceColumns, lived: Truths
    ) -> Iterator[Hits]:
        held, least = getattr(spaces, column), rule.whole("count")
        yield from _answers(lived, Measure(held, limit=Decimal(least)), _where(held, held < least))

    return judge


def _extinguishers(
    rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    held, least = homes.extinguishers, rule.whole("count")
    broken = _both(_several(rule, homes), _where(held, held < least))
    yield from _answers(_every(homes), Measure(held, limit=Decimal(least)), broken)


def _extinguisher_size(
    rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    held, least = homes.extinguisher_kilograms, rule.number("kilograms")
    there = _where(homes.extinguishers, homes.extinguishers > 0)
    light = _where(held, held < int(least * TENTHS))
    broken = _both(_several(rule, homes), there, light)
    yield from _answers(_every(homes), Measure(held, TENTHS, least), broken)


def _every(homes: HomeColumns) -> Truths:
    return np.ones(len(homes.floors), dtype=bool)


def _several(rule: DwellingRule, homes: HomeColumns) -> Answers:
    return _where(homes.households, homes.households >= rule.whole("households_from"))


def _alarms(column: str) -> Judge:
    """So many of a thing where as many rooms, beds or persons are let together."""

    def judge(
        rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
    ) -> Iterator[Hits]:
        held, least = getattr(homes, column), rule.whole("count")
        largest = np.maximum(np.maximum(homes.rooms, homes.beds), homes.people)
        asked = largest >= rule.whole("from")
        yield from _answers(asked, Measure(held, limit=Decimal(least)), _where(held, held < least))

    return judge


def _window_bars(
    _rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    yield from _answers(_every(homes), NONE, _where(homes.bars, homes.bars == FIXED))


def _ebike(
    _rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    yield from _answers(_every(homes), NONE, _where(homes.ebike, homes.ebike == 1))


def _gas_place(
    _rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    elsewhere = _where(homes.gas_in_kitchen, homes.gas_in_kitchen == 0)
    yield from _answers(_every(homes), NONE, _both(_bottle(homes), elsewhere))


def _bottle(homes: HomeColumns) -> Answers:
    return _where(homes.gas, homes.gas == BOTTLE)


def _gas_high(
    rule: DwellingRule, homes: HomeColumns, _spaces: SpaceColumns, _lived: Truths
) -> Iterator[Hits]:
    high, limit = homes.floors >= rule.whole("floors_from"), Decimal(rule.whole("floors_from"))
    yield from _answers(high, Measure(homes.floors, limit=limit), _bottle(homes))


JUDGES: dict[str, Judge] = {
    "never_let": _never_let,
    "outside_window": _outside_window,
    "area_per_person": _area_per_person,
    "people_per_room": _people_per_room,
    "undivided": _undivided,
    "partition": _partition,
    "hood": _kept("hoods"),
    "whistle": _kept("whistles"),
    "torch": _kept("torches"),
    "extinguishers": _extinguishers,
    "extinguisher_size": _extinguisher_size,
    "detectors": _alarms("detectors"),
    "emergency_lights": _alarms("emergency_lights"),
    "window_bars": _window_bars,
    "ebike_indoors": _ebike,
    "gas_bottle_place": _gas_place,
    "gas_bottle_high_rise": _gas_high,
}
PER_SPACE = frozenset(key for key, kind in KINDS.items() if kind.per_space)


def hits(
    rules: Sequence[DwellingRule], homes: HomeColumns, spaces: SpaceColumns
) -> Iterator[tuple[DwellingRule, Hits]]:
    """What is found, rule by rule. A space that may never be let is asked nothing further."""
    lived = spaces.let == 1
    for rule in rules:
        if rule.key == "never_let":
            lived = lived & ~_barred(rule, spaces)
    for rule in rules:
        for found in JUDGES[rule.key](rule, homes, spaces, lived):
            yield rule, found


def judge_one(
    dwelling: Dwelling, around: Surroundings, rules: Sequence[DwellingRule]
) -> list[Finding]:
    """The findings of one home, by rule, then by space."""
    homes, spaces = of_one(dwelling, around)
    found = [
        Finding(
            rule,
            int(spaces.number[at]) if rule.key in PER_SPACE else None,
            hit.known,
            _in_units(int(measured), hit.scale),
            hit.limit,
            hit.detail,
        )
        for rule, hit in hits(rules, homes, spaces)
        for at, measured in zip(hit.at.tolist(), hit.measured.tolist(), strict=True)
    ]
    order = {rule.key: n for n, rule in enumerate(rules)}
    return sorted(found, key=lambda f: (order[f.rule.key], f.space or 0, not f.known, f.detail))


def _in_units(measured: int, scale: int) -> Decimal | None:
    return None if measured == UNKNOWN else Decimal(measured) / scale


FINDINGS: dict[str, pl.DataType] = {
    "home": pl.Int64(),
    "space": pl.Int64(),
    "rule": pl.Int64(),
    "known": pl.Boolean(),
    "measured": pl.Int64(),
    "scale": pl.Int64(),
    "detail": pl.Utf8(),
}
"""Columns of `judge`: the home; the space, null for the home itself; the rule's place among the rules; what was
measured, `scale` of it making one unit, null where nothing was."""


def judge(homes: pl.DataFrame, spaces: pl.DataFrame, rules: Sequence[DwellingRule]) -> pl.DataFrame:
    """The findings (`FINDINGS`) of many homes (`HOMES`, `SPACES`) for which the same rules hold."""
    columns, inside = of_frames(homes, spaces)
    ids = homes["home"].to_numpy()
    place = {rule.key: n for n, rule in enumerate(rules)}
    parts = [
        _part(place[rule.key], rule, hit, ids, inside) for rule, hit in hits(rules, columns, inside)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=FINDINGS)


def _part(
    turn: int, rule: DwellingRule, hit: Hits, ids: Numbers, spaces: SpaceColumns
) -> pl.DataFrame:
    per_space, count = rule.key in PER_SPACE, len(hit.at)
    measured = pl.Series(hit.measured)
    return pl.DataFrame(
        {
            "home": ids[spaces.home[hit.at]] if per_space else ids[hit.at],
            "space": pl.Series(spaces.number[hit.at] if per_space else [None] * count),
            "rule": [turn] * count,
            "known": [hit.known] * count,
            "measured": measured.set(measured == UNKNOWN, None),
            "scale": [hit.scale] * count,
            "detail": [hit.detail] * count,
        },
        schema=FINDINGS,
    )


def allowed_people(dwelling: Dwelling, rules: Sequence[DwellingRule]) -> int | None:
    """How many persons the let spaces may hold by the rules of area and number, families aside; None where an area is
    not stated or no such rule holds."""
    by_key = {rule.key: rule for rule in rules}
    area, most = by_key.get("area_per_person"), by_key.get("people_per_room")
    barred = by_key.get("never_let")
    never = barred.parameters["purposes"] if barred else ()
    let = [s for s in dwelling.spaces if s.let and s.purpose not in never]  # type: ignore[operator] # a tuple
    if area is None and most is None:
        return None
    total = 0
    for space in let:
        rooms = [most.whole("most")] if most else []
        if area is not None:
            if space.area is None:
                return None
            rooms.append(int(space.area // area.number("square_metres")))
        total += min(rooms)
    return total
