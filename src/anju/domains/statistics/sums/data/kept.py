"""What is summed: whose periods, by which values, at which levels of divisions.

A figure over periods is a sum of edges: how many began less how many ended up to a day. Within a division, periods of
one key that touch or overlap are one *run*: who moves inside it has neither come nor left, who has two jobs there
counts once. So one rule gives people, homes and workers, and what came and left, on every level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEVELS = (0, 2, 4, 6, 9)
"""Digits of the divisions that have sums of their own; 0: all of them. Smaller ones are counted."""
VALUES_AT = 6
"""Digits of the divisions in which values of dimensions are summed."""
EVER = date(1, 1, 1)
"""Stands for all days, where edges are kept."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of a table whose periods are summed, in SQL over ``s``. `key`: whose periods make one run."""

    fact: str
    table: str
    key: str
    period: str = "s.period"
    where: str = "s.superseded_at IS NULL"


_HABITUAL = "s.habitual AND s.superseded_at IS NULL"
_IN_TIME = """(SELECT o.recorded_at FROM register_stay o WHERE o.id = s.line)
    < ((lower(s.period) + 4)::timestamp AT TIME ZONE 'Asia/Shanghai')"""
_ON_FILE = "(s.recorded_at AT TIME ZONE 'Asia/Shanghai')::date"
RUNS = (
    Run("resident", "register_stay", "s.person_id", where=_HABITUAL),
    Run(
        "let_home",
        "register_stay",
        "s.home_id",
        where=f"{_HABITUAL} AND s.home_id IS NOT NULL",
    ),
    Run("begun", "register_stay", "s.id", where=_HABITUAL),
    Run("begun_in_time", "register_stay", "s.id", where=f"{_HABITUAL} AND {_IN_TIME}"),
    Run("worker", "register_job", "s.person_id"),
    Run("absent", "register_absence", "s.person_id"),
    Run(
        "home",
        "places_home",
        "s.id",
        f"daterange({_ON_FILE}, s.closed_on)",
        f"(s.closed_on IS NULL OR s.closed_on > {_ON_FILE})",
    ),
    Run("building", "places_building", "s.id", f"daterange({_ON_FILE}, NULL)", "true"),
)
TABLES = tuple(dict.fromkeys(run.table for run in RUNS))

GROUPINGS: tuple[tuple[str, ...], ...] = (
    ("reason",),
    ("dwelling",),
    ("origin",),
    ("sex",),
    ("age",),
    ("police_reason",),
    ("intended",),
    ("lived",),
    ("origin_kind",),
    ("police_reason", "sex"),
    ("intended", "police_reason"),
    ("origin_kind", "police_reason"),
    ("dwelling", "police_reason"),
    ("age", "sex"),
    ("age", "lived"),
    ("age", "dwelling"),
)
"""Dimensions of residents whose values are summed on kept days, one or two together, in order of the alphabet: those of
the indicator and of the tables of R1."""
MONTHS_KEPT = 13
"""Ends of months whose values stay summed; days of today and yesterday besides."""
