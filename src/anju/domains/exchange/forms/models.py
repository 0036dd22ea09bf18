"""Tables of forms of other offices: their versions, and forms that were filled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OfficeForm(models.Model):
    """A version of a form. `content`: its description; `template`: the office's own workbook, empty blank cells and no
    person in it. Another person than the one who proposed it puts it in force."""

    code = models.CharField(max_length=40, db_collation="C")
    version = models.IntegerField()
    region = models.CharField(max_length=12, db_collation="C")
    state = models.CharField(max_length=10, default="proposed")
    content = models.JSONField()
    template = models.BinaryField()
    proposed_by = models.BigIntegerField(null=True)
    proposed_label = models.CharField(max_length=100, blank=True, default="")
    proposed_at = models.DateTimeField()
    accepted_label = models.CharField(max_length=100, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints."""

        db_table = "exchange_form"
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="exchange_form_version"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "in_force", "ended"]), name="exchange_form_state"
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.code} {self.version}"


class FilledForm(models.Model):
    """A form about one person. `cells_cipher`: its cells with their sources (null: its days are over); `key`: of the
    request that filled it; `batch`: the list of an employer on which it is a row; `mandate`: by what others
    came."""

    form = models.ForeignKey(OfficeForm, on_delete=models.PROTECT, related_name="filled")
    key = models.CharField(max_length=80, unique=True, db_collation="C")
    person_id = models.BigIntegerField()
    region = models.CharField(max_length=12, db_collation="C")
    batch = models.CharField(max_length=32, blank=True, default="", db_collation="C")
    state = models.CharField(max_length=10, default="draft")
    presence = models.CharField(max_length=10)
    mandate = models.CharField(max_length=60, blank=True, default="")
    cells_cipher = models.BinaryField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_label = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        """Named constraints and indexes."""

        db_table = "exchange_filled_form"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["draft", "done", "withdrawn"]),
                name="exchange_filled_form_state",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["person", "mandate", "employer", "self"]),
                name="exchange_filled_form_presence",
            ),
        )
        indexes = (
            models.Index(fields=["person_id", "-id"], name="exchange_filled_form_person"),
            models.Index(
                fields=["batch"], condition=~Q(batch=""), name="exchange_filled_form_list"
            ),
            models.Index(
                fields=["made_at"],
                condition=Q(cells_cipher__isnull=False),
                name="exchange_filled_form_kept",
            ),
        )

    def __str__(self) -> str:
        """For logs and shells."""
        return f"{self.form_id} {self.pk}"
