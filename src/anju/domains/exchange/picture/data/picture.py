"""Values of the integrated picture, and its dated rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """What a source says of a field of a person. `day`: since when, or when it was given; `words`: for reading, where
    the value is a number of ours; `reference`: what it can be looked up by."""

    field: str
    source: str
    day: date
    value: str
    words: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field is chosen from `since` on: by ``order`` of the sources or the ``latest``; `days`: how long a source
    is believed (0: always)."""

    since: date
    by: str
    order: tuple[str, ...]
    days: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field of a picture: what was chosen (None: nobody says), the rule, all candidates, and those that contradict
    what was chosen."""

    field: str
    label: tuple[str, str]
    chosen: Candidate | None
    rule: FieldRule
    candidates: tuple[Candidate, ...]
    contradicting: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything about one person on a day."""

    person_id: int
    day: date
    fields: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class TicketView:
    """A contradiction that somebody is to answer by `due`."""

    id: int
    person_id: int
    field: str
    sources: tuple[str, ...]
    region: str
    state: str
    due: date
    opened_on: date
    decision: str
    note: str


DECISIONS = ("ours_stands", "corrected", "source_asked")
"""What became of a contradiction: ours is right, ours was corrected, the source was asked to correct."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A field: its words and its rules, the oldest first."""

    label: tuple[str, str]
    rules: tuple[FieldRule, ...]

    def on(self, day: date) -> FieldRule:
        """The rule of a day; the first one for days before any."""
        return (
            [r for r in self.rules if r.since <= day][-1]
            if self.rules[0].since <= day
            else self.rules[0]
        )


@cache
def definitions() -> Mapping[str, Definition]:
    """Field → definition, as the data file has it."""
    found = _file()["fields"]
    return {
        name: Definition(
            (d["label"][0], d["label"][1]),
            tuple(
                sorted(
                    (
                        FieldRule(r["since"], r["by"], tuple(r["order"]), r.get("days", 0))
                        for r in d["rules"]
                    ),
                    key=lambda r: r.since,
                )
            ),
        )
        for name, d in found.items()
    }


@cache
def answer_days() -> int:
    """Days until a contradiction is to be answered."""
    return int(_file()["answer_days"])


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "rules.yaml").read_text("utf-8")
    )
    return found
