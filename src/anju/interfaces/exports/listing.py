"""What a list that leaves as a file consists of, whoever writes it: the page that was asked, or the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import polars as pl

from anju.foundation.actor import Actor
from anju.foundation.sheets.streaming import stream_xlsx

Key = TypeVar("Key")
Asked = Mapping[str, str]
"""The filters and the order of a list, as the address of its page holds them."""

AT_ONCE = 2_000
"""Rows of a file that is written while the page waits: about a second of work."""
BLOCK = 2_000
"""Rows that are read, recorded as read and written at a time."""


class Asker(Protocol):
    """Who reads the list, and when: a request, or the worker for the one who asked."""

    @property
    def actor(self) -> Actor:
        """Under whose rights."""

    @property
    def at(self) -> datetime:
        """The moment the list is of."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list about to be written. `count`: its rows, of which no more than asked for need be counted. `blocks` is read
    as it is written; each block records the reading of its persons. `top` and `marked` as `stream_xlsx` takes them."""

    sheet: str
    titles: Sequence[str]
    count: int
    blocks: Iterable[pl.DataFrame]
    top: Sequence[Sequence[str | None]] = ()
    marked: Sequence[str] = ()

    def bytes(self) -> Iterator[bytes]:
        """The spreadsheet."""
        return stream_xlsx(
            self.blocks, sheet=self.sheet, titles=self.titles, top=self.top, marked=self.marked
        )


def _nothing(_asker: Asker, _asked: Asked) -> None:
    return


@dataclass(frozen=True, slots=True)
class Export:
    """A list that leaves as a file.

    `listing` is given who asks, the filters, and up to how many rows need be counted (None: all). It requires the right
    to the list, for a request and again when the worker begins. `begun` records that the list leaves as a whole, where
    no persons are recorded.
    """

    kind: str
    file_name: Callable[[Asker, Asked], str]
    listing: Callable[[Asker, Asked, int | None], Listing]
    begun: Callable[[Asker, Asked], None] = _nothing


def in_blocks(
    keys: Sequence[Key], read: Callable[[Sequence[Key]], pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """The rows of a list that is known by its keys. `read` makes the cells of some of them, and records the reading of
    their persons."""
    for start in range(0, len(keys), BLOCK):
        yield read(keys[start : start + BLOCK])
