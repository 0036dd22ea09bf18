"""Which entries of the law hold: on a day, and in a place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """An entry that holds from its first day up to, not including, `valid_to`."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The day after the last; None: no end is set."""


class Local(Dated, Protocol):
    """A dated entry of a region: a code prefix, "" for the country."""

    @property
    def region(self) -> str:
        """Where it holds."""


Entry = TypeVar("Entry", bound=Local)


def holds(entry: Dated, day: date) -> bool:
    """Does the entry hold on that day?"""
    return entry.valid_from <= day and (entry.valid_to is None or day < entry.valid_to)


def holding_in(entries: Iterable[Entry], region: str, day: date) -> list[Entry]:
    """The entries that hold in a place on that day, whether its own or those of what it lies in; in their order."""
    return [one for one in entries if region.startswith(one.region) and holds(one, day)]


def rank(entry: Local) -> tuple[int, date]:
    """The greater, the more it counts: a narrower region, in one region a later first day."""
    return len(entry.region), entry.valid_from


def narrowest(entries: Iterable[Entry], region: str, day: date) -> Entry | None:
    """The entry that counts in a place on that day: of the narrowest region, in it the latest."""
    return max(holding_in(entries, region, day), key=rank, default=None)
