"""The public door of permits. Each topic adds its names here: values out, never rows."""

from anju.domains.permits.data.entitled import Assessment, Fact, Missing
from anju.domains.permits.data.showing import CHECK_HOLDS, CHOICES, LIVE, Shown, Wallet
from anju.domains.permits.data.states import Asked, Channel, Held, Kind, PaperKind, ProxyReason, Stage
from anju.domains.permits.operations.credentials import check_pin, live, pin_is_set, printed, publish, set_pin, wallet
from anju.domains.permits.queries.credentials import credentials_of, held_by, issuers, status_token
from anju.domains.permits.queries.statuses import statuses_now

__all__ = ["CHECK_HOLDS", "CHOICES", "LIVE", "Asked", "Assessment", "Channel", "Fact", "Held", "Kind", "Missing",
           "PaperKind", "ProxyReason", "Shown", "Stage", "Wallet", "check_pin", "credentials_of", "held_by",
           "issuers", "live", "pin_is_set", "printed", "publish", "set_pin", "status_token", "statuses_now",
           "wallet"]
