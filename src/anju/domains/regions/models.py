"""Tables of divisions, of the history of area codes, and of countries. Public facts: no row-level security."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Region(models.Model):
    """A division of the five statistical levels, or a grid below a community."""

    code = models.CharField(max_length=15, primary_key=True, db_collation="C")
    level = models.SmallIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="children"
    )
    name = models.CharField(max_length=100, db_collation="C")
    full_name = models.CharField(max_length=300)
    pinyin = models.CharField(max_length=300, db_collation="C")
    initials = models.CharField(max_length=100, db_collation="C")
    town_class = models.CharField(max_length=3, blank=True, default="", db_collation="C")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    pieces = ArrayField(models.TextField(db_collation="C"), default=list)

    class Meta:
        """Named constraints and indexes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{12}([0-9]{3})?$"), name="region_code_digits"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 6)), name="region_level_known"),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False),
                name="region_parent_above_province",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_from__lte=models.F("valid_to")),
                name="region_valid_period",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["level", "code"], name="region_level_code"),
            models.Index(fields=["level", "name", "code"], name="region_level_name"),
            models.Index(fields=["level", "pinyin", "code"], name="region_level_pinyin"),
            models.Index(fields=["level", "initials", "code"], name="region_level_initials"),
            GinIndex(
                fields=["pieces"],
                name="region_pieces_towns",
                fastupdate=False,
                condition=Q(level__lte=4),
            ),
            GinIndex(
                fields=["pieces"],
                name="region_pieces_communities",
                fastupdate=False,
                condition=Q(level__gte=5),
            ),
        ]

    def __str__(self) -> str:
        """For shells and logs."""
        return f"{self.code} {self.full_name}"


class Area(models.Model):
    """What a six-digit code (GB/T 2260) meant in one time. A code that changed its name has several rows."""

    code = models.CharField(max_length=6, db_collation="C")
    since = models.SmallIntegerField()
    until = models.SmallIntegerField(null=True)
    name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=150)
    successor = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    certain = models.BooleanField(default=True)
    source = models.CharField(max_length=120, blank=True, default="", db_default="")
    added = models.BooleanField(default=False, db_default=False)
    """By an administrator of this installation: loading the published tables leaves it."""

    class Meta:
        """Named constraints and indexes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "since"], name="area_code_since"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{6}$"), name="area_code_digits"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__lte=models.F("until")), name="area_period"
            ),
        ]

    def __str__(self) -> str:
        """For shells and logs."""
        return f"{self.code} {self.full_name}"


class Country(models.Model):
    """ISO 3166-1."""

    alpha3 = models.CharField(max_length=3, primary_key=True, db_collation="C")
    alpha2 = models.CharField(max_length=2, unique=True, db_collation="C")
    numeric = models.CharField(max_length=3, unique=True, db_collation="C")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=120, db_collation="C")

    class Meta:
        """Named constraints and indexes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(numeric__regex=r"^[0-9]{3}$"), name="country_numeric_digits"
            ),
        ]

    def __str__(self) -> str:
        """For shells and logs."""
        return self.alpha3


class GridEdit(models.Model):
    """One saved change of boundaries of grids: its steps, or the file they came from, and what took it back."""

    region = models.CharField(max_length=15, db_collation="C")
    kind = models.CharField(max_length=8)
    steps = models.JSONField(default=list)
    codes = ArrayField(models.TextField(), default=list)
    made = ArrayField(models.TextField(), default=list)
    """Grids that began with it."""
    at = models.DateTimeField()
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=100, default="")
    note = models.CharField(max_length=200, default="")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, db_column="undoes", related_name="undone"
    )

    class Meta:
        """Named constraints and indexes."""

        db_table = "regions_grid_edit"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["edit", "import", "undo"]), name="grid_edit_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False)
                | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="grid_edit_undoes",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "-at"], name="grid_edit_region"),
        ]


class Boundary(models.Model):
    """The boundary of a grid from one edit to the next. `shape`: polygons of rings of points in 1e-7 degree; `area` in
    square metres; `west` to `north` its box."""

    code = models.CharField(max_length=15, db_collation="C")
    shape = models.JSONField()
    area = models.BigIntegerField()
    west = models.BigIntegerField()
    south = models.BigIntegerField()
    east = models.BigIntegerField()
    north = models.BigIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    begun = models.ForeignKey(GridEdit, models.PROTECT, related_name="began")
    ended = models.ForeignKey(GridEdit, models.PROTECT, null=True, related_name="ended")

    class Meta:
        """Named constraints and indexes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="boundary_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{15}$"), name="boundary_of_grid"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None, ended=None)
                | Q(valid_to__isnull=False, ended__isnull=False),
                name="boundary_end_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "valid_from"], name="boundary_code"),
        ]
