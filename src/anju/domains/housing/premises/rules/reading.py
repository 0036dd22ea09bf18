"""Reading forms and rules of visits from files of law, and which of them hold in a place on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from anju.domains.housing.premises.data import (
    BUILDINGS,
    CONDITIONS,
    MOST_DAYS,
    SUBJECTS,
    FormItem,
    InspectionForm,
    VisitRule,
)
from anju.foundation.codes import HAZARD
from anju.foundation.law.reading import Part, Text
from anju.foundation.law.validity import holding_in, holds, rank

TYPES = tuple(code for code, yes in HAZARD.column("premises").items() if yes)
"""Types of GB/T 31000 that a form may name: those of premises. Public order and disputes are of persons."""
MOST_ITEMS, MOST_MONTHS = 60, 60
Dated = TypeVar("Dated", InspectionForm, VisitRule)


def read_form(part: Part, *, region: str) -> InspectionForm:
    """One entry of the section `inspection`. `Refused` ``law_file_invalid`` for what no form can be."""
    hazards = _own_hazards(part)
    since = part.since()
    form = InspectionForm(
        region,
        part.text("key"),
        part.words(),
        _one_of(part, "subject", SUBJECTS),
        _buildings(part),
        tuple(_item(one, hazards) for one in part.parts("items")),
        hazards,
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    keys = [i.key for i in form.items]
    if not 0 < len(keys) <= MOST_ITEMS or len(set(keys)) < len(keys):
        raise part.wrong(f"1 to {MOST_ITEMS} questions, each with a key of its own", "items")
    part.done()
    return form


def _own_hazards(part: Part) -> dict[str, Text]:
    """Types of hazards of the form's own: where the standard has none that fits."""
    found = {}
    for one in part.parts("hazards", []):
        key = one.text("key")
        if key.isdigit():
            raise one.wrong("digits are codes of GB/T 31000", "key")
        found[key] = one.words()
        one.pair("source")
        one.done()
    return found


def _item(part: Part, own: dict[str, Text]) -> FormItem:
    hazard = part.text("hazard")
    if hazard not in TYPES and hazard not in own:
        raise part.wrong(f"one of {', '.join((*TYPES, *own))}", "hazard")
    serious, days = part("serious", False), part.whole("days")
    if not isinstance(serious, bool):
        raise part.wrong("true or false", "serious")
    if not days or days > MOST_DAYS:
        raise part.wrong(f"1 to {MOST_DAYS} days", "days")
    item = FormItem(part.text("key"), part.words(), hazard, serious, days, part.pair("article"))
    part.done()
    return item


def read_visits(part: Part, *, region: str) -> VisitRule:
    """One entry of the section `visits`. `Refused` ``law_file_invalid`` for what no rule can be."""
    since, intervals = part.since(), part.part("months")
    months = {name: _months(intervals, name) for name in CONDITIONS}
    intervals.done()
    within = part.whole("within")
    if not within:
        raise part.wrong("a number of days", "within")
    rule = VisitRule(
        region,
        part.text("key"),
        part.text("form"),
        _one_of(part, "subject", SUBJECTS),
        _buildings(part),
        months,
        within,
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    part.done()
    return rule


def _months(part: Part, name: str) -> int:
    found = part.whole(name)
    if not found or found > MOST_MONTHS:
        raise part.wrong(f"1 to {MOST_MONTHS} months", name)
    return found


def _one_of(part: Part, key: str, known: tuple[str, ...]) -> str:
    found = part.text(key)
    if found not in known:
        raise part.wrong(f"one of {', '.join(known)}", key)
    return found


def _buildings(part: Part) -> tuple[str, ...]:
    found = part.texts("buildings")
    if not found or set(found) - set(BUILDINGS):
        raise part.wrong(f"some of {', '.join(BUILDINGS)}", "buildings")
    return found


def holding(entries: Iterable[Dated], day: date) -> tuple[Dated, ...]:
    """What holds anywhere on that day: of each key and region the entry of the latest day."""
    best: dict[tuple[str, str], Dated] = {}
    for one in entries:
        if holds(one, day):
            held = best.get((one.key, one.region))
            if held is None or held.valid_from <= one.valid_from:
                best[one.key, one.region] = one
    return tuple(best.values())


def in_force(entries: Iterable[Dated], region: str, day: date) -> tuple[Dated, ...]:
    """What holds there on that day: of each key that of the most specific region, and of one region that of the latest
    day. In the order of the files."""
    best: dict[str, Dated] = {}
    for one in holding_in(entries, region, day):
        held = best.get(one.key)
        if held is None or rank(held) <= rank(one):
            best[one.key] = one
    return tuple(best.values())
