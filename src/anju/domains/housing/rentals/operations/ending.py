"""What happens when the agreed end of a lease has passed: who moved out is left in peace, otherwise both sides hear of
it, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.housing.rentals.data import LIVE, RentalState, RentalStep
from anju.domains.housing.rentals.models import Rental, RentalTenant
from anju.domains.housing.rentals.operations.filing import write_step
from anju.domains.housing.rentals.operations.telling import tell_of_end
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

PART = 500
"""Filings of one transaction."""


def lease_ends(*, actor: Actor, at: datetime, part: int = PART) -> int:
    """Look at leases whose agreed end has passed: those whose tenants are all gone end by themselves, also when they
    go after both sides were told; of the others landlord and tenants are told, each lease once. How many were looked
    at."""
    looked = last = 0
    while True:
        with acting(actor):
            found = list(
                Rental.objects.select_for_update(skip_locked=True)
                .filter(id__gt=last, state__in=[s.value for s in LIVE], until__lt=local_date(at))
                .order_by("id")[:part]
            )
            staying = _staying(found, at)
            for row in found:
                _over(row, staying[row.pk], actor, at)
        looked += len(found)
        if len(found) < part:
            return looked
        last = found[-1].pk


def _staying(leases: Sequence[Rental], at: datetime) -> dict[int, set[int]]:
    """Lease → its tenants who are registered in its home today. Two queries."""
    homes: dict[int, set[int]] = {row.home_id: set() for row in leases}
    for stay in register.occupants(list(homes), as_of=local_date(at)):
        homes[stay.home_id or 0].add(stay.person_id)
    out: dict[int, set[int]] = {row.pk: set() for row in leases}
    tenants = RentalTenant.objects.filter(rental__in=leases, removed_at=None)
    of_lease = {row.pk: row.home_id for row in leases}
    for lease, person in tenants.values_list("rental_id", "person_id"):
        if person in homes[of_lease[lease]]:
            out[lease].add(person)
    return out


def _over(row: Rental, staying: set[int], actor: Actor, at: datetime) -> None:
    if not staying:
        before, row.state, row.ended_on = row.state, RentalState.ENDED.value, row.until
        row.save(update_fields=["state", "ended_on"])
        write_step(row, RentalStep.ENDED, before, "lease_end", actor, at)
    elif row.prompted_at is None:
        row.prompted_at = at
        row.save(update_fields=["prompted_at"])
        write_step(row, RentalStep.PROMPTED, row.state, f"prompt {row.until}", actor, at)
        tell_of_end(row, staying, at=at)
