"""Tables of the exchange."""

from anju.domains.exchange.links.models import (
    Agreement,
    LogEntry,
    Message,
    Move,
    Nonce,
    OwnKey,
    OwnPlace,
    Peer,
    PeerKey,
    Stream,
)

__all__ = [
    "Agreement",
    "LogEntry",
    "Message",
    "Move",
    "Nonce",
    "OwnKey",
    "OwnPlace",
    "Peer",
    "PeerKey",
    "Stream",
]
