"""Time stamps of the message log: stamping, how they stand, checking them."""

from anju.domains.exchange.stamps.data.stamps import Level, StampCheck, StampView, Standing
from anju.domains.exchange.stamps.operations.stamping import Service, note_head, stamp_waiting
from anju.domains.exchange.stamps.queries.standing import exported, stamps, stamps_standing

__all__ = [
    "Level",
    "Service",
    "StampCheck",
    "StampView",
    "Standing",
    "exported",
    "note_head",
    "stamp_waiting",
    "stamps",
    "stamps_standing",
]
