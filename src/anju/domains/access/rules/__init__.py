"""Pure rules of access."""

from anju.domains.access.rules.granting import (
    check_grant,
    grantable,
    hands_on,
    manages,
    needs_second,
    reaches,
)
from anju.domains.access.rules.phones import mask_phone, normal_phone
from anju.domains.access.rules.resolving import (
    default_purpose,
    in_force,
    narrowed,
    own_grant,
    resolve,
)

__all__ = [
    "check_grant",
    "default_purpose",
    "grantable",
    "hands_on",
    "in_force",
    "manages",
    "mask_phone",
    "narrowed",
    "needs_second",
    "normal_phone",
    "own_grant",
    "reaches",
    "resolve",
]
