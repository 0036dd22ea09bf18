"""Tables of deliveries: connectors, deliveries, facts of departments, refused rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.deliveries.data.deliveries import DeliveryState, Match


class Connector(models.Model):
    """A source in use here, for this region. `next_at`: when it is looked at next."""

    source = models.CharField(max_length=40, unique=True, db_collation="C")
    region = models.CharField(max_length=12, db_collation="C")
    state = models.CharField(max_length=10, default="active")
    every_hours = models.IntegerField(default=24)
    next_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=60, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_connector"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["active", "stopped"]) & Q(every_hours__gte=1),
                name="exchange_connector_state",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.source


class Delivery(models.Model):
    """One file or one reading. `sha256`: of its bytes, which may come again and count again. Counts as in `Counts`."""

    connector = models.ForeignKey(Connector, on_delete=models.PROTECT, related_name="deliveries")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_collation="C")
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True, default="")
    params = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    as_of = models.DateField(null=True)
    mapping = models.IntegerField(default=0)
    region = models.CharField(max_length=12, db_collation="C")
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    decided_label = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_delivery"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DeliveryState]),
                name="exchange_delivery_state",
            ),
        )
        indexes = (
            models.Index(fields=["connector", "-received_at"], name="exchange_delivery_newest"),
            models.Index(fields=["connector", "sha256"], name="exchange_delivery_bytes"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.name


class Fact(models.Model):
    """What a source says of a person, an employer or a home. `item_index`: keyed hash of the subject's number and the
    source's key; `digest`: keyed hash of the content; `content_cipher`: its fields as JSON (null: forgotten, as it was
    about nobody on file). A changed fact ends the one before it. `absent_since`: complete deliveries no longer have
    it."""

    connector = models.ForeignKey(Connector, on_delete=models.PROTECT, related_name="facts")
    item_index = models.BinaryField()
    digest = models.BinaryField()
    content_cipher = models.BinaryField(null=True)
    match = models.CharField(max_length=12)
    person_id = models.BigIntegerField(null=True)
    employer_id = models.BigIntegerField(null=True)
    home_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=12, db_collation="C")
    as_of = models.DateField()
    received_at = models.DateTimeField()
    delivery_id = models.BigIntegerField()
    absent_since = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_fact"
        constraints = (
            models.UniqueConstraint(
                fields=["connector", "item_index"],
                condition=Q(ended_at=None),
                name="exchange_fact_once",
            ),
            models.CheckConstraint(
                condition=Q(match__in=[m.value for m in Match]), name="exchange_fact_match"
            ),
        )
        indexes = (
            models.Index(
                fields=["person_id"], condition=Q(ended_at=None), name="exchange_fact_person"
            ),
            models.Index(
                fields=["employer_id"], condition=Q(ended_at=None), name="exchange_fact_employer"
            ),
            models.Index(
                fields=["connector", "id"],
                condition=Q(ended_at=None) & ~Q(match="matched"),
                name="exchange_fact_waiting",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.connector_id} {self.as_of}"


class RefusedPart(models.Model):
    """Some of the refused rows of a delivery, as JSON: number, faults, cells of each."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="refused_parts")
    part = models.IntegerField()
    rows_cipher = models.BinaryField()
    region = models.CharField(max_length=12, db_collation="C")

    class Meta:
        """Named constraints."""

        db_table = "exchange_refused_part"
        constraints = (
            models.UniqueConstraint(fields=["delivery", "part"], name="exchange_refused_once"),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.delivery_id} {self.part}"
