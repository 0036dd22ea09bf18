"""Concurrent writers: the database lets one pass, and the other is retried and finds what the first has written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors as pg

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 3
_RACES = (pg.UniqueViolation, pg.ExclusionViolation, pg.DeadlockDetected)


def retry_on_conflict(work: Callable[[], T]) -> T:
    """Do it in a savepoint, and once more where another writer was first (the same newcomer, two locks crosswise)."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return work()
        except (IntegrityError, OperationalError) as race:
            if attempt + 1 == ATTEMPTS or not isinstance(race.__cause__, _RACES):
                raise
    raise AssertionError("unreachable")


def retried(operation: Callable[P, T]) -> Callable[P, T]:
    """The operation, done again as a whole where it met another writer."""

    @wraps(operation)
    def attempted(*args: P.args, **kwargs: P.kwargs) -> T:
        return retry_on_conflict(lambda: operation(*args, **kwargs))

    return attempted
