"""Which candidate a field takes, and which contradict it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anju.domains.exchange.picture.data.picture import (
    Candidate,
    Chosen,
    Definition,
    FieldRule,
    Picture,
)


def composed(
    person_id: int, candidates: Iterable[Candidate], day: date, fields: dict[str, Definition]
) -> Picture:
    """The picture of a person on a day, under the rules of that day."""
    by_field: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_field.setdefault(candidate.field, []).append(candidate)
    return Picture(
        person_id,
        day,
        tuple(_field(name, d, by_field.get(name, ()), day) for name, d in fields.items()),
    )


def _field(name: str, definition: Definition, found: Sequence[Candidate], day: date) -> Chosen:
    rule = definition.on(day)
    believed = [c for c in found if _believed(c, rule, day)]
    best = min(believed, key=lambda c: _rank(c, rule), default=None)
    against = (
        tuple(sorted({c for c in believed if c.value != best.value}, key=lambda c: _rank(c, rule)))
        if best is not None
        else ()
    )
    return Chosen(name, definition.label, best, rule, tuple(sorted(set(found))), against)


def _believed(candidate: Candidate, rule: FieldRule, day: date) -> bool:
    if candidate.source not in rule.order or not candidate.value or candidate.day > day:
        return False
    return rule.days == 0 or (day - candidate.day).days <= rule.days


def _rank(candidate: Candidate, rule: FieldRule) -> tuple[int, int, str, str]:
    """The smaller one is taken; of equals the smaller value, so that nothing depends on the order of reading."""
    place, age = rule.order.index(candidate.source), -candidate.day.toordinal()
    first, second = (place, age) if rule.by == "order" else (age, place)
    return first, second, candidate.value, candidate.reference
