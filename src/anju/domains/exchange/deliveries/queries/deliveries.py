"""Connectors with their last delivery, deliveries, refused rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from anju.domains.exchange.deliveries import models
from anju.domains.exchange.deliveries.data.deliveries import (
    Connector,
    Counts,
    Delivery,
    DeliveryState,
    Match,
)
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.errors import NotFound

REFUSED = "exchange.refused"


def connectors(source: str = "") -> list[Connector]:
    """Every source in use, or this one, with its last delivery and counts. Four queries."""
    rows = models.Connector.objects.order_by("source")
    held = list(rows.filter(source=source) if source else rows)
    ids = [row.pk for row in held]
    facts = models.Fact.objects.filter(connector_id__in=ids, ended_at=None)
    in_force, waiting = (
        dict(some.values_list("connector_id").annotate(Count("id")))
        for some in (facts, facts.exclude(match=Match.MATCHED.value))
    )
    newest = {
        d.connector_id: delivery_value(d)
        for d in models.Delivery.objects.filter(connector_id__in=ids)
        .select_related("connector")
        .order_by("connector_id", "-received_at", "-id")
        .distinct("connector_id")
    }
    return [
        _connector(row, newest.get(row.pk), in_force.get(row.pk, 0), waiting.get(row.pk, 0))
        for row in held
    ]


def connector(source: str) -> Connector:
    """One source in use. `NotFound` ``connector_unknown``."""
    found = connectors(source)
    if not found:
        raise NotFound("connector_unknown")
    return found[0]


def due(at: datetime) -> list[str]:
    """Codes of the sources that are to be looked at now."""
    rows = models.Connector.objects.filter(state="active", next_at__lte=at).order_by("next_at")
    return list(rows.values_list("source", flat=True))


def deliveries(source: str, *, limit: int, offset: int = 0) -> tuple[list[Delivery], int]:
    """What a source delivered, the newest first, and how many deliveries there are."""
    rows = models.Delivery.objects.filter(connector__source=source).select_related("connector")
    newest = rows.order_by("-received_at", "-id")[offset : offset + limit]
    return [delivery_value(d) for d in newest], rows.count()


def delivery(delivery_id: int) -> Delivery:
    """One delivery. `NotFound` ``delivery_unknown``."""
    row = models.Delivery.objects.select_related("connector").filter(pk=delivery_id).first()
    if row is None:
        raise NotFound("delivery_unknown")
    return delivery_value(row)


def by_digest(source: str, sha256: str) -> Delivery | None:
    """The newest delivery of a source with these bytes."""
    found = newest_of(source, sha256)
    return delivery_value(found) if found else None


def newest_of(source: str, sha256: str) -> models.Delivery | None:
    """The row of the newest delivery of a source with these bytes."""
    rows = models.Delivery.objects.select_related("connector")
    return rows.filter(connector__source=source, sha256=sha256).order_by("-id").first()


Refusal = tuple[int, list[tuple[str, str]], list[str | None]]


def refused_rows(delivery_id: int) -> Iterator[tuple[list[str], list[Refusal]]]:
    """Titles and rows (number, (field, reason) each, cells), part by part, each read by a statement of its own: a part
    may be on its way out before the next is asked for, in another transaction."""
    rows, after = models.RefusedPart.objects.filter(delivery_id=delivery_id).order_by("part"), -1
    while (row := rows.filter(part__gt=after).first()) is not None:
        after = row.part
        bound = row_of(row.delivery_id, row.part)
        stored = json.loads(decrypt(row.rows_cipher, REFUSED, row=bound))
        yield (
            stored["titles"],
            [(n, [(f, r) for f, r in faults], cells) for n, faults, cells in stored["rows"]],
        )


def delivery_value(row: models.Delivery) -> Delivery:
    """A row as a value."""
    return Delivery(
        row.pk,
        row.connector.source,
        row.name,
        DeliveryState(row.state),
        row.reason,
        row.params,
        Counts(**row.counts),
        row.as_of,
        row.mapping,
        row.received_at,
        row.done_at,
        row.decided_label,
    )


def _connector(
    row: models.Connector, last: Delivery | None, in_force: int, waiting: int
) -> Connector:
    return Connector(
        row.pk,
        row.source,
        row.region,
        row.state,
        row.every_hours,
        row.next_at,
        row.looked_at,
        row.note,
        last,
        in_force,
        waiting,
        int(last is not None and last.state == DeliveryState.ASKING),
    )
