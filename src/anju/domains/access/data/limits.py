"""How often somebody may try (GB/T 22239-2019: failed sign-ins are limited and lead to a lockout)."""

from __future__ import annotations

from dataclasses import dataclass

CODE_MINUTES = 5
"""How long a phone code is good."""

CODE_TRIES = 5
"""Wrong entries after which a phone code is dead."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `hits` in `seconds`; the next one is refused until the window ends."""

    hits: int
    seconds: int


LIMITS: dict[str, Limit] = {
    "mandate.code": Limit(10, 60 * 60),
    "booklet.code": Limit(20, 60 * 60),
    "booklet.desk": Limit(2000, 60 * 60),
    "plan.code": Limit(20, 60 * 60),
    "sign_in.account": Limit(5, 15 * 60),
    "sign_in.address": Limit(60, 15 * 60),
    "second_factor.account": Limit(5, 15 * 60),
    "code.pause": Limit(1, 60),
    "code.phone": Limit(6, 60 * 60),
    "code.address": Limit(60, 60 * 60),
    "code.try.phone": Limit(10, 60 * 60),
    "code.try.address": Limit(100, 60 * 60),
    "token.address": Limit(30, 5 * 60),
    "invitation.address": Limit(60, 15 * 60),
    "invitation.account": Limit(20, 60 * 60),
    "invitation.made": Limit(400, 24 * 60 * 60),
    "declare.account": Limit(30, 24 * 60 * 60),
    "listing.message": Limit(40, 60 * 60),
    "permit.pin": Limit(5, 15 * 60),
    "verify.address": Limit(120, 60),
    "entitlement.account": Limit(3000, 60 * 60),
    "entitlement.miss": Limit(60, 60 * 60),
    "card_photo.account": Limit(120, 60 * 60),
    "real_name.account": Limit(5, 24 * 60 * 60),
}
"""Action → limit. Offices share one address, hence the wide limits by address."""
