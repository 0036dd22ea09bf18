"""Arrivals and departures at the reception of a dormitory or rental building: what the register offers for them."""

from anju.domains.register.arrivals.data import CAME, MOVED, WENT, DayEntry, Match
from anju.domains.register.arrivals.operations.arriving import check_in, confirm_guests
from anju.domains.register.arrivals.queries.entries import entries
from anju.domains.register.arrivals.queries.finding import (
    find,
    guests_of_invitation,
    guests_waiting,
    sexes_in,
)
from anju.domains.register.arrivals.queries.gone import what_became_of_stay
from anju.domains.register.ledger.queries import left_today

__all__ = [
    "CAME",
    "MOVED",
    "WENT",
    "DayEntry",
    "Match",
    "check_in",
    "confirm_guests",
    "entries",
    "find",
    "guests_of_invitation",
    "guests_waiting",
    "left_today",
    "sexes_in",
    "what_became_of_stay",
]
