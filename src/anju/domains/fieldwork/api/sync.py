"""Devices that work without a network, and what they send."""

from functools import partial

from anju.domains.fieldwork.encrypted_columns import BOUND
from anju.domains.fieldwork.sync.data.bundles import BundleOffered
from anju.domains.fieldwork.sync.data.devices import DeviceState, DeviceValue, Enrolled
from anju.domains.fieldwork.sync.data.office import Decision, OperationView, PhotoView, Side
from anju.domains.fieldwork.sync.data.operations import (
    FOR_OFFICE,
    VERSION,
    Answer,
    Kind,
    PhotoState,
    Reason,
    Status,
    Visited,
)
from anju.domains.fieldwork.sync.operations import bundles
from anju.domains.fieldwork.sync.operations.bundles import bundle_piece, sweep_bundles
from anju.domains.fieldwork.sync.operations.deciding import decide_operation
from anju.domains.fieldwork.sync.operations.devices import enrol, revoke_device
from anju.domains.fieldwork.sync.operations.photos import (
    PhotoStanding,
    add_piece,
    photo_content,
    photo_standing,
)
from anju.domains.fieldwork.sync.operations.receiving import (
    Received,
    Sent,
    receive_operations,
    take_queue,
)
from anju.domains.fieldwork.sync.queries.devices import (
    PREFIX,
    actor_of_device,
    device_of,
    devices_of,
)
from anju.domains.fieldwork.sync.queries.kept import standing
from anju.domains.fieldwork.sync.queries.offices import (
    count_open,
    open_operations,
    operation_view,
    own_operations,
)
from anju.domains.fieldwork.sync.rules.devices import areas_of
from anju.domains.fieldwork.tasks.queries.doors import waiting_at

offer_bundle = partial(bundles.offer_bundle, waiting=waiting_at)
"""A bundle of homes, with what waits at them."""

__all__ = [
    "BOUND",
    "FOR_OFFICE",
    "PREFIX",
    "VERSION",
    "Answer",
    "BundleOffered",
    "Decision",
    "DeviceState",
    "DeviceValue",
    "Enrolled",
    "Kind",
    "OperationView",
    "PhotoStanding",
    "PhotoState",
    "PhotoView",
    "Reason",
    "Received",
    "Sent",
    "Side",
    "Status",
    "Visited",
    "actor_of_device",
    "add_piece",
    "areas_of",
    "bundle_piece",
    "count_open",
    "decide_operation",
    "device_of",
    "devices_of",
    "enrol",
    "offer_bundle",
    "open_operations",
    "operation_view",
    "own_operations",
    "photo_content",
    "photo_standing",
    "receive_operations",
    "revoke_device",
    "standing",
    "sweep_bundles",
    "take_queue",
]
