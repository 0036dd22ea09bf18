"""Whether this installation can serve, in plain words. Asked at most once a second, however many ask."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from anju.foundation.progress import api as progress

LATE = timedelta(seconds=60)
"""A worker not seen for so long counts as stopped; it says every five seconds that it lives."""
FRESH = 1.0
"""Seconds an answer is good for: strangers may ask too, and each question costs a connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is ready and what is not; `checks`: name → a sentence without addresses, accounts or versions."""

    ready: bool
    checks: dict[str, str]


class Lookout:
    """Keeps the last answer for a moment."""

    def __init__(self) -> None:
        """Nothing known yet."""
        self._lock = threading.Lock()
        self._answer: Answer | None = None
        self._until = 0.0

    def answer(self, at: datetime) -> Answer:
        """The answer as of now, or as of a moment ago."""
        with self._lock:
            if self._answer is None or time.monotonic() >= self._until:
                self._answer, self._until = ask(at), time.monotonic() + FRESH
            return self._answer


def ask(at: datetime) -> Answer:
    """Look at database, tables and worker."""
    try:
        state = progress.look()
    except psycopg.Error:
        return Answer(False, {"database": "does not answer"})
    checks = {"database": "answers", "tables": "as this version wants them", "worker": "at work"}
    if state.missing:
        checks["tables"] = f"{len(state.missing)} step(s) behind this version"
    if state.worker_seen is None:
        checks["worker"] = "has never been seen"
    elif at - state.worker_seen > LATE:
        checks["worker"] = f"not seen for {int((at - state.worker_seen).total_seconds())} seconds"
    late = state.worker_seen is None or at - state.worker_seen > LATE
    return Answer(not state.missing and not late, checks)
