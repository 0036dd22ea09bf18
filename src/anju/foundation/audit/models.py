"""Tables of the audit trail. Rows are written by SQL (`operations`): the database numbers, dates and hashes them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One thing somebody did. Never changed, never removed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8)
    user_id = models.BigIntegerField(null=True)
    actor_label = models.TextField()
    role = models.TextField()
    action = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    person_id = models.BigIntegerField(null=True)
    fields = ArrayField(models.TextField(), default=list)
    purpose = models.TextField()
    channel = models.TextField()
    request_id = models.TextField()
    detail = models.JSONField(default=dict)
    xid = models.BigIntegerField()
    row_hash = models.BinaryField()

    class Meta:
        db_table = "audit_entry"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["write", "read", "reveal", "refused"]),
                name="audit_entry_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person_id", "id"],
                name="audit_entry_person",
                condition=models.Q(person_id__isnull=False),
            ),
            models.Index(
                fields=["user_id", "id"],
                name="audit_entry_user",
                condition=models.Q(user_id__isnull=False),
            ),
            models.Index(fields=["xid"], name="audit_entry_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.action} {self.subject_kind} {self.subject_id}"


class Seal(models.Model):
    """One link of the chain: all entries of the transactions numbered `from_xid` up to, not including, `to_xid`."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    entries = models.BigIntegerField()
    digest = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_seal"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_xid__lt=models.F("to_xid")), name="audit_seal_forward"
            ),
            models.UniqueConstraint(fields=["from_xid"], name="audit_seal_one_successor"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}: {self.entries} entries"


class Epoch(models.Model):
    """One row: what is added to PostgreSQL's transaction numbers, so that they go on rising after a
    restore elsewhere, and the restore itself. `number` is 0 for a register that was never restored;
    `taken` is the moment of the backup."""

    id = models.SmallIntegerField(primary_key=True)
    shift = models.BigIntegerField()
    number = models.BigIntegerField(default=0)
    restored_at = models.DateTimeField(null=True)
    taken = models.DateTimeField(null=True)

    class Meta:
        db_table = "audit_epoch"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_epoch_one_row")]

    def __str__(self) -> str:
        return f"+{self.shift}"
