"""Dated local rules: which one holds in a place on a day, and the deadlines that follow."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.register.declarations.queries.working_days import published_days
from anju.foundation.calendar import FILE_NAME, deadline
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError

log = logging.getLogger(__name__)
_FRESH = timedelta(seconds=30)
_cache: list[tuple[datetime, tuple[tuple[Any, ...], ...]]] = []


def rule(key: str, region: str, day: date, *, at: datetime) -> tuple[dict[str, Any], str]:
    """(value, source) of the most specific rule in force in the region on that day; ({}, "") when there is none."""
    best: tuple[Any, ...] | None = None
    for row in _all(at):
        prefix, name, _, since, until, _ = row
        if name != key or not region.startswith(prefix) or since > day or (until and until <= day):
            continue
        if best is None or (len(prefix), since) > (len(best[0]), best[3]):
            best = row
    return (dict(best[2]), str(best[5])) if best else ({}, "")


def _all(at: datetime) -> tuple[tuple[Any, ...], ...]:
    """Rules are few and change rarely: a process reads them again after half a minute."""
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
