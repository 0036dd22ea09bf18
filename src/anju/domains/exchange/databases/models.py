"""The table of departments' databases: what is read of each, and how far the readings came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from anju.domains.exchange.deliveries.models import Connector


class SourceDatabase(models.Model):
    """What is read of a source's database, as `Selection`, and its health, as `Database`. `digests`: of the parts
    of the last reading, so that one that finds the same again leaves no trace. Address and password stand in
    a file of the operator; here is its name alone."""

    connector = models.OneToOneField(Connector, on_delete=models.PROTECT, related_name="database")
    connection = models.CharField(max_length=40, db_collation="C")
    table_schema = models.CharField(max_length=63, blank=True, default="")
    table_name = models.CharField(max_length=63)
    columns = models.JSONField(default=list)
    change_column = models.CharField(max_length=63, blank=True, default="")
    overlap = models.IntegerField()
    part_rows = models.IntegerField()
    row_limit = models.IntegerField()
    seconds = models.IntegerField()
    complete_days = models.IntegerField(default=0)
    position = models.CharField(max_length=200, blank=True, default="")
    readings = models.BigIntegerField(default=0)
    digests = models.JSONField(default=list)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    whole_at = models.DateTimeField(null=True)
    rows_read = models.IntegerField(default=0)
    milliseconds = models.IntegerField(default=0)
    more = models.BooleanField(default=False)
    without_change = models.IntegerField(default=0)
    fault = models.CharField(max_length=40, blank=True, default="")
    fault_params = models.JSONField(default=dict)
    fault_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_source_database"
        constraints = (
            models.CheckConstraint(
                condition=Q(part_rows__gte=1) & Q(row_limit__gte=1) & Q(seconds__gte=1),
                name="exchange_source_database_limits",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.connection} {self.table_name}"
