"""Group commit: forms submitted in the same moment share one transaction.

One form costs intake some twenty statements and as many steps in Python, and so do thirty forms at once. Where several
requests of a process submit forms, a thread of its own, the committer, takes in all that wait in one transaction and
tells each what became of it; where only one is, it goes in by itself. What cannot go together (a
number entered twice in the same instant, a question that depends on who asks) goes in alone, as ever:
nobody's answer depends on the company.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import Receipt, Sender
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.context import NotGroupable, Run, Submitter
from anju.domains.register.intake.operations import resubmitted_rows, storing
from anju.domains.register.intake.operations.checking import checked_items
from anju.domains.register.intake.operations.declare import (
    admit,
    declare,
    framed,
    process_and_store,
)
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role, intake_role_transaction

SMALL = 8
"""Rows of what may share a transaction: a form, not a list."""
MOST = 32
"""Forms of one transaction at most."""
WAIT = 0.010, 0.100
"""Seconds the committer waits at least and at most for as many as came last time (whoever has just been answered soon
asks again); between them, as long as the last transaction took."""
IDLE = 1.0
"""Seconds after which a committer without work ends."""
PATIENCE = "3s"
"""How long a common transaction waits for somebody's lock before its forms go in one by one."""
LONGEST = 20.0
"""Seconds after which a form no longer waits for its turn: its key makes it safe to go in by itself."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Form:
    """A batch of few rows on its way in, and where its answer is put (None: take it in alone)."""

    items: Sequence[Mapping[str, Any]]
    sender: Sender
    actor: Actor
    at: datetime
    key: str
    answer: Future[Receipt | None] = field(default_factory=Future)


def declare_grouped(
    items: Sequence[Mapping[str, Any]],
    *,
    sender: Sender,
    actor: Actor,
    at: datetime,
    batch_key: str,
    seen: Mapping[str, Mapping[str, str]] | None = None,
) -> Receipt:
    """Take in a form (rows of standard columns) as `declare` does, but perhaps in a transaction of its own that others
    share: it may count even if the caller's transaction does not. For callers that wrote nothing before and only show
    the answer after; `batch_key` makes a second try safe. Raises as `declare` does.
    """
    admit(sender, actor, batch_key, [i.get("key") for i in items])
    if settings.GROUP_COMMIT and 0 < len(items) <= SMALL and not seen:
        with _COMMITTER.alone() as free:
            if free:
                return declare(items, sender=sender, actor=actor, at=at, batch_key=batch_key)
        if (receipt := _COMMITTER.ask(Form(items, sender, actor, at, batch_key))) is not None:
            return receipt
    return declare(items, sender=sender, actor=actor, at=at, batch_key=batch_key, seen=seen)


def intake_group(forms: Sequence[Form]) -> list[Receipt]:
    """What became of each form, inside the caller's transaction, which is theirs alone. `NotGroupable`, or an error of
    the database, when they must be taken in one by one."""
    at, channel = max(f.at for f in forms), forms[0].sender.channel
    if any(f.sender.channel != channel or local_date(f.at) != local_date(at) for f in forms):
        raise NotGroupable
    with as_intake_role():
        ids = batches.open_fresh([(f.sender, f.key, f.actor) for f in forms], at=at)
        if not ids:
            raise NotGroupable
        submitters = [Submitter(f.actor, f.sender, i) for f, i in zip(forms, ids, strict=True)]
        frame = checked_items(
            framed([i for f in forms for i in f.items]),
            known_areas=regions.known_areas(),
            today=local_date(at),
        )
        frame = storing.with_payloads(storing.numbered(resubmitted_rows.hashed(frame)))
        each = [v for f, v in zip(forms, submitters, strict=True) for _ in f.items]
        run = Run(submitters[0], at, by=dict(zip(frame["did"].to_list(), each, strict=True)))
        outcomes = iter(process_and_store(frame, run, about={}))
        return [
            Receipt(v.batch_id, tuple(next(outcomes) for _ in f.items))
            for f, v in zip(forms, submitters, strict=True)
        ]


class _Committer:
    """The forms this process is taking in."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = False
        self._waiting: list[Form] = []
        self._worker: threading.Thread | None = None
        self._last, self._took = 1, 0.0

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """True inside when no other form is being taken in."""
        with self._changed:
            free = not self._inside and self._worker is None
            self._inside = self._inside or free
        try:
            yield free
        finally:
            if free:
                self._inside = False

    def ask(self, form: Form) -> Receipt | None:
        """Hand a form to the committer; None when it must go in alone."""
        with self._changed:
            if self._worker is None and not self._begin():
                return None
            self._waiting.append(form)
            self._changed.notify()
        try:
            return form.answer.result(LONGEST)
        except TimeoutError:
            with self._changed:
                self._waiting = [other for other in self._waiting if other is not form]
            _log.warning("a form waited %.0f s for its turn and goes in by itself", LONGEST)
            return None

    def _begin(self) -> bool:
        """Start the committer; False when this machine has no thread to give, so that the next form tries again."""
        keeper = threading.Thread(target=self._serve, name="group-commit", daemon=True)
        self._worker = keeper
        try:
            keeper.start()
        except RuntimeError:
            self._worker = None
            _log.warning("no thread for forms of one moment: they go in one by one")
            return False
        return True

    def _serve(self) -> None:
        try:
            while forms := self._next():
                begun = time.monotonic()
                _answer(forms)
                self._took = time.monotonic() - begun
        finally:  # whatever ended it: nobody goes on waiting for a committer that has ended
            with self._changed:
                if self._worker is threading.current_thread():
                    self._worker = None
                    for form in self._waiting:
                        form.answer.set_result(None)
                    self._waiting = []
            _close_connection()

    def _next(self) -> list[Form]:
        """The forms to take in next; none when it is time to leave."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._waiting, IDLE):
                self._worker = None
                return []
            until = time.monotonic() + min(max(self._took, WAIT[0]), WAIT[1])
            while len(self._waiting) < self._last and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
            forms, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._last = len(forms)
            return forms


def _answer(forms: Sequence[Form]) -> None:
    """Take them in and tell each. Whatever goes wrong, each request meets in its own transaction,
    where it has a name."""
    receipts: Sequence[Receipt | None] = [None] * len(forms)
    try:
        with intake_role_transaction(PATIENCE):
            taken = intake_group(forms)
        receipts = taken  # committed, and only now
    except NotGroupable:
        _log.debug("%d forms go in one by one", len(forms))
    except Exception as error:
        _log.info("%d forms go in one by one: %s", len(forms), type(error).__name__)
        _close_connection()
    finally:
        for form, receipt in zip(forms, receipts, strict=True):
            form.answer.set_result(receipt)


def _close_connection() -> None:
    """Give the connection back; a broken one may refuse even that."""
    with suppress(Exception):
        connection.close()


_COMMITTER = _Committer()
