"""Digital permits: issued to their holder, withdrawn with the permit, their state published for whoever checks."""

from anju.domains.permits.credentials.operations.issuing import live, printed, wallet
from anju.domains.permits.credentials.operations.pins import check_pin, pin_is_set, set_pin
from anju.domains.permits.credentials.operations.status_lists import publish, withdraw

__all__ = ["check_pin", "live", "pin_is_set", "printed", "publish", "set_pin", "wallet", "withdraw"]
