"""Files that travel by hand to and from a production centre on a network of its own. Form:
docs/domains/permits-lifecycle.md."""

from anju.domains.permits.production.rules.packages.orders import (
    ORDER_FORMAT,
    pack_orders,
    unpack_orders,
)
from anju.domains.permits.production.rules.packages.results import (
    RESULT_FORMAT,
    Results,
    pack_results,
    unpack_results,
)
from anju.domains.permits.production.rules.packages.sealing import Package, Seal, pack, unpack

__all__ = [
    "ORDER_FORMAT",
    "RESULT_FORMAT",
    "Package",
    "Results",
    "Seal",
    "pack",
    "pack_orders",
    "pack_results",
    "unpack",
    "unpack_orders",
    "unpack_results",
]
