"""Tables of declarations and of local rules."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """What was submitted at once: a file, a form, an API call. `source` names the sender for idempotency
    (``employer:3``, ``user:12`` …). `state`: reading, previewed, queued, applied, undone, failed. `leaving`: people
    missing from a roster whom its sender confirmed to have left. `task_id`: the progress of work under way."""

    source = models.CharField(max_length=60, db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    channel = models.CharField(max_length=20)
    label = models.CharField(max_length=200, default="")
    form = models.CharField(max_length=20, default="")
    region = models.CharField(max_length=15, default="", db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    employer_id = models.BigIntegerField(null=True)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    file_name = models.CharField(max_length=200, default="")
    file_cipher = models.BinaryField(null=True)
    fixes_cipher = models.BinaryField(null=True)
    sheet = models.TextField(default="")
    mapping = models.JSONField(null=True)
    state = models.CharField(max_length=10, default="previewed")
    counts = models.JSONField(default=dict)
    made_homes = models.JSONField(default=list)
    leaving = models.JSONField(default=list)
    task_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="register_batch_once", fields=["source", "key"]),
            models.CheckConstraint(
                name="register_batch_state",
                condition=Q(
                    state__in=["reading", "previewed", "queued", "applied", "undone", "failed"]
                ),
            ),
        ]
        indexes = [
            models.Index(name="register_batch_region", fields=["region", "-created_at"]),
            models.Index(name="register_batch_created", fields=["created_at"]),
            models.Index(
                name="register_batch_roster",
                fields=["employer_id", "applied_at"],
                condition=Q(form="employer-roster", state="applied"),
            ),
        ]


class Declaration(models.Model):
    """One statement, kept for ever as it came (`payload_cipher`), with what became of it.

    `status`: applied, unchanged, refused (with `reason`), waiting (a person must decide), undone.
    `submitted`: keyed hash of the content, to tell what is only said again. `effects` remembers what
    an undo must bring back outside the ledger (a person created, a phone replaced)."""

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="declarations", db_index=False
    )
    source = models.CharField(max_length=60, db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    row = models.IntegerField(default=0)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, default="")
    person_id = models.BigIntegerField(null=True)
    home_id = models.BigIntegerField(null=True)
    employer_id = models.BigIntegerField(null=True)
    region = models.CharField(max_length=15, default="", db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    effective = models.DateField(null=True)
    said_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    payload_cipher = models.BinaryField()
    said = models.BinaryField(null=True)
    effects = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="register_declaration_once", fields=["source", "key"]),
            models.CheckConstraint(
                name="register_declaration_status",
                condition=Q(status__in=["applied", "unchanged", "refused", "waiting", "undone"]),
            ),
        ]
        indexes = [
            models.Index(name="register_declaration_who", fields=["person_id"]),
            models.Index(
                name="register_declaration_batch", fields=["batch"], include=["region", "status"]
            ),
        ]


class Repeat(models.Model):
    """Rows of a batch that said again, word for word, what `declarations` had said; `keys` in the same order. They have
    no declarations of their own. `first_row` and `last_row` span their lines in the file."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="repeats")
    at = models.DateTimeField()
    first_row = models.IntegerField()
    last_row = models.IntegerField()
    keys = ArrayField(models.TextField())
    declarations = ArrayField(models.BigIntegerField())
    regions = ArrayField(models.TextField(), default=list, db_default=[])
    counts = ArrayField(models.IntegerField(), default=list, db_default=[])


class Review(models.Model):
    """A question only a person can decide. `kind`: same_person, home_not_found, contradiction, confirm (asked of the
    party in `party`, and of staff once `staff_from` has passed), left (proposed leavers of a roster), tie (household or
    guardianship of somebody known before; the declaration itself counts)."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=20)
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    facts = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    staff_from = models.DateTimeField()
    due_at = models.DateTimeField()
    decision = models.CharField(max_length=20, default="")
    note = models.CharField(max_length=300, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, default="")

    class Meta:
        indexes = [
            models.Index(
                name="register_review_open",
                fields=["region", "due_at"],
                condition=Q(decided_at=None),
            ),
            models.Index(
                name="register_review_party", fields=["party"], condition=Q(decided_at=None)
            ),
            models.Index(
                name="register_review_answered",
                fields=["party", "decided_at"],
                condition=Q(decided_at__isnull=False) & ~Q(party=""),
            ),
        ]


class SenderMapping(models.Model):
    """How one sender names its columns, as a person corrected it once."""

    source = models.CharField(max_length=60, db_collation="C")
    form = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64, db_collation="C")
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_mapping_once", fields=["source", "form", "fingerprint"]
            ),
        ]


class Rule(models.Model):
    """One parameter in one region (prefix) for a time, with its source. The most specific region wins."""

    region = models.CharField(max_length=15, default="", db_collation="C", blank=True)
    key = models.CharField(max_length=40, db_collation="C")
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_rule_once", fields=["region", "key", "valid_from"]
            ),
        ]
