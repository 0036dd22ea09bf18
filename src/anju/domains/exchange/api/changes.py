"""Changes that partners are given: agreements, fetching by cursor, webhooks, and how they stand."""

from anju.domains.exchange.changes.data.changes import (
    ACTION,
    MOST,
    PURPOSES,
    Asked,
    Attempt,
    ChangeKind,
    ChangeTerms,
    Fetched,
    HookState,
    HookView,
    Way,
    fields,
    kinds,
)
from anju.domains.exchange.changes.operations.agreements import (
    MANAGE,
    accept_changes,
    close_loss,
    end_changes,
    propose_changes,
    replay_changes,
)
from anju.domains.exchange.changes.operations.composing import PATH
from anju.domains.exchange.changes.operations.fetching import (
    FETCH,
    SignedRequest,
    fetch_as_department,
    fetch_signed,
)
from anju.domains.exchange.changes.operations.noting import forget_changes
from anju.domains.exchange.changes.operations.telling_hooks import Notified, due_webhooks, tell_next
from anju.domains.exchange.changes.operations.webhooks import (
    LONGEST_BEARER,
    confirm_move,
    move_webhook,
    pause_webhook,
    resume_webhook,
    set_bearer,
    skip_event,
)
from anju.domains.exchange.changes.queries.standing import attempts, change_agreements, webhooks
from anju.domains.exchange.changes.rules.addresses import Network, is_allowed, networks_of
from anju.domains.exchange.changes.rules.schema import event_schema

__all__ = [
    "ACTION",
    "FETCH",
    "LONGEST_BEARER",
    "MANAGE",
    "MOST",
    "PATH",
    "PURPOSES",
    "Asked",
    "Attempt",
    "ChangeKind",
    "ChangeTerms",
    "Fetched",
    "HookState",
    "HookView",
    "Network",
    "Notified",
    "SignedRequest",
    "Way",
    "accept_changes",
    "attempts",
    "change_agreements",
    "close_loss",
    "confirm_move",
    "due_webhooks",
    "end_changes",
    "event_schema",
    "fetch_as_department",
    "fetch_signed",
    "fields",
    "forget_changes",
    "is_allowed",
    "kinds",
    "move_webhook",
    "networks_of",
    "pause_webhook",
    "propose_changes",
    "replay_changes",
    "resume_webhook",
    "set_bearer",
    "skip_event",
    "tell_next",
    "webhooks",
]
