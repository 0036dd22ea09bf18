"""Tables of linkage: trained parameters, how frequent values are, search keys, records to compare, doubtful pairs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ParameterSet(models.Model):
    """One training. `content` is `rules.stored.to_text`; `figures`: what it was learnt from and found; `filled`: per
    fact with rare values, how many records had one. Never changed, but for which one is in use."""

    content = models.TextField()
    figures = models.JSONField()
    filled = models.JSONField()
    trained_label = models.CharField(max_length=100)
    trained_at = models.DateTimeField()
    in_use = models.BooleanField(default=False)
    used_from = models.DateTimeField(null=True)

    class Meta:
        db_table = "linkage_parameter_set"
        constraints = [
            models.UniqueConstraint(
                name="linkage_parameter_set_one_in_use",
                fields=["in_use"],
                condition=Q(in_use=True),
            ),
        ]


class ValueShare(models.Model):
    """How often a value occurs among the records of a training; those that hardly occur are left out."""

    parameter_set = models.ForeignKey(
        ParameterSet, on_delete=models.PROTECT, related_name="shares", db_index=False
    )
    fact = models.CharField(max_length=20, db_collation="C")
    value = models.CharField(max_length=300, db_collation="C")
    share = models.FloatField()

    class Meta:
        db_table = "linkage_value_share"
        constraints = [
            models.UniqueConstraint(
                name="linkage_value_share_once", fields=["parameter_set", "fact", "value"]
            ),
        ]


class RecordKey(models.Model):
    """A keyed hash of what records of one person are likely to share (`rules.keys`)."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    key = models.BigIntegerField()

    class Meta:
        db_table = "linkage_record_key"
        indexes = [models.Index(name="linkage_record_key_found", fields=["key", "person"])]


class ChangedRecord(models.Model):
    """A record that is compared in the next round."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        db_table = "linkage_changed_record"


class DoubtfulPair(models.Model):
    """Two records that may be one person (`one` < `other`). `state`: open (proposed), merged, different (somebody found
    that they are two people, whatever is learnt anew). `reasons`: fact, level, bits; no value of anybody."""

    one = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, db_collation="C", default="open")
    parameter_set = models.ForeignKey(
        ParameterSet, on_delete=models.PROTECT, null=True, db_index=False
    )
    weight = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    household = models.FloatField(default=0)
    proposed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, default="", blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_label = models.CharField(max_length=100, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "linkage_pair"
        constraints = [
            models.UniqueConstraint(name="linkage_pair_once", fields=["one", "other"]),
            models.CheckConstraint(name="linkage_pair_order", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(
                name="linkage_pair_state", condition=Q(state__in=["open", "merged", "different"])
            ),
        ]
        indexes = [
            models.Index(name="linkage_pair_open", fields=["-weight"], condition=Q(state="open"))
        ]
