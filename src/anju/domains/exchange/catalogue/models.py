"""Tables of the catalogue: entries, and every version of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CatalogueEntry(models.Model):
    """A resource by its code. `latest`: the number of its newest version; `words`: what a search looks at."""

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    side = models.CharField(max_length=10)
    words = models.TextField()
    latest = models.IntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_catalogue_entry"
        constraints = (
            models.CheckConstraint(
                condition=Q(side__in=["offers", "needs"]), name="exchange_catalogue_entry_side"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return self.code


class CatalogueEntryVersion(models.Model):
    """An entry as it stood from `at` on."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.JSONField()
    by_label = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        """Named constraints."""

        db_table = "exchange_catalogue_version"
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "number"], name="exchange_catalogue_version_once"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.entry_id} {self.number}"
