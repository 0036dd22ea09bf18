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
    """Look at leases whose agreed end has passed: those whose tenants are all gone end by themselves; of the others
    landlord and tenants are told, each lease once. How many were looked at."""
    looked = 0
    while True:
        with acting(actor):
            found = list(
                Rental.objects.select_for_update(skip_locked=True)
                .filter(
                    state__in=[s.value for s in LIVE],
                    until__lt=local_date(at),
                    prompted_at=None,
                )
                .order_by("until", "id")[:part]
            )
            for row in found:
                _over(row, actor, at)
        looked += len(found)
        if len(found) < part:
            return looked


def _over(row: Rental, actor: Actor, at: datetime) -> None:
    tenants = set(
        RentalTenant.objects.filter(rental=row, removed_at=None).values_list("person_id", flat=True)
    )
    here = {s.person_id for s in register.occupants([row.home_id], as_of=local_date(at))}
    before, row.prompted_at = row.state, at
    if not tenants & here:
        row.state, row.ended_on = RentalState.ENDED.value, row.until
        row.save(update_fields=["state", "ended_on", "prompted_at"])
        write_step(row, RentalStep.ENDED, before, "lease_end", actor, at)
        return
    row.save(update_fields=["prompted_at"])
    write_step(row, RentalStep.PROMPTED, before, f"prompt {row.until}", actor, at)
    landlords = [g.user_id for g in access.grants_of_party(party=row.party)]
    living = [u for person in sorted(tenants & here) for u in access.accounts_of(person)]
    _tell(landlords, TO_LANDLORD, row.until, row.pk, at)
    _tell(living, TO_TENANT, row.until, row.pk, at)


def _tell(
    users: Sequence[int], words: tuple[str, str], day: date | None, rental: int, at: datetime
) -> None:
    reached: Iterable[tuple[str, str]] = access.phones_of_users(users).values()
    for phone, language in reached:
        text = words[0] if language.startswith("zh") else words[1]
        notices.send(KIND, phone, text.format(day=day), at=at, context={"rental": rental})
