"""From an entry of a file of law to a scheme. A mistake is refused with its place, before anybody is scored."""

from __future__ import annotations

from collections.abc import Iterable

from anju.domains.permits.points.data import (
    CUTTING,
    FACT_KINDS,
    Accrual,
    Choice,
    Condition,
    CutOff,
    Events,
    Fact,
    Happened,
    Has,
    Held,
    Item,
    Limit,
    Measure,
    Rule,
    Scheme,
    Section,
    Tier,
    Tiers,
    Within,
)
from anju.domains.permits.points.rules.checking import check
from anju.foundation.law.reading import Part


def read_scheme(at: Part, *, region: str) -> Scheme:
    """A scheme of a region from its entry in a file. `Refused` law_file_invalid (`where`, `problem`)."""
    since = at.since()
    scheme = Scheme(
        code=at.text("code"),
        region=region,
        words=at.words(),
        gives=at.pair("gives"),
        authority=at.pair("authority"),
        source=at.pair("source"),
        confidence=at.confidence(),
        valid_from=since,
        valid_to=at.day("valid_to", None),
        checked_to=at.day("checked_to", None),
        pass_mark=at.number("pass_mark", None),
        floor=at.number("floor", None),
        places_decimal=at.whole("decimals") or 0,
        cutting=str(at("rounding")),
        facts=tuple(_fact(one) for one in at.parts("facts")),
        sections=tuple(_section(one) for one in at.parts("sections")),
        preconditions=tuple(_rule(one) for one in at.parts("preconditions", [])),
        vetoes=tuple(_rule(one) for one in at.parts("vetoes", [])),
        places=at.whole("places", None),
        cut_offs=tuple(_cut_off(one) for one in at.parts("cut_offs", [])),
        basic_services=bool(at("basic_services", False)),
    )
    at.done()
    if scheme.cutting not in CUTTING:
        raise at.wrong("unknown", "rounding")
    for problem in check(scheme):
        raise at.wrong(problem)
    return scheme


def _fact(at: Part) -> Fact:
    kind = str(at("kind"))
    if kind not in FACT_KINDS:
        raise at.wrong("unknown", "kind")
    fact = Fact(
        at.text("code"),
        kind,
        at.words(),
        at.pair("hint"),
        at.pair("unit"),
        tuple(_choice(one) for one in at.parts("choices", [])),
        str(at("proven", "")),
        at.number("least", None),
        at.number("most", None),
        str(at("asks", "")),
    )
    at.done()
    return fact


def _choice(at: Part) -> Choice:
    choice = Choice(at.text("code"), at.words(), bool(at("recalled", False)))
    at.done()
    return choice


def _section(at: Part) -> Section:
    section = Section(
        at.text("code"),
        str(at("kind")),
        at.words(),
        tuple(_item(one) for one in at.parts("items")),
        bool(at("choose_one", False)),
        at.number("cap", None),
    )
    at.done()
    return section


def _item(at: Part) -> Item:
    item = Item(
        at.text("code"),
        at.words(),
        _measure(at),
        at.number("cap", None),
        bool(at("recalled", False)),
        at.pair("note"),
    )
    at.done()
    return item


def _measure(at: Part) -> Measure:
    kinds = [k for k in ("tiers", "accrual", "events") if k in at.raw]
    if len(kinds) != 1:
        raise at.wrong("one of tiers, accrual, events")
    if kinds == ["tiers"]:
        return Tiers(tuple(_tier(one) for one in at.parts("tiers")))
    part = at.part(kinds[0])
    measure: Measure
    if kinds == ["accrual"]:
        measure = Accrual(
            str(part("fact")),
            part.needed("points"),
            part.needed("per"),
            part.needed("step"),
            part.number("most", None),
            tuple(_limit(one) for one in part.parts("limits", [])),
            str(part("within", "")),
            part.texts("after", ()),
        )
    else:
        measure = Events(
            str(part("fact")), part.needed("points"), part.whole("within_months", None)
        )
    part.done()
    return measure


def _limit(at: Part) -> Limit:
    limit = Limit(_condition(at), at.needed("most"))
    at.done()
    return limit


def _tier(at: Part) -> Tier:
    tier = Tier(_condition(at), at.needed("points"), bool(at("recalled", False)))
    at.done()
    return tier


def _rule(at: Part) -> Rule:
    when = at.part("when")
    rule = Rule(at.text("code"), at.words(), _condition(when), bool(at("recalled", False)))
    when.done()
    at.done()
    return rule


def _condition(at: Part) -> Condition:
    fact = str(at("fact"))
    if "is" in at.raw:
        found = at("is")
        values: Iterable[object] = found if isinstance(found, list) else [found]
        return Has(
            fact, frozenset("yes" if v is True else "no" if v is False else str(v) for v in values)
        )
    if "held" in at.raw:
        return Held(
            fact, at.needed("held"), at.whole("months", 1) or 1, at.whole("of_last", 1) or 1
        )
    if "happened" in at.raw:
        at("happened")
        return Happened(fact, at.whole("within_months", None))
    return Within(fact, at.number("at_least", None), at.number("at_most", None))


def _cut_off(at: Part) -> CutOff:
    found = CutOff(at.whole("year") or 0, at.needed("points"))
    at.done()
    return found
