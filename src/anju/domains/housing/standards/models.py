"""Tables of dwellings: what is stated of a home, version by version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.housing.standards.data import BARS, GAS, PARTITIONS, PURPOSES


class DwellingVersion(models.Model):
    """What somebody stated of a home at one moment; the next statement supersedes it. Who may see the home's place may
    see it (the policy asks the home, which may pass to another landlord)."""

    home_id = models.BigIntegerField()
    households = models.PositiveSmallIntegerField(null=True)
    living_area = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    extinguishers = models.PositiveSmallIntegerField(null=True)
    extinguisher_kilograms = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    detectors = models.PositiveSmallIntegerField(null=True)
    emergency_lights = models.PositiveSmallIntegerField(null=True)
    bars = models.CharField(max_length=6, default="", db_collation="C")
    ebike = models.BooleanField(null=True)
    gas = models.CharField(max_length=6, default="", db_collation="C")
    gas_in_kitchen = models.BooleanField(null=True)
    channel = models.CharField(max_length=20)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "housing_dwelling"
        constraints = [
            models.UniqueConstraint(
                name="housing_dwelling_once", fields=["home_id"], condition=Q(superseded_at=None)
            ),
            models.CheckConstraint(
                name="housing_dwelling_words",
                condition=Q(bars__in=["", *BARS]) & Q(gas__in=["", *GAS]),
            ),
        ]
        indexes = [models.Index(name="housing_dwelling_home", fields=["home_id", "recorded_at"])]


class SpaceRow(models.Model):
    """One space of a version."""

    dwelling = models.ForeignKey(
        DwellingVersion, on_delete=models.CASCADE, related_name="spaces", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20, default="")
    purpose = models.CharField(max_length=10, db_collation="C")
    let = models.BooleanField()
    area = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    people = models.PositiveSmallIntegerField(null=True)
    kin = models.BooleanField(default=False)
    window = models.BooleanField(null=True)
    partition = models.CharField(max_length=7, default="none", db_collation="C")
    hoods = models.PositiveSmallIntegerField(null=True)
    whistles = models.PositiveSmallIntegerField(null=True)
    torches = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "housing_space"
        constraints = [
            models.UniqueConstraint(name="housing_space_once", fields=["dwelling", "number"]),
            models.CheckConstraint(
                name="housing_space_words",
                condition=Q(purpose__in=PURPOSES) & Q(partition__in=PARTITIONS),
            ),
        ]
