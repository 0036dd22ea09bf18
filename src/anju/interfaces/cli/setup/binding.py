"""Ciphertexts bound to their rows, where an earlier version wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

if TYPE_CHECKING:
    from anju.foundation.crypto.binding import BoundColumn

ORDER = 25
PART = "register"
TITLE = "Encrypted data"


def columns() -> list[BoundColumn]:
    """All columns whose ciphertexts are bound to their rows."""
    from anju.domains.access import api as access
    from anju.domains.assessment import api as assessment
    from anju.domains.casework.api import cases
    from anju.domains.employers import api as employers
    from anju.domains.exchange.api import links as exchange
    from anju.domains.fieldwork.api import sync as field
    from anju.domains.groups.api import membership as groups
    from anju.domains.health.api import doses
    from anju.domains.housing.api import listings
    from anju.domains.people import api as people
    from anju.domains.permits.api import applications
    from anju.domains.places import api as places
    from anju.domains.register import api as register
    from anju.foundation.exports import api as exports
    from anju.foundation.notices import api as notices

    return [
        *people.BOUND,
        *access.BOUND,
        *places.BOUND,
        *employers.BOUND,
        *register.BOUND,
        *listings.BOUND,
        *applications.BOUND,
        *cases.BOUND,
        *groups.BOUND,
        *doses.BOUND,
        *field.BOUND,
        *assessment.BOUND,
        *exchange.BOUND,
        *notices.BOUND,
        *exports.BOUND,
    ]


def needed(installation: Installation) -> bool:
    """True when a column was not gone through yet."""
    from anju.foundation.crypto.binding import unbound

    with installation.as_owner():
        return bool(unbound(columns()))


def run(installation: Installation, progress: Progress) -> None:
    """Go through them; what was rewritten before an interruption stays."""
    from anju.foundation.crypto.binding import bind, unbound

    with installation.as_owner():
        for column in unbound(columns()):
            bind(column, progress.tell)
