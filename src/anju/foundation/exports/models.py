"""Tables of files made by a job. They are no part of any register: losing them loses nothing that cannot be made
again."""

from __future__ import annotations

from django.db import models


class Export(models.Model):
    """A file that somebody asked for. `selector` stands in its address. `asked_cipher` holds the filters of the
    list, in which a name may stand; `rights` the fingerprint of the grants under which it was asked for; `scopes` the
    permissions of the token that asked, empty without one."""

    selector = models.CharField(max_length=32)
    kind = models.CharField(max_length=40)
    title = models.TextField()
    file_name = models.CharField(max_length=100)
    asked_cipher = models.BinaryField()
    language = models.CharField(max_length=16)
    owner_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    rights = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    task_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default="waiting")
    rows = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")
    failure_params = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField()

    class Meta:
        db_table = "exports_export"
        constraints = [
            models.UniqueConstraint(fields=["selector"], name="exports_export_selector"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "ready", "failed"]),
                name="exports_export_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="exports_export_owner"),
            models.Index(fields=["delete_after"], name="exports_export_term"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Part(models.Model):
    """A piece of a file: `number` counts from 0."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    owner_id = models.BigIntegerField()
    number = models.IntegerField()
    data_cipher = models.BinaryField()

    class Meta:
        db_table = "exports_part"
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="exports_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id}:{self.number}"
