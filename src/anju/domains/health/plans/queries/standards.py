"""The published standards of plans, read once, and which of them applies on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anju.domains.health.plans.data import (
    Anchor,
    Contact,
    Form,
    Item,
    Kind,
    Offset,
    Sign,
    Standard,
    Text,
    Urgency,
)

FOLDER = Path(__file__).parents[1] / "data" / "published"
PART = re.compile(r"([wdmy])(\d+)(?:\+(\d))?")


@cache
def standards() -> tuple[Standard, ...]:
    """Every published standard, the oldest first."""
    found = [_standard(yaml.safe_load(p.read_text("utf-8"))) for p in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda s: s.valid_from))


def standard_on(day: date) -> Standard:
    """The standard in force on a day; before the first one that one."""
    begun = [s for s in standards() if s.valid_from <= day]
    return begun[-1] if begun else standards()[0]


def offset(text: str) -> Offset:
    """What ``w12+6``, ``d28``, ``m3``, ``y4`` stand for. ValueError for anything else."""
    found = PART.fullmatch(text)
    if found is None or (found[3] and found[1] != "w"):
        raise ValueError(text)
    count = int(found[2])
    days = {"w": 7 * count + int(found[3] or 0), "d": count}.get(found[1], 0)
    return Offset({"m": count, "y": 12 * count}.get(found[1], 0), days)


def _standard(entry: Mapping[str, Any]) -> Standard:
    return Standard(
        entry["code"],
        entry["valid_from"],
        _text(entry["name"]),
        _text(entry["source"]),
        tuple(map(_contact, entry["contacts"])),
        {code: _form(form) for code, form in entry["forms"].items()},
        offset(entry["child_until"]),
        entry["follow_up_days"],
    )


def _contact(entry: Mapping[str, Any]) -> Contact:
    return Contact(
        entry["code"],
        Kind(entry["kind"]),
        entry["form"],
        Anchor(entry["anchor"]),
        offset(entry["from"]),
        offset(entry["until"]) if "until" in entry else None,
        _text(entry),
        _text(entry["clause"]),
    )


def _form(entry: Mapping[str, Any]) -> Form:
    return Form(
        tuple(
            Item(i["code"], _text(i), i["unit"], float(i["low"]), float(i["high"]))
            for i in entry["items"]
        ),
        tuple(Sign(s["code"], _text(s), Urgency(s["urgency"])) for s in entry["signs"]),
        {Urgency(code): _text(text) for code, text in entry["referral"].items()},
    )


def _text(entry: Mapping[str, Any]) -> Text:
    return entry["zh"], entry["en"]
