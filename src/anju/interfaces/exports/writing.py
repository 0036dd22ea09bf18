"""Writing a long list for the one who asked: block by block, each under the rights of that moment, into encrypted
pieces.

The memory it takes is that of one block and one piece, whatever the length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl
from django.utils.translation import override

from anju.foundation.actor import Actor, system
from anju.foundation.clock import now
from anju.foundation.db.replica import on_primary, reading
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound
from anju.foundation.exports import api as exports
from anju.interfaces.exports.listing import Export, Listing
from anju.interfaces.exports.registry import lists
from anju.interfaces.exports.rights import actor_now


@dataclass(frozen=True, slots=True)
class Reader:
    """The one who asked, as the worker reads for them."""

    actor: Actor
    at: datetime


def make(export_id: int, report: Callable[[int, int], None]) -> None:
    """Make a file that was asked for. `report` is given (rows written, of how many).

    Raises what the list raises for somebody who may not see it, and `NotAllowed` ``export_rights_changed`` or
    ``user_inactive`` when the rights of the one who asked are not what they were; nothing of the file is kept then.
    """
    with acting(system("exports")):
        found = exports.open_one(export_id)
        if found is None:
            return
        exports.restart(export_id)
        known = lists().get(found.kind)
        if known is None:
            raise NotFound("export_unknown", days=exports.TERM.days)
    with override(found.language):
        rows, size = _written(found, known, report)
    with acting(actor_now(found, now())):
        exports.finish(found.id, rows=rows, size=size, at=now())


def _written(
    found: exports.Export, known: Export, report: Callable[[int, int], None]
) -> tuple[int, int]:
    """Rows and bytes, all of them stored."""
    at = now()
    with acting(actor := actor_now(found, at)):
        reader, asked = Reader(actor, at), exports.asked_of(found)
        listing = known.listing(reader, asked, None)
        known.begun(reader, asked)
    counted = _Counted(listing, report)
    pieces = replace(listing, blocks=counted).bytes()
    number, size, held = 0, 0, bytearray()
    while True:
        with acting(actor_now(found, now())):
            with reading():
                piece = next(pieces, None)
            held += piece or b""
            while len(held) >= exports.PART_BYTES or (piece is None and held):
                exports.write(found.id, found.owner_id, number, bytes(held[: exports.PART_BYTES]))
                size, number = size + min(len(held), exports.PART_BYTES), number + 1
                del held[: exports.PART_BYTES]
        if piece is None:
            return counted.rows, size


class _Counted(Iterable[pl.DataFrame]):
    """The blocks of a list, with their rows counted and reported."""

    def __init__(self, listing: Listing, report: Callable[[int, int], None]) -> None:
        self._listing, self._report, self.rows = listing, report, 0

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for block in self._listing.blocks:
            self.rows += block.height
            yield block
            with on_primary():
                self._report(self.rows, max(self._listing.count, self.rows))
