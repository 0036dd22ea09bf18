"""What departments delivered: sources in use, files taken in, refused rows, and facts with source and date."""

from anju.domains.exchange.deliveries.data.deliveries import (
    MANIFEST,
    Connector,
    Counts,
    Delivery,
    DeliveryState,
    Fact,
    Manifest,
)
from anju.domains.exchange.deliveries.operations.connecting import (
    connect,
    decide,
    look_now,
    looked,
    stop,
)
from anju.domains.exchange.deliveries.operations.taking import take_file, take_rows
from anju.domains.exchange.deliveries.queries.deliveries import (
    by_digest,
    connector,
    connectors,
    deliveries,
    delivery,
    due,
    refused_rows,
)
from anju.domains.exchange.deliveries.queries.facts import (
    facts_about,
    identities,
)
from anju.domains.exchange.deliveries.rules.manifest import read_manifest, written

__all__ = [
    "MANIFEST",
    "Connector",
    "Counts",
    "Delivery",
    "DeliveryState",
    "Fact",
    "Manifest",
    "by_digest",
    "connect",
    "connector",
    "connectors",
    "decide",
    "deliveries",
    "delivery",
    "due",
    "facts_about",
    "identities",
    "look_now",
    "looked",
    "read_manifest",
    "refused_rows",
    "stop",
    "take_file",
    "take_rows",
    "written",
]
