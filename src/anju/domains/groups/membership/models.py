"""Tables of membership: groups, seats, members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.groups.membership.data import GroupState, Role


class GroupRow(models.Model):
    """A group: published, and who its members are is not in it. `members`: how many, kept with each joining and
    leaving."""

    kind = models.CharField(max_length=20, db_collation="C")
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=15, db_collation="C")
    purpose = models.CharField(max_length=300)
    rules = models.TextField(default="")
    contact = models.CharField(max_length=100, default="")
    registered = models.CharField(max_length=40, default="", db_collation="C")
    state = models.CharField(max_length=8, db_collation="C")
    reason = models.CharField(max_length=300, default="")
    members = models.IntegerField(default=0)
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "groups_group"
        constraints = [
            models.UniqueConstraint(
                name="groups_group_key", fields=["by_user", "key"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="groups_group_once",
                fields=["region", "kind", "name"],
                condition=Q(state__in=[GroupState.ASKED.value, GroupState.OPEN.value]),
            ),
            models.CheckConstraint(
                name="groups_group_words", condition=Q(state__in=[s.value for s in GroupState])
            ),
            models.CheckConstraint(name="groups_group_members", condition=Q(members__gte=0)),
        ]
        indexes = [models.Index(name="groups_group_region", fields=["region", "kind"])]


class SeatRow(models.Model):
    """A term of office. The name is published; who holds it accepted that."""

    group = models.ForeignKey(
        GroupRow, on_delete=models.PROTECT, related_name="seats", db_index=False
    )
    user_id = models.BigIntegerField()
    role = models.CharField(max_length=10, db_collation="C")
    name = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField()
    offered_at = models.DateTimeField()
    offered_by = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_seat"
        constraints = [
            models.UniqueConstraint(
                name="groups_seat_once",
                fields=["group", "user_id", "role"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="groups_seat_words",
                condition=Q(role__in=[r.value for r in Role]) & Q(until__gt=models.F("since")),
            ),
        ]
        indexes = [models.Index(name="groups_seat_user", fields=["user_id"])]


class MemberRow(models.Model):
    """Somebody who joined by an own act, under a name they chose to give. `party`: of who lets homes, "" for others. A
    row that was left is seen by nobody but whose it was."""

    group = models.ForeignKey(
        GroupRow, on_delete=models.PROTECT, related_name="joined", db_index=False
    )
    user_id = models.BigIntegerField()
    party = models.CharField(max_length=40, default="", db_collation="C")
    name_cipher = models.BinaryField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_member"
        constraints = [
            models.UniqueConstraint(
                name="groups_member_once", fields=["group", "user_id"], condition=Q(left_at=None)
            ),
        ]
        indexes = [models.Index(name="groups_member_user", fields=["user_id"])]
