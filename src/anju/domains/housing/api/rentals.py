"""Filing of rentals: leases with their tenants, the letter of responsibility, what happens when a lease ends."""

from anju.domains.housing.rentals.data import (
    FILERS,
    LIVE,
    STEPS,
    Lease,
    LetterText,
    RentalEvent,
    RentalRecord,
    RentalState,
    RentalStep,
    Signature,
    Tenant,
)
from anju.domains.housing.rentals.operations.ending import lease_ends
from anju.domains.housing.rentals.operations.filing import (
    RENTAL_EVENT,
    amend_rental,
    answer_rental,
    end_rental,
    file_rental,
    sign_letter,
    withdraw_rental,
)
from anju.domains.housing.rentals.operations.telling import (
    FILED_NOTICE,
    OBJECTED_NOTICE,
    OVER_NOTICE,
)
from anju.domains.housing.rentals.queries.facts import FACTS, rental_homes
from anju.domains.housing.rentals.queries.rentals import (
    SHOWN,
    leases_held,
    rental,
    rental_letter,
    rentals,
    rentals_of_home,
    rentals_of_parties,
    rentals_of_person,
)
from anju.domains.housing.rentals.rules.letters import digest_of

__all__ = [
    "FACTS",
    "FILED_NOTICE",
    "FILERS",
    "LIVE",
    "OBJECTED_NOTICE",
    "OVER_NOTICE",
    "RENTAL_EVENT",
    "SHOWN",
    "STEPS",
    "Lease",
    "LetterText",
    "RentalEvent",
    "RentalRecord",
    "RentalState",
    "RentalStep",
    "Signature",
    "Tenant",
    "amend_rental",
    "answer_rental",
    "digest_of",
    "end_rental",
    "file_rental",
    "lease_ends",
    "leases_held",
    "rental",
    "rental_homes",
    "rental_letter",
    "rentals",
    "rentals_of_home",
    "rentals_of_parties",
    "rentals_of_person",
    "sign_letter",
    "withdraw_rental",
]
