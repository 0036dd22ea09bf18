"""The rules of data quality, read from `rules.json`: frozen values. Thresholds, terms and words are changed there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

Text = tuple[str, str]
"""Chinese, English."""

KINDS: Mapping[str, Text] = {
    "numbers": ("号码缺失或有误", "Wrong or missing numbers"),
    "duplicates": ("重复", "Duplicates"),
    "one_side": ("只有一方申报", "Declared by one side only"),
    "late": ("逾期未答复", "Late answers"),
    "stale": ("长期未更新", "Stale records"),
    "implausible": ("不合常理", "Implausible facts"),
    "address": ("地址无法落位", "Addresses that do not resolve"),
}
"""Kinds of faults in the order in which they are shown."""
LEVELS: Mapping[str, Text] = {"serious": ("严重", "Serious"), "minor": ("一般", "Minor")}
OFFICES: Mapping[int, Text] = {
    6: ("区县", "County"),
    9: ("街道（乡镇）", "Street"),
    12: ("社区（村）", "Community"),
    15: ("网格", "Grid"),
}
"""Digits of a division → which office answers for a list."""


@dataclass(frozen=True, slots=True)
class QualityRule:
    """A rule as it holds from `since` to `until` (None: still). `about`: what a fault is a number of; `term`: days in
    which it is to be mended; `office`: digits of the division that answers for it; `figures`: thresholds of its query;
    `line`: what a list says of one fault, with its facts in braces; `loose`: facts that may change without a fault
    that was found to be none coming back."""

    code: str
    kind: str
    about: str
    level: str
    term: int
    office: int
    since: date
    until: date | None
    name: Text
    definition: Text
    line: Text
    basis: Text
    figures: Mapping[str, int]
    loose: tuple[str, ...]


@cache
def all_rules() -> tuple[QualityRule, ...]:
    """Every entry of the file, those no longer or not yet in force too, in its order."""
    text = files(__package__).joinpath("rules.json").read_text("utf-8")
    return tuple(_rule(entry) for entry in json.loads(text))


def rules_on(day: date) -> dict[str, QualityRule]:
    """The rules in force on a day by their code, in the order of the file."""
    return {
        rule.code: rule
        for rule in all_rules()
        if rule.since <= day and (rule.until is None or day < rule.until)
    }


def latest_rule(code: str) -> QualityRule | None:
    """The last entry of this code, in force or not: for lists of the past."""
    return {rule.code: rule for rule in all_rules()}.get(code)


def _rule(entry: Mapping[str, Any]) -> QualityRule:
    return QualityRule(
        code=entry["code"],
        kind=entry["kind"],
        about=entry["about"],
        level=entry["level"],
        term=int(entry["term"]),
        office=int(entry["office"]),
        since=date.fromisoformat(entry["from"]),
        until=date.fromisoformat(entry["until"]) if "until" in entry else None,
        name=(entry["zh"], entry["en"]),
        definition=(entry["definition_zh"], entry["definition_en"]),
        line=(entry.get("line_zh", ""), entry.get("line_en", "")),
        basis=(entry["basis_zh"], entry["basis_en"]),
        figures=entry.get("figures", {}),
        loose=tuple(entry.get("loose", ())),
    )
