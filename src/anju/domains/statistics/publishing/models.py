"""Tables of what was published: editions and their tables. Append-only: what is published stays as it is."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """What is published of an area (prefix) for a quarter. `day`: the day its figures are of; `known_at`: as it was
    recorded then; `digest`: SHA-256 over all its tables."""

    region = models.CharField(max_length=12, db_collation="C")
    period = models.CharField(max_length=7, db_collation="C")
    place = models.CharField(max_length=100)
    day = models.DateField()
    known_at = models.DateTimeField()
    digest = models.CharField(max_length=64, db_collation="C")
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")

    class Meta:
        db_table = "statistics_edition"
        constraints = [
            models.UniqueConstraint(name="statistics_edition_once", fields=["region", "period"]),
        ]


class PublishedTable(models.Model):
    """One table: its words and its figures as they were published."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="tables", db_index=False
    )
    code = models.CharField(max_length=20, db_collation="C")
    content = models.JSONField()

    class Meta:
        db_table = "statistics_published_table"
        constraints = [
            models.UniqueConstraint(
                name="statistics_published_table_once", fields=["edition", "code"]
            ),
        ]
