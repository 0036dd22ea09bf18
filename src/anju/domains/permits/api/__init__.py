"""The public door of permits. Each topic adds its names here: values out, never rows."""

from anju.domains.permits.data.entitled import Assessment, Fact, Missing
from anju.domains.permits.data.states import Asked, Channel, Held, Kind, PaperKind, ProxyReason, Stage

__all__ = ["Asked", "Assessment", "Channel", "Fact", "Held", "Kind", "Missing", "PaperKind", "ProxyReason", "Stage"]
