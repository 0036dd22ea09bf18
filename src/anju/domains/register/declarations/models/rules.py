"""Dated local rules: deadlines and choices that differ from city to city and from year to year."""

from __future__ import annotations

from django.db import models


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
