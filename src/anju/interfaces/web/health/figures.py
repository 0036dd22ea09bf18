"""What `/metrics` tells: requests of all processes, and how far the work of the whole installation is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

import psycopg
from django.db import Error

from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.db.replica import replica_state
from anju.foundation.db.scope import acting
from anju.foundation.events import api as events
from anju.foundation.progress import api as progress
from anju.interfaces.web.health.counters import BOUNDS, Counters
from anju.interfaces.web.health.exposition import Sample, family

log = logging.getLogger(__name__)


def exposed(counters: Counters, at: datetime) -> str:
    """Everything, in the text format. Without the database: the requests, and that the database is away."""
    parts = [requests(counters)]
    try:
        parts += [
            family("anju_database_up", "gauge", "1 when the database answers.", [("", {}, 1)]),
            *_work(at),
        ]
    except (psycopg.Error, Error) as error:
        log.warning("metrics: the database does not answer: %s", type(error).__name__)
        del parts[1:]
        parts.append(
            family("anju_database_up", "gauge", "1 when the database answers.", [("", {}, 0)])
        )
    return "".join(parts)


def requests(counters: Counters) -> str:
    """Answers by route, method, status and process, and how long they took, in the text format."""
    return family(
        "anju_request_seconds",
        "histogram",
        "Time until an answer begins, by route, of each web process.",
        _buckets(counters),
    )


def _buckets(counters: Counters) -> Iterator[Sample]:
    for process, (route, method, status), row in counters.all():
        labels = {"route": route, "method": method, "status": status, "process": process}
        risen = list(accumulate(row[:-1]))
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), risen, strict=True):
            yield "_bucket", {**labels, "le": bound}, count
        yield "_sum", labels, row[-1]
        yield "_count", labels, risen[-1]


def _work(at: datetime) -> Iterator[str]:
    state = progress.look()  # first, because it gives up within seconds when the database is away
    yield family(
        "anju_migrations_missing",
        "gauge",
        "Migrations of this version that the database lacks.",
        [("", {}, len(state.missing))],
    )
    seen = [] if state.worker_seen is None else [_age(state.worker_seen, at)]
    yield family(
        "anju_worker_heartbeat_age_seconds",
        "gauge",
        "Seconds since the worker was seen.",
        [("", {}, age) for age in seen],
    )
    with acting(system("metrics")):
        load, waiting = register.workload(), progress.queued()
        unsealed, listeners = audit.unsealed_since(), events.health()
    yield family(
        "anju_declarations_total",
        "counter",
        "Declarations numbered so far.",
        [("", {}, load.numbered)],
    )
    yield family(
        "anju_declarations_recent",
        "gauge",
        "The latest 10,000 declarations by channel and outcome.",
        [
            ("", {"channel": channel, "status": status}, count)
            for channel, status, count in load.recent
        ],
    )
    yield family(
        "anju_questions_open",
        "gauge",
        "Questions that wait for a person.",
        [("", {"kind": kind}, count) for kind, count in load.questions],
    )
    yield family(
        "anju_jobs",
        "gauge",
        "Jobs that wait (todo) or run (doing); imports have a queue of their own.",
        [("", {"queue": it.queue, "state": it.state}, it.jobs) for it in waiting],
    )
    yield family(
        "anju_events_pending",
        "gauge",
        "Events not delivered yet.",
        [("", {"listener": it.listener}, it.pending) for it in listeners],
    )
    yield family(
        "anju_events_lag_seconds",
        "gauge",
        "Age of the oldest event not delivered yet.",
        [("", {"listener": it.listener}, _age(it.oldest, at)) for it in listeners],
    )
    yield family(
        "anju_events_dead",
        "gauge",
        "Events a listener refused for good.",
        [("", {"listener": it.listener}, it.dead) for it in listeners],
    )
    yield from _replica()
    yield family(
        "anju_audit_unsealed_seconds",
        "gauge",
        "Age of the oldest line of the trail without a seal.",
        [("", {}, _age(unsealed, at))],
    )


def _replica() -> Iterator[str]:
    state = replica_state()
    if not state.configured:
        return
    yield family(
        "anju_replica_used",
        "gauge",
        "1 where figures, exports and answers are read from the replica.",
        [("", {}, int(state.used))],
    )
    yield family(
        "anju_replica_lag_seconds",
        "gauge",
        "Seconds the replica is behind.",
        [("", {}, round(state.lag, 3))] if state.lag is not None else [],
    )


def _age(since: datetime | None, at: datetime) -> float:
    return 0.0 if since is None else max(0.0, round((at - since).total_seconds(), 3))
