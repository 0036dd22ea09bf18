"""The table of sites."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from anju.domains.employers.filing.models import Employer
from anju.domains.employers.sites.data import DORMITORY, KINDS


class Site(models.Model):
    """A place of an employer: construction site, market, dormitory, place of work. `building_id` is a building of
    `places`, of a dormitory that stands there; `removed_at`: it was filed by mistake."""

    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=15, db_collation="C")
    address = models.CharField(max_length=150, default="")
    building_id = models.BigIntegerField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    size = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=80, db_collation="C")
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "employers_site"
        constraints = [
            models.UniqueConstraint(name="employers_site_key", fields=["employer", "key"]),
            models.UniqueConstraint(
                name="employers_site_building",
                fields=["building_id"],
                condition=Q(building_id__isnull=False, until=None, removed_at=None),
            ),
            models.CheckConstraint(name="employers_site_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="employers_site_days", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="employers_site_dormitory",
                condition=~Q(kind=DORMITORY) | Q(building_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="employers_site_region", fields=["region", "-since"]),
        ]
