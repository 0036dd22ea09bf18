"""Which step may follow, and what a lease must say."""

from __future__ import annotations

from datetime import date, timedelta

from anju.domains.housing.rentals.data import (
    FILERS,
    MOST_RENT,
    MOST_TENANTS,
    MOST_TEXT,
    MOST_YEARS,
    STEPS,
    Lease,
    RentalState,
    RentalStep,
)
from anju.foundation.errors import Conflict, Refused
from anju.foundation.free_text import require_no_identity_number

EARLIEST, AHEAD = date(2000, 1, 1), timedelta(days=366)
"""The first day a lease that still runs may have begun, and how far ahead one may begin."""


def after(step: RentalStep, state: RentalState, *, text: str = "") -> RentalState:
    """The state a step leads to. `Conflict` ``rental_step``; `Refused` ``rental_text_missing``, ``text_long``."""
    require_no_identity_number(text)
    rule = STEPS[step]
    if state not in rule.after:
        raise Conflict("rental_step", state=state.value, step=step.value)
    if rule.text and not text.strip():
        raise Refused("rental_text_missing")
    if len(text) > MOST_TEXT or "\0" in text:
        raise Refused("text_long", most=MOST_TEXT)
    return rule.to or state


def of_answers(*, waiting: int, objecting: int) -> RentalState:
    """The state of a filing by how many tenants have not answered, and how many object."""
    if objecting:
        return RentalState.OBJECTED
    return RentalState.FILED if waiting else RentalState.CONFIRMED


def require_lease(lease: Lease, *, today: date) -> None:
    """Raise `Refused` for a lease that cannot be: ``rental_tenants`` (`most`), ``rental_begins`` (`last`) where it
    begins before 2000 or more than a year from now, ``rental_period`` (`years`), ``rental_rent`` (`most`),
    ``rental_filer``."""
    if not 0 < len(set(lease.tenants)) == len(lease.tenants) <= MOST_TENANTS:
        raise Refused("rental_tenants", most=MOST_TENANTS)
    if not EARLIEST <= lease.since <= today + AHEAD:
        raise Refused("rental_begins", last=today + AHEAD)
    if lease.until is not None and not lease.since < lease.until <= _years_on(lease.since):
        raise Refused("rental_period", years=MOST_YEARS)
    if lease.rent is not None and not (
        lease.rent.is_finite() and 0 < lease.rent <= MOST_RENT and lease.rent * 100 % 1 == 0
    ):
        raise Refused("rental_rent", most=int(MOST_RENT))
    named = bool(lease.filer_name.strip())
    if lease.filer not in FILERS or (lease.filer != "landlord" and not named):
        raise Refused("rental_filer")
    if len(lease.filer_name) > 100 or "\0" in lease.filer_name:
        raise Refused("rental_filer")


def _years_on(day: date) -> date:
    if day.year + MOST_YEARS > date.max.year:
        return date.max
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + MOST_YEARS, day=28 if leap else day.day)
