"""What can be proved besides the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROVED = frozenset({"stable_job", "stable_home", "schooling", "insurance", "marriage"})
"""Codes of facts that a supporting document or a department may prove."""


@dataclass(frozen=True, slots=True)
class Proven:
    """One fact to be recorded: it held from `since` to before `until` (None: it still does), in the city of `region`.
    `reference` is its number with the source."""

    person_id: int
    code: str
    region: str
    since: date
    until: date | None = None
    reference: str = ""
