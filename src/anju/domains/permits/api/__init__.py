"""The public door of permits. Each topic adds its names here: values out, never rows."""

from anju.domains.permits.applications.data.states import Asked, Channel, Kind, ProxyReason, Stage
from anju.domains.permits.credentials.data import CHECK_HOLDS, CHOICES, LIVE, Shown, Wallet
from anju.domains.permits.credentials.operations import (
    check_pin,
    live,
    pin_is_set,
    printed,
    publish,
    set_pin,
    wallet,
)
from anju.domains.permits.credentials.queries.credentials import (
    credentials_of,
    held_by,
    issuers,
    status_token,
)
from anju.domains.permits.credentials.queries.statuses import statuses_now
from anju.domains.permits.eligibility.data.assessment import Assessment, Fact, Missing
from anju.domains.permits.eligibility.data.supporting_documents import PaperKind
from anju.domains.permits.transitions.data.states import Held

__all__ = [
    "CHECK_HOLDS",
    "CHOICES",
    "LIVE",
    "Asked",
    "Assessment",
    "Channel",
    "Fact",
    "Held",
    "Kind",
    "Missing",
    "PaperKind",
    "ProxyReason",
    "Shown",
    "Stage",
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
