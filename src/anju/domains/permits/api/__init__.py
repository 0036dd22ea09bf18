"""The public interface of permits. Each topic adds its names here: values out, never rows."""

from anju.domains.permits.applications.data import (
    ApplicationState,
    Channel,
    Kind,
    ProxyReason,
    Stage,
)
from anju.domains.permits.credentials.data import CHECK_HOLDS, CHOICES, LIVE, LiveCode, Wallet
from anju.domains.permits.credentials.operations import (
    check_pin,
    live,
    pin_is_set,
    printed,
    publish,
    set_pin,
    wallet,
)
from anju.domains.permits.credentials.queries import (
    credentials_of,
    held_by,
    issuers,
    status_token,
    statuses_now,
)
from anju.domains.permits.eligibility.data import Assessment, Fact, Missing, SupportingDocumentKind
from anju.domains.permits.transitions.data.transitions import PermitState

__all__ = [
    "CHECK_HOLDS",
    "CHOICES",
    "LIVE",
    "ApplicationState",
    "Assessment",
    "Channel",
    "Fact",
    "Kind",
    "LiveCode",
    "Missing",
    "PermitState",
    "ProxyReason",
    "Stage",
    "SupportingDocumentKind",
    "Wallet",
    "check_pin",
    "credentials_of",
    "held_by",
    "issuers",
    "live",
    "pin_is_set",
    "printed",
    "publish",
    "set_pin",
    "status_token",
    "statuses_now",
    "wallet",
]
