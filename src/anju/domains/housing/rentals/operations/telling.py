"""Who hears of a rental on file: its tenants that it was filed or changed, the landlord that a tenant objects, both
that its end has passed. Neither rent nor names stand in a message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from anju.domains.access import api as access
from anju.domains.housing.rentals.data import RentalStep
from anju.domains.housing.rentals.models import Rental

FILED_NOTICE, OBJECTED_NOTICE = "housing.lease_filed", "housing.lease_objected"
OVER_NOTICE = "housing.lease_over"
FILED = (
    "【安居】房东为您租住的房屋登记了租约（{number}），请登录安居，在“我的租约”核对：无误请确认，有误请提出。",
    (
        "[Anju] A lease of the home you rent was filed ({number}). Sign in to Anju and look under “My leases”: confirm "
        "it, or say what is wrong."
    ),
)
AMENDED = (
    "【安居】您的租约（{number}）改过了，请登录安居，在“我的租约”再核对一次。",
    "[Anju] Your lease ({number}) was changed. Sign in to Anju and look at it again under “My leases”.",
)
OBJECTED = (
    "【安居】租客对您登记的租约（{number}）提出了不同意见，请登录安居，在“租赁备案”中查看并改正。",
    "[Anju] A tenant objects to the lease you filed ({number}). Sign in to Anju, read why and correct it.",
)
OVER_LANDLORD = (
    "您备案的租约已于 {day} 到期，系统里租客还没有退房。请在“我的房子”续租、退房或写明情况。",
    (
        "A lease you filed ended on {day} and the tenant has not moved out on record. Extend it, check the tenant out "
        "or say how things stand, on your page."
    ),
)
OVER_TENANT = (
    "您的租约已于 {day} 到期，登记里您还住在原处。续租请房东改租期；已搬走请在“我的安居”登记搬离。",
    (
        "Your lease ended on {day} and you are still registered there. If you stay, ask the landlord to extend it; if "
        "you moved out, say so on your page."
    ),
)


def tell_of_step(rental_id: int, step: str, *, at: datetime) -> None:
    """After a step: those whose turn it is."""
    row = Rental.objects.filter(id=rental_id).first()
    if row is None:
        return
    facts, context = {"number": row.number}, {"rental": row.pk}
    if step in (RentalStep.FILED, RentalStep.AMENDED):
        words = FILED if step == RentalStep.FILED else AMENDED
        tenants = row.tenants.filter(removed_at=None).values_list("person_id", flat=True)
        users = _accounts(set(tenants))
        access.notify(users, FILED_NOTICE, words, at=at, context=context, facts=facts)
    elif step == RentalStep.OBJECTED:
        users = _landlords(row)
        access.notify(users, OBJECTED_NOTICE, OBJECTED, at=at, context=context, facts=facts)


def tell_of_end(row: Rental, living: Collection[int], *, at: datetime) -> None:
    """Its agreed end has passed: who answers for the home, and the tenants who are still registered there."""
    facts, context = {"day": row.until}, {"rental": row.pk}
    for users, words in ((_landlords(row), OVER_LANDLORD), (_accounts(living), OVER_TENANT)):
        access.notify(users, OVER_NOTICE, words, at=at, context=context, facts=facts)


def _landlords(row: Rental) -> list[int]:
    return [g.user_id for g in access.grants_of_party(party=row.party)]


def _accounts(persons: Collection[int]) -> list[int]:
    return [u for person in sorted(persons) for u in access.accounts_of(person)]
