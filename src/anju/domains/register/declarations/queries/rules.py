"""Dated local rules: which one holds in a place on a day, and the deadlines that follow.

They stand in the files of law (section `rules`); what an installation wrote into the table itself counts before
them.

The working days that the installation itself published: ``working-days.json`` in the data directory.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from anju.foundation.calendar import FILE_NAME, NONE, Published, Unit, deadline, read_published
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError
from anju.foundation.law import LawFile, Part, Section, Text

log = logging.getLogger(__name__)
_FRESH = timedelta(seconds=30)
_cache: list[tuple[datetime, tuple[tuple[Any, ...], ...]]] = []


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One parameter in one region (prefix) for a time. `source`: where it is laid down."""

    region: str
    key: str
    value: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: Text


_national: dict[str, Mapping[str, Any]] = {}
"""Key → the value of the national rule, which says what fields a rule of that name has."""


def _read_rule(part: Part, file: LawFile) -> LocalRule:
    key, since = part.text("key"), part.since()
    value = part.part("value").raw
    form = _national.setdefault(key, value) if file.region == "" else _national.get(key)
    if form is None:
        raise part.wrong(f"no national rule is named {key}", "key")
    if {name: type(v) for name, v in value.items()} != {name: type(v) for name, v in form.items()}:
        raise part.wrong(f"a rule {key} has {', '.join(form)}, as the national one", "value")
    if value.get("unit", Unit.DAYS) not in set(Unit):
        raise part.wrong(f"unit is one of {', '.join(Unit)}", "value")
    if any(type(v) is int and v < 0 for v in value.values()):
        raise part.wrong("a number is below zero", "value")
    part.confidence()
    found = LocalRule(file.region, key, value, since, part.until(since), part.pair("source"))
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
            "A deadline is given more time: the working days of %s are not known. Put them into %s.",
            unknown.params.get("year", "?"),
            FILE_NAME,
        )
        return start + timedelta(days=amount + 2 * (amount // 5 + 1) + 8)


Stamp = tuple[str, int, int]
_read: dict[Stamp, Published] = {}


def published_days() -> Published:
    """Its years, read again when the file changes. A file that is not right counts as none: the log
    and ``./anju doctor`` say so, and deadlines go on by the official calendar."""
    path = settings.DATA / FILE_NAME
    try:
        found = path.stat()
    except OSError:
        return NONE
    stamp = (str(path), found.st_mtime_ns, found.st_size)
    if stamp not in _read:
        try:
            days = read_published(path)
        except AnjuError as error:
            log.error("%s counts as missing: %s", path, error.params.get("reason", ""))
            days = NONE
        _read.clear()
        _read[stamp] = days
    return _read.get(stamp, NONE)
