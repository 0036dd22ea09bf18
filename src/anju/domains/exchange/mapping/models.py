"""Tables of mappings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class MappingVersion(models.Model):
    """A version of the mapping of a source. Version 0 is the one of the source's folder and has no row. `content`: the
    mapping with its test rows. One draft and one published version a source."""

    source = models.CharField(max_length=40, db_collation="C")
    number = models.IntegerField()
    content = models.JSONField()
    state = models.CharField(max_length=10, default="draft")
    made_label = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    published_label = models.CharField(max_length=100, blank=True, default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_mapping_version"
        constraints = (
            models.UniqueConstraint(fields=["source", "number"], name="exchange_mapping_once"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(state="draft"), name="exchange_mapping_one_draft"
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state="published"),
                name="exchange_mapping_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "retired"]) & Q(number__gte=1),
                name="exchange_mapping_state",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.source} {self.number}"
