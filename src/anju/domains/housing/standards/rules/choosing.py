"""Reading a rule of a file of law, and which rules hold in a place on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anju.domains.housing.standards.data import KINDS, PURPOSES, DwellingRule
from anju.foundation.law.reading import Part
from anju.foundation.law.validity import holding_in, rank

Parameter = object


def read_rule(part: Part, *, region: str) -> DwellingRule:
    """One entry of the section `dwelling`. `Refused` ``law_file_invalid`` for an unknown kind or a wrong parameter."""
    key = part.text("key")
    kind = KINDS.get(key)
    if kind is None:
        raise part.wrong(f"one of {', '.join(KINDS)}", "key")
    parameters = {name: _parameter(part, name, form) for name, form in kind.parameters.items()}
    since = part.since()
    rule = DwellingRule(
        region,
        key,
        parameters,
        _article(part),
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    part.done()
    return rule


def _article(part: Part) -> tuple[str, str]:
    words = part.pair("article")
    if not all(words):
        raise part.wrong("every rule names its article", "article")
    return words


def _parameter(part: Part, name: str, form: str) -> Parameter:
    if form == "purposes":
        found = part.texts(name)
        if unknown := [p for p in found if p not in PURPOSES]:
            raise part.wrong(f"{unknown[0]} is none of {', '.join(PURPOSES)}", name)
        return tuple(found)
    if form == "yesno":
        value = part(name)
        if not isinstance(value, bool):
            raise part.wrong("true or false", name)
        return value
    number = part.needed(name)
    if number <= 0 or (form == "whole" and number != int(number)) or number * 100 % 1:
        raise part.wrong("a number above zero with at most two decimals", name)
    return int(number) if form == "whole" else number


def rules_in(rules: Iterable[DwellingRule], region: str, day: date) -> tuple[DwellingRule, ...]:
    """The rules that hold there on that day, in the order of `KINDS`: of each kind that of the most specific region,
    and of one region that of the latest day."""
    best: dict[str, DwellingRule] = {}
    for rule in holding_in(rules, region, day):
        held = best.get(rule.key)
        if held is None or rank(held) <= rank(rule):
            best[rule.key] = rule
    return tuple(best[key] for key in KINDS if key in best)
