"""The registry of indicators, read from `indicators.yaml`: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Text = tuple[str, str]
"""Chinese, English."""


class Formula(StrEnum):
    """How a figure is made of what is counted."""

    COUNT = "count"
    RATE = "rate"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Term:
    """What is counted: a fact of a domain, chosen by values of its dimensions."""

    fact: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. `by`: dimensions of the numerator whose values sum to it; `good`: ``up``, ``down`` or ``none``."""

    code: str
    topic: str
    name: Text
    unit: Text
    formula: Formula
    numerator: Term
    denominator: Term | None
    by: tuple[str, ...]
    good: str
    definition: Text
    source: Text

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is counted for it."""
        return (self.numerator, self.denominator) if self.denominator else (self.numerator,)


TOPICS: Mapping[str, Text] = {
    "population": ("人口", "Population"),
    "moves": ("流入流出", "Moves"),
    "registration": ("登记服务", "Registration"),
    "homes": ("房屋与租赁", "Homes and rentals"),
    "permits": ("居住证", "Residence permits"),
    "outflow": ("外出人员", "Outflow"),
    "health": ("妇幼健康", "Mother and child"),
    "services": ("服务事项", "Services"),
    "exchange": ("跨地协作", "Exchange between places"),
    "quality": ("数据质量", "Data quality"),
}
"""Topics in the order in which they are shown."""


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by its code, in the order of the file."""
    text = files(__package__).joinpath("indicators.yaml").read_text("utf-8")
    found = [_indicator(entry) for entry in yaml.safe_load(text)]
    return {one.code: one for one in found}


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    denominator = entry.get("denominator")
    return Indicator(
        code=entry["code"],
        topic=entry["topic"],
        name=(entry["zh"], entry["en"]),
        unit=_text(entry["unit"]),
        formula=Formula(entry.get("formula", "count")),
        numerator=_term(entry["numerator"]),
        denominator=_term(denominator) if denominator else None,
        by=tuple(entry.get("by", ())),
        good=entry.get("good", "none"),
        definition=_text(entry["definition"]),
        source=_text(entry["source"]),
    )


def _term(entry: Mapping[str, Any]) -> Term:
    where = entry.get("where", {})
    return Term(entry["fact"], tuple((name, tuple(values)) for name, values in where.items()))


def _text(entry: Mapping[str, str]) -> Text:
    return entry["zh"], entry["en"]
