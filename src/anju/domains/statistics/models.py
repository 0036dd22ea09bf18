"""All tables of the domain, for Django."""

from anju.domains.statistics.publishing.models import Edition, PublishedTable
from anju.domains.statistics.sums.models import Flow, FlowChange, KeptDay, StayChange, Stock

__all__ = [
    "Edition",
    "Flow",
    "FlowChange",
    "KeptDay",
    "PublishedTable",
    "StayChange",
    "Stock",
]
