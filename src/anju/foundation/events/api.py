"""News from below: events put out with the change that caused them, delivered upwards after it committed."""

from anju.foundation.events.delivery import forget_delivered, health, pump
from anju.foundation.events.outbox import CHANNEL, Event, ListenerHealth, emit, emit_many
from anju.foundation.events.registry import forget, listeners, on, on_batch

__all__ = [
    "CHANNEL",
    "Event",
    "ListenerHealth",
    "emit",
    "emit_many",
    "forget",
    "forget_delivered",
    "health",
    "listeners",
    "on",
    "on_batch",
    "pump",
]
