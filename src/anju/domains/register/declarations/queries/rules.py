"""Dated local rules: which one holds in a place on a day, and the deadlines that follow.

They stand in the files of law (section `rules`); what an installation wrote into the table itself counts before
them. Beside them the working days of years that the calendar does not know (section `working_days`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.register.declarations.data.ages import Ages
from anju.foundation.calendar import Published, PublishedYear, Unit, deadline
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError
from anju.foundation.law import LawFile, Part, Section, Text
from anju.foundation.law.validity import holds

log = logging.getLogger(__name__)
_FRESH = timedelta(seconds=30)
_cache: list[tuple[datetime, tuple[tuple[Any, ...], ...]]] = []


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One parameter in one region (prefix) for a time. `source`: where it is laid down. `country_only`: no place has
    another."""

    region: str
    key: str
    value: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: Text
    country_only: bool


_national: dict[str, LocalRule] = {}
"""Key → the first national rule: what fields a rule of that name has, and whether a place may have its own."""


def _read_rule(part: Part, file: LawFile) -> LocalRule:
    key, since = part.text("key"), part.since()
    value = part.part("value").raw
    found = LocalRule(
        file.region,
        key,
        value,
        since,
        part.until(since),
        part.pair("source"),
        part("country_only", False) is True,
    )
    national = _national.setdefault(key, found) if file.region == "" else _national.get(key)
    if national is None:
        raise part.wrong(f"no national rule is named {key}", "key")
    if national.country_only and file.region:
        raise part.wrong(f"{key} is the same in the whole country", "key")
    form = national.value
    if {name: type(v) for name, v in value.items()} != {name: type(v) for name, v in form.items()}:
        raise part.wrong(f"a rule {key} has {', '.join(form)}, as the national one", "value")
    if value.get("unit", Unit.DAYS) not in set(Unit):
        raise part.wrong(f"unit is one of {', '.join(Unit)}", "value")
    if any(type(v) is int and v < 0 for v in value.values()):
        raise part.wrong("a number is below zero", "value")
    part.confidence()
    part.done()
    return found


RULES = Section("rules", _read_rule)


def rule(key: str, region: str, day: date, *, at: datetime) -> tuple[dict[str, Any], str]:
    """(value, source in Chinese) of the most specific rule in force in the region on that day; ({}, "") when there is
    none. Of one region the rule of the latest day holds, and of that what was read last."""
    best: tuple[Any, ...] | None = None
    for row in _all(at):
        prefix, name, _, since, until, _ = row
        if name != key or not region.startswith(prefix) or since > day or (until and until <= day):
            continue
        if best is None or (len(prefix), since) >= (len(best[0]), best[3]):
            best = row
    return (dict(best[2]), str(best[5])) if best else ({}, "")


def national(key: str, day: date) -> Mapping[str, Any]:
    """The value of a rule of the whole country on that day, from the files alone. `KeyError`: there is none."""
    found = [r for r in RULES.entries() if r.key == key and r.region == "" and holds(r, day)]
    if not found:
        raise KeyError(key)
    return max(reversed(found), key=lambda r: r.valid_from).value


def ages(day: date) -> Ages:
    """The ages from which the law expects or allows something, on that day."""
    return Ages(**{name: int(national(f"age.{name}", day)["years"]) for name in Ages.__slots__})


def source_words() -> dict[str, str]:
    """Where rules are laid down: Chinese → English."""
    return dict(one.source for one in RULES.entries())


def _all(at: datetime) -> tuple[tuple[Any, ...], ...]:
    laid_down = tuple(
        (r.region, r.key, r.value, r.valid_from, r.valid_to, r.source[0]) for r in RULES.entries()
    )
    return (*laid_down, *_written_here(at))


def _written_here(at: datetime) -> tuple[tuple[Any, ...], ...]:
    """The rows of the table are few and change rarely: a process reads them again after half a minute."""
    if not _cache or abs(at - _cache[0][0]) > _FRESH:
        found = tuple(
            (*r[:2], json.loads(r[2]), *r[3:])
            for r in rows(
                "SELECT region, key, value, valid_from, valid_to, source FROM register_rule"
            )
        )
        _cache[:] = [(at, found)]
    return _cache[0][1]


def due(key: str, region: str, start: datetime) -> datetime:
    """The moment a deadline ends that begins at `start`. Working days beyond the official calendar are counted as
    calendar days plus weekends, which can only give more time, never less."""
    value, _ = rule(key, region, local_date(start), at=start)
    amount, unit = int(value.get("amount", 3)), str(value.get("unit", "days"))
    try:
        return deadline(start, amount, unit, published=published_days())
    except AnjuError as unknown:
        log.warning(
            "A deadline is given more time: the working days of %s are not known. "
            "Put them into a file of law (section working_days).",
            unknown.params.get("year", "?"),
        )
        return start + timedelta(days=amount + 2 * (amount // 5 + 1) + 8)


def _read_year(part: Part, file: LawFile) -> tuple[int, PublishedYear]:
    if file.region:
        raise part.wrong('working days hold everywhere: write them into a file with region: ""')
    year = part.whole("year") or 0
    free, worked = (frozenset(part.days(name)) for name in ("free", "worked"))
    if strays := sorted(day for day in free | worked if day.year != year):
        raise part.wrong(f"{strays[0]} is not in {year}", "free" if strays[0] in free else "worked")
    part.confidence()
    part.pair("source")
    part.done()
    return year, PublishedYear(free, worked)


WORKING_DAYS = Section("working_days", _read_year)


def published_days() -> Published:
    """The years of the files of law, the one read last of each. They count before those that the calendar knows."""
    return dict(WORKING_DAYS.entries())
