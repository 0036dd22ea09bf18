"""Permits and their life line."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from anju.domains.permits.transitions.data.transitions import LIVE, PermitState


class Permit(models.Model):
    """One residence permit of one person. `region` is the community the holder lives in, `issuer` the station's region.

    `endorsed_until` is the first day on which it is no longer endorsed; `valid_until` the same for the card's own term
    where a city sets one. `residence_from` and `gap_days` count residence years: the day they run from, and the days
    that a city does not count because an endorsement was missed. `legacy` names the register an old permit came from.
    """

    number = models.CharField(max_length=24, db_collation="C")
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    issuer = models.CharField(max_length=15, db_collation="C")
    home_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    state_since = models.DateTimeField()
    path = models.CharField(max_length=20, default="", db_collation="C", blank=True)
    issued_on = models.DateField(null=True)
    endorsed_until = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    residence_from = models.DateField(null=True)
    gap_days = models.IntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    legacy = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="permits_permit_number", fields=["number"]),
            models.UniqueConstraint(
                name="permits_permit_one_live",
                fields=["person_id"],
                condition=Q(state__in=[str(s) for s in LIVE]),
            ),
            models.CheckConstraint(
                name="permits_permit_state", condition=Q(state__in=[str(s) for s in PermitState])
            ),
            models.CheckConstraint(
                name="permits_permit_issued",
                condition=~Q(
                    state__in=[
                        PermitState.ACTIVE.value,
                        PermitState.SUSPENDED.value,
                        PermitState.LOST.value,
                    ]
                )
                | Q(issued_on__isnull=False),
            ),
            models.CheckConstraint(name="permits_permit_gap", condition=Q(gap_days__gte=0)),
            models.CheckConstraint(
                name="permits_permit_merged",
                condition=Q(merged_into__isnull=True)
                | (Q(state=PermitState.CANCELLED.value) & ~Q(merged_into=F("id"))),
            ),
        ]
        indexes = [
            models.Index(name="permits_permit_person", fields=["person_id"]),
            models.Index(name="permits_permit_region", fields=["region", "state"]),
            models.Index(
                name="permits_permit_endorse",
                fields=["endorsed_until"],
                condition=Q(state__in=[PermitState.ACTIVE.value, PermitState.SUSPENDED.value]),
            ),
        ]

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.number} {self.state}"


class PermitEvent(models.Model):
    """One transition in a permit's life. Append-only. `kind` (``created``, ``made``, ``endorsed``, ``suspended`` …) and
    `reason` have their sentences in `interfaces.words.permits`; `article` is the rule it rests on."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    effective = models.DateField()
    kind = models.CharField(max_length=20, db_collation="C")
    reason = models.CharField(max_length=40, default="", blank=True, db_collation="C")
    article = models.CharField(max_length=60, default="", blank=True)
    from_state = models.CharField(max_length=10, default="", blank=True)
    to_state = models.CharField(max_length=10)
    application_id = models.BigIntegerField(null=True)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="", blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "permits_permit_event"
        constraints = [
            models.CheckConstraint(
                name="permits_event_to", condition=Q(to_state__in=[str(s) for s in PermitState])
            ),
        ]
        indexes = [
            models.Index(name="permits_event_month", fields=["kind", "effective"]),
        ]
