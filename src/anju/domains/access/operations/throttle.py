"""Counting tries, in one atomic statement, so that all processes count together: sign-ins, and whatever other domains
and pages let people try."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection

from anju.domains.access.data import LIMITS
from anju.foundation.crypto import blind_index
from anju.foundation.errors import Refused

_HIT = """
INSERT INTO access_throttle AS t (key, started_at, hits) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
  hits = CASE WHEN t.started_at <= %(stale)s OR t.started_at > %(skewed)s THEN 1 ELSE t.hits + 1 END,
  started_at = CASE WHEN t.started_at <= %(stale)s OR t.started_at > %(skewed)s THEN %(at)s ELSE t.started_at END
RETURNING hits, started_at
"""
SKEW = timedelta(minutes=5)
"""A window that begins further in the future is of a clock that ran ahead and was put back: it counts no more."""


def hit(action: str, subject: str, *, at: datetime) -> None:
    """Count one try. `Refused` ``too_many_tries`` (with `seconds` and `minutes` to wait) beyond the action's limit.

    The count must outlive the refusal: call it where the exception does not roll the transaction back.
    """
    limit = LIMITS[action]
    window = timedelta(seconds=limit.seconds)
    with connection.cursor() as cur:
        cur.execute(
            _HIT,
            {"key": _key(action, subject), "at": at, "stale": at - window, "skewed": at + SKEW},
        )
        hits, started = cur.fetchone()
    if hits > limit.hits:
        seconds = max(1, math.ceil((started + window - at).total_seconds()))
        raise Refused("too_many_tries", seconds=seconds, minutes=math.ceil(seconds / 60))


def clear(action: str, subject: str) -> None:
    """Forget the tries of a subject that has proved itself."""
    with connection.cursor() as cur:
        cur.execute("DELETE FROM access_throttle WHERE key = %s", [_key(action, subject)])


def give_back(action: str, subject: str) -> None:
    """Take one try back: successes do not count against an address that many people share."""
    with connection.cursor() as cur:
        cur.execute(
            "UPDATE access_throttle SET hits = hits - 1 WHERE key = %s AND hits > 0",
            [_key(action, subject)],
        )


def sweep(*, at: datetime) -> int:
    """Delete counters that no window reaches any more; how many."""
    oldest = at - timedelta(seconds=max(limit.seconds for limit in LIMITS.values()))
    with connection.cursor() as cur:
        cur.execute("DELETE FROM access_throttle WHERE started_at < %s", [oldest])
        return int(cur.rowcount)


def _key(action: str, subject: str) -> bytes:
    return blind_index(f"{action}\0{subject}", "access.throttle")


def count_try(action: str, subject: str, *, at: datetime) -> None:
    """Count one try of an action of `data.limits`. `Refused` ``too_many_tries`` beyond its limit; the count must
    outlive the refusal, so the caller answers it without rolling back."""
    hit(action, subject, at=at)


def take_back_try(action: str, subject: str) -> None:
    """Do not count the try just counted: it was not of the kind that the limit is about."""
    give_back(action, subject)
