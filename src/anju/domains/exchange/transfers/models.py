"""Tables of what is sent on at a person's request: each transfer with its steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.transfers.data.transfers import TransferState


class Transfer(models.Model):
    """A record, contact or notice on its way. `direction` out: asked for here; in: came from the other place, or was
    brought as a signed file. `office`: scope key of who handles it here ("": nobody). `body_cipher`: the body of its
    message; null once it was erased. `child_id`: a child's health record. `requester_id`: who asked."""

    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=20, db_collation="C")
    state = models.CharField(max_length=10, db_collation="C")
    key = models.CharField(max_length=120, unique=True, db_collation="C")
    peer = models.ForeignKey(Peer, null=True, on_delete=models.PROTECT, related_name="transfers")
    place = models.CharField(max_length=12, db_collation="C")
    place_name = models.CharField(max_length=60)
    office = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    requester_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    child_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=8)
    body_cipher = models.BinaryField(null=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.PROTECT, related_name="transfers"
    )
    check_by = models.CharField(max_length=8, blank=True, default="", db_collation="C")
    check_due = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_label = models.CharField(max_length=100, blank=True, default="")
    send_from = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    note = models.CharField(max_length=500, blank=True, default="")
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_transfer"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TransferState])
                & Q(direction__in=["in", "out"])
                & Q(check_by__in=["", "clinic", "school"]),
                name="exchange_transfer_words",
            ),
        )
        indexes = (
            models.Index(fields=["requester_id", "-id"], name="exchange_transfer_asked"),
            models.Index(fields=["person_id", "-id"], name="exchange_transfer_person"),
            models.Index(
                fields=["state", "made_at"],
                condition=Q(state__in=["requested", "sent", "waiting"]),
                name="exchange_transfer_open",
            ),
            models.Index(
                fields=["done_at"],
                condition=Q(body_cipher__isnull=False),
                name="exchange_transfer_kept",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.direction} {self.kind} {self.state}"


class TransferStep(models.Model):
    """One thing that happened to a transfer. Append-only."""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    step = models.CharField(max_length=12, db_collation="C")
    at = models.DateTimeField()
    label = models.CharField(max_length=100, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        """Named table and index."""

        db_table = "exchange_transfer_step"
        indexes = (models.Index(fields=["transfer", "id"], name="exchange_transfer_step_of"),)

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.step} {self.at}"
