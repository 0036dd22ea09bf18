"""Who stands at an employer, at the office of its street, and at others."""

from __future__ import annotations

import itertools

from anju.foundation.actor import Actor, Grant
from tests.factories.register import STREET, Street

_keys = itertools.count()
FAR = "430181001004"
"""A community of another street of the same city."""
OFFICE = frozenset({"employer.see", "employer.edit", "person.see", "import.run", "import.apply"})


def key() -> str:
    """A key of its own for every request."""
    return f"k{next(_keys)}"


def officer(region: str = STREET) -> Actor:
    """Staff of a street."""
    return Actor(
        "staff", 41, "陈街道", (Grant("street", OFFICE, region=region),), purpose="register"
    )


def stranger() -> Actor:
    """Staff of another street of the same city."""
    return Actor("staff", 42, "外街道", (Grant("street", OFFICE, region=FAR[:9]),))


def clerk_of(street: Street) -> Actor:
    """The personnel clerk of the employer."""
    return Actor("public", 43, "周人事", (Grant("employer", OFFICE, party=street.firm.party),))


def other_firm() -> Actor:
    """The clerk of another employer."""
    return Actor("public", 44, "别家人事", (Grant("employer", OFFICE, party="employer:999999"),))


def resident() -> Actor:
    """Somebody without a role."""
    return Actor("public", 45, "居民", (), person_id=1)
