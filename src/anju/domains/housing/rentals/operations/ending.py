"""What happens when the agreed end of a lease has passed: who moved out is left in peace, otherwise both sides hear of
it, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from anju.domains.access import api as access
from anju.domains.housing.rentals.data import LIVE, RentalState, RentalStep
from anju.domains.housing.rentals.models import Rental, RentalTenant
from anju.domains.housing.rentals.operations.filing import write_step
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.notices import api as notices

PART = 500
"""Filings of one transaction."""
KIND = "housing.lease_over"
TO_LANDLORD = (
    "您备案的租约已于 {day} 到期，系统里租客还没有退房。请在“我的房子”续租、退房或写明情况。",
    (
        "A lease you filed ended on {day} and the tenant has not moved out on record. Extend it, check the tenant out "
        "or say how things stand, on your page."
    ),
)
TO_TENANT = (
    "您的租约已于 {day} 到期，登记里您还住在原处。续租请房东改租期；已搬走请在“我的安居”登记搬离。",
    (
        "Your lease ended on {day} and you are still registered there. If you stay, ask the landlord to extend it; if "
        "you moved out, say so on your page."
    ),
)


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
        _prompt(row, staying, at)


def _prompt(row: Rental, here: set[int], at: datetime) -> None:
    """Both sides hear of it: who answers for the home, and the tenants who are still registered there."""
    landlords = [g.user_id for g in access.grants_of_party(party=row.party)]
    living = [u for person in sorted(here) for u in access.accounts_of(person)]
    _tell(landlords, TO_LANDLORD, row.until, row.pk, at)
    _tell(living, TO_TENANT, row.until, row.pk, at)


def _tell(
    users: Sequence[int], words: tuple[str, str], day: date | None, rental: int, at: datetime
) -> None:
    reached: Iterable[tuple[str, str]] = access.phones_of_users(users).values()
    for phone, language in reached:
        text = words[0] if language.startswith("zh") else words[1]
        notices.send(KIND, phone, text.format(day=day), at=at, context={"rental": rental})
