"""Digital permits: issued to their holder, withdrawn with the permit, their state published for whoever checks."""

from anju.domains.permits.operations.credentials.issuing import live, printed, wallet
from anju.domains.permits.operations.credentials.pins import check_pin, set_pin
from anju.domains.permits.operations.credentials.publishing import publish
from anju.domains.permits.operations.credentials.withdrawing import withdraw

__all__ = ["check_pin", "live", "printed", "publish", "set_pin", "wallet", "withdraw"]
