"""Table of correction tickets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.tickets.data.tickets import TicketState


class Ticket(models.Model):
    """A ticket about one field of one fact. `number`: how many there were of it; `content_cipher`: what is stated and
    proposed and why, as JSON; `answer_cipher`: the department's words."""

    source = models.CharField(max_length=40, db_collation="C")
    fact_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=12, db_collation="C")
    field = models.CharField(max_length=40, db_collation="C")
    number = models.IntegerField(default=1)
    content_cipher = models.BinaryField()
    state = models.CharField(max_length=10, default="open")
    outcome = models.CharField(max_length=10, blank=True, default="")
    answer_cipher = models.BinaryField(null=True)
    opened_label = models.CharField(max_length=100, blank=True, default="")
    opened_at = models.DateTimeField()
    due = models.DateField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_ticket"
        constraints = (
            models.UniqueConstraint(
                fields=["fact_id", "field"],
                condition=Q(state__in=["open", "sent"]),
                name="exchange_ticket_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TicketState]), name="exchange_ticket_state"
            ),
        )
        indexes = (
            models.Index(
                fields=["due"], condition=Q(state__in=["open", "sent"]), name="exchange_ticket_due"
            ),
            models.Index(fields=["source", "state"], name="exchange_ticket_source"),
            models.Index(fields=["person_id"], name="exchange_ticket_person"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.source} {self.field}"
