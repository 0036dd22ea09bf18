"""Tables of the exchange."""

from anju.domains.exchange.links.models import (
    Agreement,
    AgreementUse,
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
    "AgreementUse",
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
