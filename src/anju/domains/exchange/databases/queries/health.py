"""The health of every source in use in a fixed number of queries, however many there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.exchange.databases.data.databases import Database
from anju.domains.exchange.databases.data.health import SourceHealth, SourceState
from anju.domains.exchange.databases.queries.databases import databases
from anju.domains.exchange.deliveries.data.deliveries import Connector, DeliveryState
from anju.domains.exchange.deliveries.queries.deliveries import connectors
from anju.foundation.db.statements import rows

FEWEST = 3
"""Deliveries from which on something is usual."""
_CAME = """
SELECT c.source, max(d.received_at) FILTER (WHERE d.state = 'applied'),
  (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY g.days) FROM (
     SELECT ceil(extract(epoch FROM received_at - lag(received_at) OVER (ORDER BY received_at)) / 86400)::int AS days
     FROM (SELECT received_at FROM exchange_delivery l WHERE l.connector_id = c.id AND l.state = 'applied'
           ORDER BY received_at DESC LIMIT 10) newest) g HAVING count(*) >= %s)
FROM exchange_connector c LEFT JOIN exchange_delivery d ON d.connector_id = c.id GROUP BY c.id, c.source
"""


def source_health(at: datetime) -> list[SourceHealth]:
    """Every source in use, those that want somebody first. Six queries."""
    came = {source: (last, days or 0) for source, last, days in rows(_CAME, [FEWEST])}
    read = databases()
    found = [_of(c, read.get(c.source), *came[c.source], at) for c in connectors()]
    order = list(SourceState)
    return sorted(found, key=lambda h: (order.index(h.state), h.source))


def _of(
    used: Connector, read: Database | None, last_good: datetime | None, usual: int, at: datetime
) -> SourceHealth:
    if read is not None and read.read_at is not None and not read.fault:
        last_good = max(last_good or read.read_at, read.read_at)
    last = used.last
    state, since, reason, params = SourceState.GOOD, last_good, "", {}
    if used.state == "stopped":
        state, since = SourceState.STOPPED, None
    elif read is not None and read.fault:
        state, since, reason = SourceState.FAILING, read.fault_at, read.fault
        params = dict(read.fault_params)
    elif last is not None and last.state is DeliveryState.ASKING:
        state, since, reason = SourceState.ASKING, last.received_at, last.reason
        params = dict(last.params)
    elif last is not None and last.state is DeliveryState.REFUSED:
        state, since, reason = SourceState.FAILING, last.received_at, last.reason
        params = dict(last.params)
    elif used.note:
        state, since, reason = SourceState.FAILING, used.looked_at, used.note
    elif used.next_at < at - timedelta(hours=max(1, used.every_hours)):
        state, since = SourceState.UNLOOKED, used.next_at
    elif last_good is None:
        state = SourceState.NEW
    elif usual and at - last_good > timedelta(days=2 * usual + 1):
        state = SourceState.LATE
    refused = last.counts.refused + last.counts.aside if last is not None else 0
    return SourceHealth(
        used.source,
        "database" if read is not None else "folder",
        state,
        last_good,
        since,
        usual,
        reason,
        params,
        refused,
        last.id if last is not None else 0,
    )
