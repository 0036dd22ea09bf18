"""Receiving operations: the one loop that the server runs on its tables and the model test on its own.

What is kept is kept for ever under its key and digest; whatever comes again is answered as the first
time. One bad operation holds up none but those that build on it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from anju.domains.fieldwork.sync.data.operations import (
    GOOD,
    Answer,
    Entry,
    Kind,
    Operation,
    Outcome,
    Reason,
    Status,
)
from anju.domains.fieldwork.sync.rules.deciding import Facts, Verdict, decide, disclosed
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Unavailable

RELEASED = frozenset({Reason.EARLIER_MISSING, Reason.EARLIER_WAITING})
"""Reasons to wait that may end when an operation that is named comes or is decided."""
_OWN = frozenset(Reason)
"""Reasons given here; others are those of the register, which has begun to act on the declaration."""


class Store(Protocol):
    """Where the operations of one holder are kept. All that a call changes is one transaction."""

    def digests(self, key: str) -> Collection[str]:
        """The digests kept under this key."""

    def keep(self, entry: Entry, outcome: Outcome) -> None:
        """Keep what came, with what became of it."""

    def move(self, key: str, outcome: Outcome) -> None:
        """Another outcome for the operation of this key."""

    def outcome(self, key: str, digest: str = "") -> Outcome:
        """What became of what came under this key first, or with this digest."""

    def facts(self, operation: Operation) -> Facts:
        """What is known now."""

    def apply(self, operation: Operation, verdict: Verdict) -> Outcome:
        """Do it. Inside `attempt`: an exception undoes all of it."""

    def undo(self, key: str) -> None:
        """Take back what the operation of this key has done. Raises `AnjuError` where that is for the office."""

    def held_by(self, key: str) -> Iterable[Operation]:
        """Operations that wait for a reason of `RELEASED` and follow this key."""

    def attempt(self) -> AbstractContextManager[None]:
        """A savepoint."""

    def is_lost(self, error: Exception) -> bool:
        """True when the store itself failed, so that nothing of the request may count; else the error is noted."""


def receive(entries: Sequence[Entry], store: Store) -> list[Answer]:
    """Take in what a device sent; an answer for each, in the order sent, as it stands when all are taken in."""
    for entry in entries:
        take(entry, store)
    return [answer_to(e.key, e.digest, store.outcome(e.key, e.digest)) for e in entries]


def answer_to(key: str, digest: str, outcome: Outcome) -> Answer:
    """The outcome as the device reads it."""
    shown = disclosed(outcome)
    return Answer(key, digest, shown.status, shown.reason, shown.facts)


def take(entry: Entry, store: Store) -> None:
    """Take in one entry, and what waited for it. What came before changes nothing; other content under a used key
    is kept for a person."""
    kept = store.digests(entry.key)
    if entry.digest in kept:
        return
    if kept:
        store.keep(entry, Outcome(Status.QUARANTINED, Reason.KEY_USED))
        return
    if entry.operation is None:
        store.keep(entry, Outcome(Status.QUARANTINED, entry.fault))
    else:
        store.keep(entry, outcome_of(entry.operation, store))
    release(entry.key, store)


def release(key: str, store: Store) -> None:
    """Look again at what waited for this key, and at what waited for that."""
    due = deque([key])
    while due:
        for operation in store.held_by(due.popleft()):
            before, now = store.outcome(operation.key), outcome_of(operation, store)
            if (now.status, now.reason) != (before.status, before.reason):
                store.move(operation.key, now)
                due.append(operation.key)


def outcome_of(operation: Operation, store: Store) -> Outcome:
    """Decide and, if so decided, do it."""
    verdict = decide(operation, store.facts(operation))
    if verdict.outcome is not None:
        return verdict.outcome
    try:
        with store.attempt():
            if operation.kind is Kind.WITHDRAW:
                return _withdraw(operation.withdraws, store)
            return store.apply(operation, verdict)
    except AnjuError as error:
        return of_error(error)
    except Exception as error:
        if store.is_lost(error):
            raise
        return Outcome(Status.QUARANTINED, Reason.FAILED)


def of_error(error: AnjuError) -> Outcome:
    """What a named error makes of an operation: what its sender can correct is refused, the rest is for the office.
    `Unavailable` is raised again: the same request passes later."""
    if isinstance(error, Unavailable):
        raise error
    if isinstance(error, NotAllowed):
        return Outcome(Status.WAITING, Reason.OUTSIDE_AREA)
    if isinstance(error, NotFound):
        person = error.code == Reason.PERSON_UNKNOWN
        return Outcome(Status.WAITING, Reason.PERSON_UNKNOWN if person else Reason.HOME_UNKNOWN)
    if isinstance(error, Conflict):
        return Outcome(Status.WAITING, error.code)
    return Outcome(Status.REFUSED, error.code)


def _withdraw(key: str, store: Store) -> Outcome:
    """Take an earlier operation back: where it only waits it ends, what it has done is undone."""
    target = store.outcome(key)
    if target.status in (Status.REFUSED, Status.QUARANTINED):
        return Outcome(Status.UNCHANGED)
    if target.status in GOOD or target.reason not in _OWN:
        store.undo(key)
    store.move(key, Outcome(Status.REFUSED, Reason.WITHDRAWN))
    release(key, store)
    return Outcome(Status.APPLIED)
