"""Callers that are processes of their own, as those of a city are: in threads of one Python they would wait for its
interpreter, and the database would be blamed for it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_shared: dict[str, Any] = {}


@contextmanager
def callers(found: Any, count: int) -> Iterator[Any]:
    """So many processes on the installation; the pool is given to `together`."""
    context = multiprocessing.get_context("spawn")
    environment = {**found.serving(), "ANJU_POOL": "", "POLARS_MAX_THREADS": "1"}
    with context.Pool(count, _start, (environment, context.Barrier(count))) as pool:
        yield pool


def _start(environment: dict[str, str], barrier: Any) -> None:
    os.environ.update(environment)
    import django

    django.setup()
    _shared["barrier"] = barrier


def clerk(region: str) -> Any:
    """Somebody who may look people up in a region."""
    from anju.foundation.actor import Actor, Grant

    return Actor("staff", user_id=1, grants=(Grant("district", frozenset({"person.see"}), region),))


def together(
    pool: Any, count: int, seconds: float, texts: Sequence[str], region: str
) -> tuple[list[float], float]:
    """Every caller searches for the texts in turn, all at once. Latencies of the searches, and the time."""
    begun = time.perf_counter()
    parts = pool.starmap(
        _search, [(list(texts), region, me, count, seconds) for me in range(count)], chunksize=1
    )
    return [t for part in parts for t in part], min(seconds, time.perf_counter() - begun)


def _search(texts: list[str], region: str, me: int, count: int, seconds: float) -> list[float]:
    """Searches one after the other. Each of one's texts is asked once before anything is counted: this is the warm
    database; `cold` measures the other."""
    from anju.domains.people import api as people
    from anju.foundation.db.scope import acting

    actor = clerk(region)
    taken: list[float] = []

    def ask(turn: int) -> None:
        with acting(actor):
            people.search(texts[(turn * count + me) % len(texts)], regions=(region,))

    for turn in range(-(-len(texts) // count)):
        ask(turn)
    _shared["barrier"].wait()
    end, turn = time.perf_counter() + seconds, 0
    while (begun := time.perf_counter()) < end:
        turn += 1
        ask(turn)
        taken.append(time.perf_counter() - begun)
    return taken
