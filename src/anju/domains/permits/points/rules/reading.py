"""From a published file to a scheme. Whatever is wrong in it is refused, with the place, before anybody is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from anju.domains.permits.points.data.facts import FACT_KINDS, Choice, Fact, Text
from anju.domains.permits.points.data.schemes import (
    CUTTING,
    Accrual,
    Condition,
    CutOff,
    Events,
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
from anju.foundation.errors import Refused

Raw = Mapping[str, Any]
_MISSING = object()


class At:
    """A part of the file, and where it stands in it. Keys nobody reads are refused at the end."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise wrong(where, "not a mapping")
        self.raw, self.where, self.read = raw, where, set[str]()

    def __call__(self, key: str, default: object = _MISSING) -> Any:  # noqa: ANN401 - whatever the file holds
        """The value of a key; `Refused` when it is missing and has no default."""
        self.read.add(key)
        if key in self.raw:
            return self.raw[key]
        if default is _MISSING:
            raise wrong(self.where, f"{key} is missing")
        return default

    def parts(self, key: str, default: object = _MISSING) -> list[At]:
        """A list of mappings."""
        found = self(key, default)
        if not isinstance(found, list):
            raise wrong(f"{self.where}.{key}", "not a list")
        return [At(one, f"{self.where}.{key}[{n}]") for n, one in enumerate(found)]

    def words(self) -> Text:
        """Its own words in both languages."""
        return text(self("zh"), self.where), text(self("en"), self.where)

    def pair(self, key: str) -> Text:
        """Words under a key; empty ones when there are none."""
        found = self(key, None)
        return ("", "") if found is None else At(found, f"{self.where}.{key}").words()

    def number(self, key: str, default: object = _MISSING) -> Decimal | None:
        """A decimal number, written as text or as a whole number so that it is exact."""
        found = self(key, default)
        if found is None:
            return None
        if isinstance(found, bool | float):
            raise wrong(f"{self.where}.{key}", "write decimals as text")
        try:
            value = Decimal(str(found))
        except InvalidOperation as error:
            raise wrong(f"{self.where}.{key}", "not a number") from error
        if not value.is_finite():
            raise wrong(f"{self.where}.{key}", "not a number")
        return value

    def needed(self, key: str) -> Decimal:
        """A decimal number that must be there."""
        found = self.number(key)
        if found is None:
            raise wrong(f"{self.where}.{key}", "is missing")
        return found

    def day(self, key: str, default: object = _MISSING) -> date | None:
        """A day."""
        found = self(key, default)
        if found is not None and type(found) is not date:
            raise wrong(f"{self.where}.{key}", "not a day")
        return found

    def whole(self, key: str, default: object = _MISSING) -> int | None:
        """A whole number that is not negative."""
        found = self(key, default)
        if found is not None and (type(found) is not int or found < 0):
            raise wrong(f"{self.where}.{key}", "not a whole number")
        return found

    def done(self) -> None:
        """Nothing may be left over: a misspelt key would silently not count."""
        if left := sorted(set(self.raw) - self.read):
            raise wrong(self.where, f"unknown: {', '.join(map(str, left))}")


def wrong(where: str, problem: str) -> Refused:
    """A refusal that names the place."""
    return Refused("points_scheme_invalid", where=where, problem=problem)


def text(found: object, where: str) -> str:
    """Text that is not empty."""
    if not isinstance(found, str) or not found.strip():
        raise wrong(where, "a text is missing")
    return found


def read_scheme(raw: Raw, *, where: str) -> Scheme:
    """A scheme from a file's content. `Refused` points_scheme_invalid (`where`, `problem`)."""
    at = At(raw, where)
    scheme = Scheme(
        code=text(at("code"), where),
        region=str(at("region", "")),
        words=at.words(),
        gives=at.pair("gives"),
        authority=at.pair("authority"),
        source=at.pair("source"),
        confidence=str(at("confidence")),
        valid_from=at.day("valid_from") or date.min,
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
        raise wrong(f"{where}.rounding", "unknown")
    for problem in check(scheme):
        raise wrong(where, problem)
    return scheme


def _fact(at: At) -> Fact:
    kind = str(at("kind"))
    if kind not in FACT_KINDS:
        raise wrong(f"{at.where}.kind", "unknown")
    fact = Fact(
        text(at("code"), at.where),
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


def _choice(at: At) -> Choice:
    choice = Choice(text(at("code"), at.where), at.words(), bool(at("recalled", False)))
    at.done()
    return choice


def _section(at: At) -> Section:
    section = Section(
        text(at("code"), at.where),
        str(at("kind")),
        at.words(),
        tuple(_item(one) for one in at.parts("items")),
        bool(at("choose_one", False)),
        at.number("cap", None),
    )
    at.done()
    return section


def _item(at: At) -> Item:
    item = Item(
        text(at("code"), at.where),
        at.words(),
        _measure(at),
        at.number("cap", None),
        bool(at("recalled", False)),
        at.pair("note"),
    )
    at.done()
    return item


def _measure(at: At) -> Measure:
    kinds = [k for k in ("tiers", "accrual", "events") if k in at.raw]
    if len(kinds) != 1:
        raise wrong(at.where, "one of tiers, accrual, events")
    if kinds == ["tiers"]:
        return Tiers(tuple(_tier(one) for one in at.parts("tiers")))
    part = At(at(kinds[0]), f"{at.where}.{kinds[0]}")
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
            tuple(map(str, part("after", []))),
        )
    else:
        measure = Events(
            str(part("fact")), part.needed("points"), part.whole("within_months", None)
        )
    part.done()
    return measure


def _limit(at: At) -> Limit:
    limit = Limit(_condition(at), at.needed("most"))
    at.done()
    return limit


def _tier(at: At) -> Tier:
    tier = Tier(_condition(at), at.needed("points"), bool(at("recalled", False)))
    at.done()
    return tier


def _rule(at: At) -> Rule:
    when = At(at("when"), f"{at.where}.when")
    rule = Rule(
        text(at("code"), at.where), at.words(), _condition(when), bool(at("recalled", False))
    )
    when.done()
    at.done()
    return rule


def _condition(at: At) -> Condition:
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


def _cut_off(at: At) -> CutOff:
    found = CutOff(at.whole("year") or 0, at.needed("points"))
    at.done()
    return found
