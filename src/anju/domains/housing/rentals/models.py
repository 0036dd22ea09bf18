"""Tables of rentals on file: leases, their tenants, their life, letters that were agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.housing.rentals.data import FILERS, LIVE, RentalState, RentalStep


class Rental(models.Model):
    """One filing. `party` and `region` are those of the home when it was filed; `waiting` and `objecting`: how many of
    its tenants have not answered, and object (a tenant sees no other tenant's answer)."""

    number = models.CharField(max_length=24, unique=True, db_collation="C")
    home_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    filer = models.CharField(max_length=10, db_collation="C")
    filer_name = models.CharField(max_length=100, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    rent = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    state = models.CharField(max_length=10, db_collation="C")
    waiting = models.PositiveSmallIntegerField()
    objecting = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()
    prompted_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "housing_rental"
        constraints = [
            models.UniqueConstraint(
                name="housing_rental_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="housing_rental_words",
                condition=Q(filer__in=FILERS) & Q(state__in=[s.value for s in RentalState]),
            ),
        ]
        indexes = [
            models.Index(name="housing_rental_home", fields=["home_id", "-since"]),
            models.Index(name="housing_rental_region", fields=["region", "-recorded_at"]),
            models.Index(name="housing_rental_party", fields=["party", "-recorded_at"]),
            models.Index(
                name="housing_rental_ends",
                fields=["until"],
                condition=Q(state__in=[s.value for s in LIVE], prompted_at=None),
            ),
        ]


class RentalTenant(models.Model):
    """A person of a lease and their answer. Place and party stand here too, so that a tenant's own row can be seen
    without the others."""

    rental = models.ForeignKey(
        Rental, on_delete=models.PROTECT, related_name="tenants", db_index=False
    )
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, db_collation="C")
    answer = models.CharField(max_length=10, default="", db_collation="C")
    text = models.CharField(max_length=500, default="")
    answered_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_tenant"
        constraints = [
            models.UniqueConstraint(
                name="housing_tenant_once",
                fields=["rental", "person_id"],
                condition=Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="housing_tenant_answer",
                condition=Q(answer__in=["", "confirmed", "objected"]),
            ),
        ]
        indexes = [models.Index(name="housing_tenant_person", fields=["person_id"])]


class RentalEventRow(models.Model):
    """One step in the life of a filing. Append-only."""

    rental = models.ForeignKey(
        Rental, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    step = models.CharField(max_length=10, db_collation="C")
    from_state = models.CharField(max_length=10, default="", db_collation="C")
    to_state = models.CharField(max_length=10, db_collation="C")
    text = models.CharField(max_length=500, default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "housing_rental_event"
        constraints = [
            models.UniqueConstraint(name="housing_rental_event_key", fields=["rental", "key"]),
            models.CheckConstraint(
                name="housing_rental_event_step",
                condition=Q(step__in=[s.value for s in RentalStep]),
            ),
        ]


class LetterVersion(models.Model):
    """The text of a letter as it was agreed to, kept once a content (`digest`)."""

    digest = models.CharField(max_length=12, unique=True, db_collation="C")
    content = models.JSONField()

    class Meta:
        db_table = "housing_letter"


class LetterSignature(models.Model):
    """Somebody agreed to a letter for a rental. Append-only; the latest counts."""

    rental = models.ForeignKey(
        Rental, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    letter = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, db_index=False)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "housing_signature"
        constraints = [
            models.UniqueConstraint(
                name="housing_signature_once", fields=["rental", "letter", "by_user"]
            )
        ]
