"""Links with other places: setting up, receiving, sending, applying, and what the office sees of them."""

from anju.domains.exchange.encrypted_columns import BOUND
from anju.domains.exchange.links.data.links import (
    LONGEST_WAIT,
    Agreement,
    MessageView,
    MoveState,
    PeerState,
    PeerView,
    Reply,
    State,
)
from anju.domains.exchange.links.operations.applying import apply_kept, kept_waiting
from anju.domains.exchange.links.operations.enquiries import MANAGE, ask
from anju.domains.exchange.links.operations.log import chain, entries
from anju.domains.exchange.links.operations.peers import (
    accept_agreement,
    add_key,
    add_peer,
    end_agreement,
    end_key,
    propose_agreement,
    rotate_key,
    set_place,
    suspend_peer,
)
from anju.domains.exchange.links.operations.receiving import forget_nonces, receive
from anju.domains.exchange.links.operations.repairing import (
    DECISIONS,
    SEEN,
    decide,
    empty_place,
    read_message,
    resend,
)
from anju.domains.exchange.links.operations.restores import tell_restore
from anju.domains.exchange.links.operations.sending import (
    PATH,
    Sent,
    Transport,
    due_peers,
    send_due,
)
from anju.domains.exchange.links.operations.telling import close_terms
from anju.domains.exchange.links.queries.messages import moves_under_way, wanting
from anju.domains.exchange.links.queries.peers import (
    agreements_of,
    own_place,
    own_public_keys,
    peer,
    peer_keys,
    peer_public_keys,
    peers,
)

__all__ = [
    "BOUND",
    "DECISIONS",
    "LONGEST_WAIT",
    "MANAGE",
    "PATH",
    "SEEN",
    "Agreement",
    "MessageView",
    "MoveState",
    "PeerState",
    "PeerView",
    "Reply",
    "Sent",
    "State",
    "Transport",
    "accept_agreement",
    "add_key",
    "add_peer",
    "agreements_of",
    "apply_kept",
    "ask",
    "chain",
    "close_terms",
    "decide",
    "due_peers",
    "empty_place",
    "end_agreement",
    "end_key",
    "entries",
    "forget_nonces",
    "kept_waiting",
    "moves_under_way",
    "own_place",
    "own_public_keys",
    "peer",
    "peer_keys",
    "peer_public_keys",
    "peers",
    "propose_agreement",
    "read_message",
    "receive",
    "resend",
    "rotate_key",
    "send_due",
    "set_place",
    "suspend_peer",
    "tell_restore",
    "wanting",
]
