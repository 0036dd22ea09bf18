"""Pure rules of access."""

from anju.domains.access.rules.granting import check_grant, reaches
from anju.domains.access.rules.phones import mask_phone, normal_phone
from anju.domains.access.rules.resolving import default_purpose, in_force, narrowed, own_grant, resolve

__all__ = ["check_grant", "default_purpose", "in_force", "mask_phone", "narrowed", "normal_phone", "own_grant",
           "reaches", "resolve"]
