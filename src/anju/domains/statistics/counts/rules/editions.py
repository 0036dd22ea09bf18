"""The edition a count belongs to, and the tree of divisions it is protected in. No tables, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from anju.domains.statistics.disclosure.data import Keys
from anju.domains.statistics.disclosure.rules.keys import cells
from anju.domains.statistics.disclosure.rules.publishing import protected

LEVELS = (6, 9, 12)
"""Digits of counties, streets and communities: the rows below all."""


def edition_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def edition_number(edition: date, year: int) -> int:
    """A number of its own for each edition of each school year's count."""
    return (edition.year * 12 + edition.month) * 10_000 + year


def born_between(year: int, *, first: int, below: int, month: int, day: int) -> tuple[date, date]:
    """The last birth date too old and the last one old enough, for full years from `first` and below `below`."""
    return date(year - below, month, day), date(year - first, month, day)


def protected_counts(communities: Sequence[str], keys: Keys, *, edition: int) -> dict[str, int]:
    """Division (prefix) → count to publish, of people given by community and key; "" is the total. A division that is
    not here has nobody."""
    names = ["", *sorted({c[:digits] for c in communities for digits in LEVELS})]
    at = {name: n for n, name in enumerate(names)}
    parents = np.array([-1] + [at[_above(name)] for name in names[1:]], dtype=np.int64)
    rows = np.array([at[c[:12]] for c in communities], dtype=np.int64)
    figures = protected(cells(parents, rows, keys, edition=edition))
    return {name: int(figures[n]) for name, n in at.items()}


def _above(name: str) -> str:
    shorter = [d for d in LEVELS if d < len(name)]
    return name[: shorter[-1]] if shorter else ""
