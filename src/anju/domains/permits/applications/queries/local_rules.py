"""The dated local rules of applying and deciding, read from the register's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.domains.permits.applications.data import Stage
from anju.domains.register import api as register
from anju.foundation.calendar import Unit
from anju.foundation.clock import local_date


@dataclass(frozen=True, slots=True)
class Way:
    """How a region decides: its stages in order, those where two must agree, the issuing station's region."""

    stages: tuple[Stage, ...]
    four_eyes: tuple[Stage, ...]
    station: str


def way(region: str, *, at: datetime) -> Way:
    """The way of an application for this community. The last stage is always the station: only it issues (art. 8)."""
    laid_down = rule("permit.stages", region, at=at)
    named = [Stage(s) for s in laid_down.get("stages", ()) if s in set(Stage)]
    stages = (*(s for s in Stage if s in named and s is not Stage.STATION), Stage.STATION)
    digits = int(rule("permit.station", region, at=at).get("digits", 9))
    return Way(
        stages, tuple(s for s in stages if s in laid_down.get("four_eyes", ())), region[:digits]
    )


def rule(key: str, region: str, *, at: datetime) -> dict[str, Any]:
    """The value of a rule in force there now; empty when there is none."""
    return register.rule(key, region, local_date(at), at=at)[0]


def source(key: str, region: str, *, at: datetime) -> str:
    """Where that rule is written."""
    return register.rule(key, region, local_date(at), at=at)[1]


def issue_at_most(at: datetime) -> tuple[int, Unit]:
    """What no rule of a place may exceed: amount and unit."""
    value = register.national("permit.issue_at_most", local_date(at))
    return int(value["amount"]), Unit(value["unit"])


def until(key: str, region: str, start: datetime) -> datetime:
    """The end of a term of the applicant's that begins at `start`."""
    return register.due(key, region, start)
