"""Concurrent writers: the database lets one pass, and the other is retried and finds what the first has written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors as pg

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 3
_RACES = (pg.UniqueViolation, pg.ExclusionViolation, pg.DeadlockDetected)


def attempts() -> Iterator[AbstractContextManager[None]]:
    """Savepoints to work in: one, and a further one each time another writer was first (the same newcomer, two locks
    crosswise), `ATTEMPTS` at most. What the last one meets is raised, as is everything else.

        for attempt in attempts():
            with attempt:
                done = work()
        return done

    The result is kept in a name and returned after the loop: a `return` inside would leave before the savepoint is
    known to hold.
    """
    for left in reversed(range(ATTEMPTS)):
        conflicts: list[Exception] = []
        yield _savepoint(conflicts, last=not left)
        if not conflicts:
            return


@contextmanager
def _savepoint(conflicts: list[Exception], *, last: bool) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, OperationalError) as race:
        if last or not isinstance(race.__cause__, _RACES):
            raise
        conflicts.append(race)


def retried(operation: Callable[P, T]) -> Callable[P, T]:
    """The operation, done again as a whole where it met another writer."""

    @wraps(operation)
    def attempted(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in attempts():
            with attempt:
                done = operation(*args, **kwargs)
        return done

    return attempted
