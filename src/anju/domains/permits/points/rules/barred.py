"""Which lines of a scheme a national rule no longer allows as a condition of a basic public service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.permits.points.data import Accrual, Barred, Events, Item, Scheme, Tiers


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
