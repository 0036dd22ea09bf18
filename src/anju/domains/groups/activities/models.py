"""Tables of activities: the activity, and who signed up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from anju.domains.groups.activities.data import ActivityKind, ActivityState, SignupState
from anju.domains.groups.membership.models import GroupRow

_LIVE = [SignupState.BOOKED.value, SignupState.WAITING.value]


class ActivityRow(models.Model):
    """An activity: published, with counts and without names. No more places are held than there are."""

    group = models.ForeignKey(
        GroupRow, on_delete=models.PROTECT, related_name="activities", db_index=False
    )
    kind = models.CharField(max_length=12, db_collation="C")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=2000, default="")
    place = models.CharField(max_length=100)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.IntegerField()
    skill = models.CharField(max_length=60, default="")
    post = models.CharField(max_length=60, default="")
    employer = models.CharField(max_length=100, default="")
    state = models.CharField(max_length=10, db_collation="C")
    reason = models.CharField(max_length=300, default="")
    booked = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    attended = models.IntegerField(default=0)
    placed = models.IntegerField(default=0)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "groups_activity"
        constraints = [
            models.UniqueConstraint(name="groups_activity_key", fields=["group", "key"]),
            models.CheckConstraint(
                name="groups_activity_words",
                condition=Q(kind__in=[k.value for k in ActivityKind])
                & Q(state__in=[s.value for s in ActivityState]),
            ),
            models.CheckConstraint(
                name="groups_activity_places",
                condition=Q(booked__gte=0, waiting__gte=0, booked__lte=F("seats"))
                & Q(ends_at__gt=F("begins_at")),
            ),
        ]
        indexes = [models.Index(name="groups_activity_group", fields=["group", "begins_at"])]


class SignupRow(models.Model):
    """Somebody signed up by an own act, under a name they gave. The waiting list is in the order of its numbers."""

    activity = models.ForeignKey(
        ActivityRow, on_delete=models.PROTECT, related_name="signups", db_index=False
    )
    group_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    name_cipher = models.BinaryField()
    state = models.CharField(max_length=10, db_collation="C")
    at = models.DateTimeField()
    certificate = models.CharField(max_length=30, default="", db_collation="C")
    case_id = models.BigIntegerField(null=True)
    placed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_signup"
        constraints = [
            models.UniqueConstraint(
                name="groups_signup_once",
                fields=["activity", "user_id"],
                condition=Q(state__in=_LIVE),
            ),
            models.CheckConstraint(
                name="groups_signup_words",
                condition=Q(state__in=[s.value for s in SignupState]),
            ),
        ]
        indexes = [
            models.Index(name="groups_signup_user", fields=["user_id"]),
            models.Index(
                name="groups_signup_case", fields=["case_id"], condition=Q(case_id__isnull=False)
            ),
        ]
