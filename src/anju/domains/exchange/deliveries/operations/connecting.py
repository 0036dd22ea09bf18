"""Putting a source to use, stopping it, looking now, deciding about a delivery that shrank."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.exchange.deliveries import models
from anju.domains.exchange.deliveries.data.deliveries import DeliveryState
from anju.domains.exchange.deliveries.operations.matching import forget_waiting, match_waiting
from anju.domains.exchange.sources.data.sources import MANAGE
from anju.domains.exchange.sources.rules.reading import source as source_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused

LONGEST_HOURS = 24 * 31


def connect(source: str, *, region: str, every_hours: int, actor: Actor, at: datetime) -> None:
    """Put a source to use for a region, or change how often it is looked at.

    `NotFound` ``source_unknown``; `Refused` ``connector_hours``; `NotAllowed` ``connector_region`` outside the area of
    the actor's permission.
    """
    actor.require(MANAGE)
    source_of(source)
    if not 1 <= every_hours <= LONGEST_HOURS:
        raise Refused("connector_hours", most=LONGEST_HOURS)
    if not actor.may(MANAGE, region=region):
        raise NotAllowed("connector_region")
    row = _row(source)
    if row is None:
        row = models.Connector(source=source, made_at=at, next_at=at)
    row.region, row.every_hours, row.state = region, every_hours, "active"
    row.save()
    _record(actor, "exchange.connected", source, at)


def stop(source: str, *, actor: Actor, at: datetime) -> None:
    """Take nothing from a source until it is put to use again. `NotFound` ``connector_unknown``."""
    row = _mine(source, actor)
    row.state = "stopped"
    row.save(update_fields=["state"])
    _record(actor, "exchange.disconnected", source, at)


def look_now(source: str, *, actor: Actor, at: datetime) -> None:
    """Look at a source at the next turn of the schedule. `NotFound` ``connector_unknown``, `Conflict`
    ``connector_stopped``."""
    row = _mine(source, actor)
    if row.state == "stopped":
        raise Conflict("connector_stopped")
    row.next_at = at
    row.save(update_fields=["next_at"])
    _record(actor, "exchange.looked", source, at)


def decide(delivery_id: int, *, right: bool, actor: Actor, at: datetime) -> None:
    """Say whether a delivery that shrank is right: then it is applied next, else nothing of it ever is.

    `NotFound` ``delivery_unknown``, `Conflict` ``delivery_decided``.
    """
    row = (
        models.Delivery.objects.select_for_update(of=("self",))
        .select_related("connector")
        .filter(pk=delivery_id)
        .first()
    )
    if row is None:
        raise NotFound("delivery_unknown")
    connector = _mine(row.connector.source, actor)
    if row.state != DeliveryState.ASKING:
        raise Conflict("delivery_decided")
    row.state = DeliveryState.CONFIRMED if right else DeliveryState.DROPPED
    row.decided_label, row.done_at = actor.label[:100], None if right else at
    row.save(update_fields=["state", "decided_label", "done_at"])
    connector.next_at = at
    connector.save(update_fields=["next_at"])
    audit.record_write(
        actor,
        action="exchange.delivery_decided",
        subject_kind="exchange_delivery",
        subject_id=row.pk,
        at=at,
        detail={"right": "1" if right else "0"},
    )


def looked(source: str, *, note: str, at: datetime, again: timedelta | None = None) -> None:
    """Note that a source was looked at, and when next (`again`: sooner than its hours). Then look again for whom its
    waiting facts are about."""
    row = _row(source)
    if row is None:
        return
    row.looked_at, row.note = at, note[:60]
    hours = timedelta(hours=row.every_hours)
    row.next_at = at + (hours if again is None else min(again, hours))
    row.save(update_fields=["looked_at", "note", "next_at"])
    found = source_of(source)
    match_waiting(found, row)
    forget_waiting(found, row, at=at)


def _row(source: str) -> models.Connector | None:
    return models.Connector.objects.select_for_update().filter(source=source).first()


def _mine(source: str, actor: Actor) -> models.Connector:
    actor.require(MANAGE)
    row = _row(source)
    if row is None or not actor.may(MANAGE, region=row.region):
        raise NotFound("connector_unknown")
    return row


def _record(actor: Actor, action: str, source: str, at: datetime) -> None:
    audit.record_write(
        actor, action=action, subject_kind="exchange_connector", subject_id=source, at=at
    )
