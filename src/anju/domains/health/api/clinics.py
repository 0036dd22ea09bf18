"""Vaccination clinics and their stock: what others may call."""

from anju.domains.health.clinics.data import (
    ADDS,
    BY_HAND,
    FIGURES,
    GIVE,
    SEE,
    Clinic,
    Lot,
    Move,
    StockMove,
)
from anju.domains.health.clinics.operations.opening import set_clinic
from anju.domains.health.clinics.operations.stock import receive, take_out
from anju.domains.health.clinics.queries import (
    clinic,
    clinics,
    clinics_by_id,
    lots,
    moves,
    own_clinics,
)

__all__ = [
    "ADDS",
    "BY_HAND",
    "FIGURES",
    "GIVE",
    "SEE",
    "Clinic",
    "Lot",
    "Move",
    "StockMove",
    "clinic",
    "clinics",
    "clinics_by_id",
    "lots",
    "moves",
    "own_clinics",
    "receive",
    "set_clinic",
    "take_out",
]
