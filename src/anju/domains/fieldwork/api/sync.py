"""Devices that work without a network, and what they send."""

from anju.domains.fieldwork.sync.data.devices import DeviceState, DeviceValue, Enrolled
from anju.domains.fieldwork.sync.operations.devices import enrol, revoke_device
from anju.domains.fieldwork.sync.queries.devices import (
    PREFIX,
    actor_of_device,
    device_of,
    devices_of,
)
from anju.domains.fieldwork.sync.rules.devices import areas_of

__all__ = [
    "PREFIX",
    "DeviceState",
    "DeviceValue",
    "Enrolled",
    "actor_of_device",
    "areas_of",
    "device_of",
    "devices_of",
    "enrol",
    "revoke_device",
]
