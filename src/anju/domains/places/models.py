"""Tables of places: the address tree, buildings, homes (rooms), holders.

A home's `code` is opaque: the plate on the door carries it and nothing else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Address(models.Model):
    """A node of the standard address tree below a community. `element` is a code of GA/T 2000.32
    (41 street, 42 estate, 50 door plate); `key` is the name without spaces and width differences."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    region = models.CharField(max_length=15, db_collation="C")
    element = models.CharField(max_length=2, db_collation="C")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, db_collation="C")
    text = models.CharField(max_length=200)
    text_key = models.CharField(max_length=200, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="places_address_once", fields=["region", "parent", "key"], nulls_distinct=False
            ),
        ]
        indexes = [models.Index(name="places_address_text", fields=["text_key", "region"])]


class Holder(models.Model):
    """A landlord, agent or property manager who answers for buildings. Its scope key is ``holder:<id>``."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, default="person")
    person_id = models.BigIntegerField(null=True)
    phone_cipher = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_holder_kind", condition=Q(kind__in=["person", "company"])
            ),
        ]


class Building(models.Model):
    """A building. `party` is the scope key of who answers for it: a holder, or an employer for its dormitories.
    `verified` false: entered by a list, not yet seen by a grid worker. `longitude`, `latitude`: of its entrance, in
    whole 1e-7 degrees of CGCS2000, where somebody has put it on the map."""

    code = models.CharField(max_length=12, unique=True, db_collation="C")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="buildings")
    region = models.CharField(max_length=15, db_collation="C")
    name = models.CharField(max_length=60, default="")
    key = models.CharField(max_length=60, default="", db_collation="C")
    kind = models.CharField(max_length=12, default="rental")
    use = models.CharField(max_length=2, default="01")
    floors = models.PositiveSmallIntegerField(default=1)
    party = models.CharField(max_length=40, default="", db_collation="C")
    verified = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    longitude = models.IntegerField(null=True)
    latitude = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_building_position",
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.UniqueConstraint(
                name="places_building_once", fields=["address", "party", "key"]
            ),
        ]
        indexes = [
            models.Index(name="places_building_region", fields=["region"]),
            models.Index(name="places_building_party", fields=["party"]),
            models.Index(
                name="places_building_on_map",
                fields=["longitude", "latitude"],
                condition=Q(longitude__isnull=False),
            ),
        ]


class Home(models.Model):
    """A dwelling: a room, or the whole of a small house (room ""). Capacity in persons; area in square metres."""

    code = models.CharField(max_length=12, unique=True, db_collation="C")
    building = models.ForeignKey(
        Building, on_delete=models.PROTECT, related_name="homes", db_index=False
    )
    region = models.CharField(max_length=15, db_collation="C")
    party = models.CharField(max_length=40, default="", db_collation="C")
    unit = models.CharField(max_length=20, default="")
    floor = models.SmallIntegerField(default=1)
    room = models.CharField(max_length=20, default="")
    key = models.CharField(max_length=40, db_collation="C")
    capacity = models.PositiveSmallIntegerField(default=2)
    area = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    dwelling = models.CharField(max_length=2, default="02")
    verified = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="places_home_once", fields=["building", "key"])]
        indexes = [
            models.Index(name="places_home_region", fields=["region"]),
            models.Index(name="places_home_party", fields=["party"]),
        ]


class Alias(models.Model):
    """Another name people use for an address, so that the next list finds it by itself."""

    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="aliases")
    region = models.CharField(max_length=15, db_collation="C")
    key = models.CharField(max_length=100, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(name="places_alias_once", fields=["region", "key"])]
