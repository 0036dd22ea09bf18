"""Tables of running work. They are not part of any register: losing them loses nothing."""

from __future__ import annotations

from django.db import models


class Task(models.Model):
    """One piece of long work, as its owner sees it."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    label = models.TextField()
    owner_id = models.BigIntegerField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default="running")
    note = models.TextField(default="")
    started = models.DateTimeField()
    updated = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        db_table = "progress_task"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "done", "failed"]),
                name="progress_task_state_known",
            ),
        ]
        indexes = [models.Index(fields=["owner_id", "-id"], name="progress_task_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"


class Heartbeat(models.Model):
    """When a process or one of its parts was last seen at work. `turn` counts the starts of what repeats."""

    part = models.TextField(primary_key=True)
    host = models.TextField()
    pid = models.IntegerField()
    started = models.DateTimeField()
    seen = models.DateTimeField()
    note = models.TextField(default="")
    turn = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "progress_heartbeat"

    def __str__(self) -> str:
        return self.part
