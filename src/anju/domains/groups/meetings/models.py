"""Tables of meetings: the meeting, its agenda, its roll, attendance, proxies, ballots."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.groups.meetings.data import MAJORITIES, ItemKind, MeetingState
from anju.domains.groups.membership.models import GroupRow, MemberRow


class MeetingRow(models.Model):
    """A meeting, with the rule of its group as it held when the notice went out."""

    group = models.ForeignKey(
        GroupRow, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=100)
    begins_at = models.DateTimeField()
    state = models.CharField(max_length=10, db_collation="C")
    reason = models.CharField(max_length=300, default="")
    unit = models.CharField(max_length=6, db_collation="C")
    quorum_numerator = models.SmallIntegerField()
    quorum_denominator = models.SmallIntegerField()
    quorum_more = models.BooleanField()
    proxies = models.SmallIntegerField()
    units = models.IntegerField()
    present = models.IntegerField(default=0)
    notified = models.IntegerField(default=0)
    minutes = models.TextField(default="")
    key = models.CharField(max_length=80, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    called_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_meeting"
        constraints = [
            models.UniqueConstraint(name="groups_meeting_key", fields=["group", "key"]),
            models.CheckConstraint(
                name="groups_meeting_words", condition=Q(state__in=[s.value for s in MeetingState])
            ),
        ]
        indexes = [models.Index(name="groups_meeting_group", fields=["group", "-begins_at"])]


class ItemRow(models.Model):
    """A point of the agenda, and the figures of its vote once it is closed."""

    meeting = models.ForeignKey(
        MeetingRow, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    group_id = models.BigIntegerField()
    position = models.SmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000, default="")
    kind = models.CharField(max_length=6, db_collation="C")
    options = models.JSONField(default=list)
    majority = models.CharField(max_length=10, db_collation="C")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, default="", db_collation="C")
    units = models.IntegerField(default=0)
    present = models.IntegerField(default=0)
    tally = models.JSONField(default=dict)
    void = models.IntegerField(default=0)
    winners = models.JSONField(default=list)

    class Meta:
        db_table = "groups_item"
        constraints = [
            models.UniqueConstraint(name="groups_item_position", fields=["meeting", "position"]),
            models.CheckConstraint(
                name="groups_item_words",
                condition=Q(kind__in=[k.value for k in ItemKind])
                & Q(majority__in=sorted(MAJORITIES)),
            ),
        ]


class VoterRow(models.Model):
    """Somebody on the roll of a meeting, as it stood when the notice went out. `units`: the votes they speak for."""

    meeting = models.ForeignKey(
        MeetingRow, on_delete=models.PROTECT, related_name="roll", db_index=False
    )
    group_id = models.BigIntegerField()
    member = models.ForeignKey(MemberRow, on_delete=models.PROTECT, db_index=False)
    user_id = models.BigIntegerField()
    units = models.JSONField(default=list)
    came_at = models.DateTimeField(null=True)
    went_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_voter"
        constraints = [
            models.UniqueConstraint(name="groups_voter_once", fields=["meeting", "member"]),
        ]
        indexes = [models.Index(name="groups_voter_user", fields=["user_id"])]


class ProxyRow(models.Model):
    """A voter lets another vote for them at one meeting. `digest`: of the code by which the other accepts."""

    meeting = models.ForeignKey(
        MeetingRow, on_delete=models.PROTECT, related_name="given_proxies", db_index=False
    )
    giver = models.ForeignKey(
        VoterRow, on_delete=models.PROTECT, related_name="given", db_index=False
    )
    giver_user = models.BigIntegerField()
    giver_name_cipher = models.BinaryField()
    holder = models.ForeignKey(
        VoterRow, on_delete=models.PROTECT, null=True, related_name="held", db_index=False
    )
    holder_user = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "groups_proxy"
        constraints = [
            models.UniqueConstraint(
                name="groups_proxy_once", fields=["giver"], condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(name="groups_proxy_code", fields=["meeting", "digest"]),
        ]


class BallotRow(models.Model):
    """What somebody cast, for themselves or for who gave them a proxy. Until the vote is closed a later one replaces
    it; nobody but who cast it and whom it was cast for reads it."""

    item = models.ForeignKey(
        ItemRow, on_delete=models.PROTECT, related_name="ballots", db_index=False
    )
    voter = models.ForeignKey(
        VoterRow, on_delete=models.PROTECT, related_name="ballots", db_index=False
    )
    by = models.ForeignKey(VoterRow, on_delete=models.PROTECT, related_name="cast", db_index=False)
    voter_user = models.BigIntegerField()
    by_user = models.BigIntegerField()
    choice = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "groups_ballot"
        constraints = [
            models.UniqueConstraint(name="groups_ballot_once", fields=["item", "voter", "by"]),
        ]
