"""Tables of kept sums. Numbers of divisions and days; a changed stay lies here for a minute, without its person."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models


class KeptDay(models.Model):
    """What is summed: the edges of a fact (`day` is `EVER`), or the values of its dimensions on a day."""

    fact = models.CharField(max_length=20, db_collation="C")
    day = models.DateField()

    class Meta:
        db_table = "statistics_kept_day"
        constraints = [
            models.UniqueConstraint(name="statistics_kept_day_once", fields=["fact", "day"])
        ]


class Flow(models.Model):
    """How many runs of a fact began and ended in a division on a day."""

    pk = models.CompositePrimaryKey("fact", "level", "place", "day")
    fact = models.CharField(max_length=20, db_collation="C")
    level = models.SmallIntegerField()
    place = models.CharField(max_length=9, db_collation="C")
    day = models.DateField()
    began = models.BigIntegerField()
    ended = models.BigIntegerField()

    class Meta:
        db_table = "statistics_flow"


class FlowChange(models.Model):
    """By how much edges changed, not yet added to `Flow`. Written by triggers alone."""

    fact = models.CharField(max_length=20, db_collation="C")
    level = models.SmallIntegerField()
    place = models.CharField(max_length=9, db_collation="C")
    day = models.DateField()
    began = models.BigIntegerField()
    ended = models.BigIntegerField()

    class Meta:
        db_table = "statistics_flow_change"


class Stock(models.Model):
    """How many residents of a county had these values of one or two dimensions on a day."""

    pk = models.CompositePrimaryKey("day", "grouping", "place", "a", "b")
    day = models.DateField()
    grouping = models.CharField(max_length=40, db_collation="C")
    place = models.CharField(max_length=6, db_collation="C")
    a = models.CharField(max_length=20)
    b = models.CharField(max_length=20)
    n = models.BigIntegerField()

    class Meta:
        db_table = "statistics_stock"


class StayChange(models.Model):
    """A stay that is held (`sign` 1) or no longer held (-1) as it is, not yet added to `Stock`. Written by triggers
    alone."""

    sign = models.SmallIntegerField()
    region = models.CharField(max_length=15, db_collation="C")
    period = DateRangeField()
    habitual = models.BooleanField()
    reason = models.CharField(max_length=2)
    police_reason = models.CharField(max_length=10)
    dwelling = models.CharField(max_length=2)
    leave_due = models.DateField(null=True)
    channel = models.CharField(max_length=20)
    sex = models.CharField(max_length=1, null=True)
    birth_date = models.DateField(null=True)
    origin = models.CharField(max_length=6, null=True, db_collation="C")
    nationality = models.CharField(max_length=3, null=True)

    class Meta:
        db_table = "statistics_stay_change"
