"""What must hold between the parts of a scheme before it may be used, and which of its lines a national rule no longer
allows as a condition of a basic public service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from anju.domains.permits.points.data import (
    Accrual,
    Barred,
    Condition,
    Events,
    Fact,
    Happened,
    Has,
    Held,
    Item,
    Scheme,
    Tiers,
)

KINDS = {
    Has: {"choice", "yesno"},
    Held: {"levels"},
    Happened: {"events"},
    Accrual: {"months", "number"},
    Events: {"events"},
}
"""Which kinds of fact a condition or measure can read; a range reads births, months and numbers."""
AMOUNTS = {"birth", "months", "number"}
SECTION_KINDS = ("base", "bonus", "deduction")


def check(scheme: Scheme) -> Iterator[str]:
    """Everything wrong with it, in English (for those who write schemes)."""
    yield from _repeated(scheme)
    if (scheme.pass_mark is None) == (scheme.places is None):
        yield "either a pass mark or planned places"
    if scheme.valid_to is not None and scheme.valid_to <= scheme.valid_from:
        yield "it ends before it begins"
    facts = {f.code: f for f in scheme.facts}
    for name, part in _parts(scheme):
        fact = facts.get(part.fact)
        if fact is None:
            yield f"{name} reads {part.fact}, which is not asked"
        elif fact.kind not in KINDS.get(type(part), AMOUNTS):
            yield f"{name} cannot read {part.fact}, which is of kind {fact.kind}"
        elif isinstance(part, Has):
            known = {"yes", "no"} if fact.kind == "yesno" else {c.code for c in fact.choices}
            if part.values - known:
                yield f"{name} names {', '.join(sorted(part.values - known))}, which is no answer to {part.fact}"
    for item in _items(scheme):
        yield from _item(item)
        yield from _within(item, facts)
    yield from (
        f"section {s.code} is of an unknown kind"
        for s in scheme.sections
        if s.kind not in SECTION_KINDS
    )


def _repeated(scheme: Scheme) -> Iterator[str]:
    for kind, codes in (
        ("fact", [f.code for f in scheme.facts]),
        ("section", [s.code for s in scheme.sections]),
        ("item", [i.code for i in _items(scheme)]),
    ):
        yield from (
            f"{kind} {code} stands twice"
            for code in sorted({c for c in codes if codes.count(c) > 1})
        )


def _item(item: Item) -> Iterator[str]:
    if isinstance(item.measure, Accrual) and (item.measure.per <= 0 or item.measure.step <= 0):
        yield f"{item.code} counts in steps of nothing"
    if isinstance(item.measure, Tiers) and not item.measure.tiers:
        yield f"{item.code} has no tiers"


def _within(item: Item, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Facts that an accrual counts within or after are asked, and of one kind with its own."""
    if not isinstance(item.measure, Accrual) or item.measure.fact not in facts:
        return
    measure, kind = item.measure, facts[item.measure.fact].kind
    if measure.after and not measure.within:
        yield f"{item.code} counts after {', '.join(measure.after)} within nothing"
    for code in filter(None, (measure.within, *measure.after)):
        if code not in facts or facts[code].kind != kind:
            yield f"{item.code} cannot count within or after {code}"


def _items(scheme: Scheme) -> list[Item]:
    return [item for section in scheme.sections for item in section.items]


def _parts(scheme: Scheme) -> Iterator[tuple[str, Condition | Accrual | Events]]:
    """Whatever reads a fact, with the code of what it belongs to."""
    for rule in (*scheme.preconditions, *scheme.vetoes):
        yield rule.code, rule.when
    for item in _items(scheme):
        if isinstance(item.measure, Tiers):
            yield from ((item.code, tier.when) for tier in item.measure.tiers)
            continue
        yield item.code, item.measure
        if isinstance(item.measure, Accrual):
            yield from ((item.code, limit.when) for limit in item.measure.limits)


def barred_items(scheme: Scheme, day: date, *, rules: Sequence[Barred]) -> dict[str, Barred]:
    """Code of the item → the rule that bars it on that day. Empty for schemes of settlement, which is
    no basic service."""
    if not scheme.basic_services:
        return {}
    asks = {fact.code: fact.asks for fact in scheme.facts if fact.asks}
    in_force = [r for r in rules if r.since <= day and (r.until is None or day < r.until)]
    found = {}
    for item in (i for section in scheme.sections for i in section.items):
        asked = {asks[fact] for fact in _facts(item) if fact in asks}
        rule = next((r for r in in_force if r.asks & asked), None)
        if rule is not None:
            found[item.code] = rule
    return found


def _facts(item: Item) -> set[str]:
    match item.measure:
        case Tiers(tiers=tiers):
            return {tier.when.fact for tier in tiers}
        case Accrual(fact=fact, limits=limits):
            return {fact, *(limit.when.fact for limit in limits)}
        case Events(fact=fact):
            return {fact}
