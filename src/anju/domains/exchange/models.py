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
from anju.domains.exchange.mapping.models import MappingVersion

__all__ = [
    "Agreement",
    "AgreementUse",
    "LogEntry",
    "MappingVersion",
    "Message",
    "Move",
    "Nonce",
    "OwnKey",
    "OwnPlace",
    "Peer",
    "PeerKey",
    "Stream",
]
