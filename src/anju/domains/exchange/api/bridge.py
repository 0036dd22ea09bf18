"""The bridge of separated networks: ends and keys, sending, receiving, answering, and what the office sees."""

from anju.domains.exchange.bridge.data.bridge import (
    COMPARABLE,
    BridgeKeyView,
    BridgeView,
    FileOutcome,
    ItemState,
    ItemView,
    Role,
    Verdict,
)
from anju.domains.exchange.bridge.operations.answering import (
    MOST_AT_ONCE,
    answer,
    close,
    look_at,
    look_through,
)
from anju.domains.exchange.bridge.operations.ends import end_key, enter_card, own_card, set_up
from anju.domains.exchange.bridge.operations.entering import enter
from anju.domains.exchange.bridge.operations.filling import offer_declarations, offer_permits
from anju.domains.exchange.bridge.operations.receiving import receive
from anju.domains.exchange.bridge.operations.sending import Sending, send
from anju.domains.exchange.bridge.queries.standing import LISTS, bridge, bridges, items_where, keys

__all__ = [
    "COMPARABLE",
    "LISTS",
    "MOST_AT_ONCE",
    "BridgeKeyView",
    "BridgeView",
    "FileOutcome",
    "ItemState",
    "ItemView",
    "Role",
    "Sending",
    "Verdict",
    "answer",
    "bridge",
    "bridges",
    "close",
    "end_key",
    "enter",
    "enter_card",
    "items_where",
    "keys",
    "look_at",
    "look_through",
    "offer_declarations",
    "offer_permits",
    "own_card",
    "receive",
    "send",
    "set_up",
]
