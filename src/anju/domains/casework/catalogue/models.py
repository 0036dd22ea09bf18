"""Tables of the catalogue: a city's lists and their entries."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CatalogueVersion(models.Model):
    """A city's list as it was imported. The latest of a region that was not withdrawn holds. `refused`: the lines that
    were left out, as they stood in the file."""

    region = models.CharField(max_length=15, db_collation="C")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_collation="C")
    accepted = models.PositiveIntegerField()
    refused = models.JSONField(default=list)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "casework_catalogue"
        constraints = [
            models.UniqueConstraint(name="casework_catalogue_once", fields=["region", "number"]),
        ]


class ServiceRow(models.Model):
    """One entry of a city's list."""

    catalogue = models.ForeignKey(
        CatalogueVersion, on_delete=models.PROTECT, related_name="services", db_index=False
    )
    code = models.CharField(max_length=20, db_collation="C")
    field = models.CharField(max_length=40, default="")
    name = models.CharField(max_length=100)
    audience = models.CharField(max_length=300)
    content = models.CharField(max_length=500)
    standard = models.CharField(max_length=500)
    payer = models.CharField(max_length=300)
    lead = models.CharField(max_length=100)
    place = models.CharField(max_length=200, default="")
    documents = ArrayField(models.CharField(max_length=300), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "casework_service"
        constraints = [
            models.UniqueConstraint(name="casework_service_once", fields=["catalogue", "code"]),
        ]
