"""Who listens to what. Domains fill it from their ``handlers`` module when Django has loaded them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anju.foundation.events.outbox import Event

Handler = Callable[[Event], object]
BatchHandler = Callable[[Sequence[Event]], object]


@dataclass(frozen=True, slots=True)
class Listener:
    """One handler with the names it hears. `batch` is how many events it takes in one transaction."""

    key: str
    names: tuple[str, ...]
    batch: int
    handle: Callable[[Sequence[Event]], object]


_listeners: dict[str, Listener] = {}


def on(*names: str, key: str = "") -> Callable[[Handler], Handler]:
    """Deliver each event of these names to the handler, once, in the order of their transactions.

    The handler runs in a transaction of its own as the system; what it writes commits with the note that it was
    served. `key` names its cursor (default: module and function): keep it when the function moves.
    """

    def register(handler: Handler) -> Handler:
        def each(events: Sequence[Event]) -> None:
            for event in events:
                handler(event)

        _add(key or _name(handler), names, 1, each)
        return handler

    return register


def on_batch(*names: str, size: int = 500, key: str = "") -> Callable[[BatchHandler], BatchHandler]:
    """The same for a set-based handler: up to `size` events in one call and one transaction."""

    def register(handler: BatchHandler) -> BatchHandler:
        _add(key or _name(handler), names, size, handler)
        return handler

    return register


def listeners() -> tuple[Listener, ...]:
    """All listeners of this process, in order of registration."""
    return tuple(_listeners.values())


def forget(key: str) -> None:
    """Remove a listener from this process; its cursor stays."""
    _listeners.pop(key, None)


def _add(
    key: str, names: tuple[str, ...], batch: int, handle: Callable[[Sequence[Event]], object]
) -> None:
    if key in _listeners:
        raise ValueError(f"two listeners share the key {key}")
    if not names:
        raise ValueError(f"listener {key} hears nothing")
    _listeners[key] = Listener(key, names, batch, handle)


def _name(handler: Callable[..., object]) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"
