"""Tables of the outbox. Events are written once; what was delivered stands in a cursor a listener."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """One thing that happened, with the transaction that wrote it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    name = models.TextField()
    payload = models.JSONField(default=dict)
    xid = models.BigIntegerField()

    class Meta:
        db_table = "events_event"
        indexes = [models.Index(fields=["name", "xid", "id"], name="events_event_order")]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


class Cursor(models.Model):
    """Up to which event (`xid`, then `event_id`) a listener was served, and what stopped it last."""

    listener = models.TextField(primary_key=True)
    names = ArrayField(models.TextField())
    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        db_table = "events_cursor"

    def __str__(self) -> str:
        return self.listener


class DeadLetter(models.Model):
    """An event a listener refused too often; it was passed over and waits for somebody to look."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    listener = models.TextField()
    event_id = models.BigIntegerField()
    name = models.TextField()
    payload = models.JSONField(default=dict)
    attempts = models.IntegerField()
    error = models.TextField()

    class Meta:
        db_table = "events_dead_letter"
        constraints = [
            models.UniqueConstraint(fields=["listener", "event_id"], name="events_dead_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.listener} {self.event_id}"
