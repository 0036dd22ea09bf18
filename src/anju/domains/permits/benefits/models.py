"""Questions of departments, kept for a day so that a question sent twice is asked once."""

from __future__ import annotations

from django.db import models


class Question(models.Model):
    """What was answered to one key of one asker. `asked` is a keyed hash of the question: whom it was about is not
    kept here (the audit trail knows, and the person reads it there)."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=80, db_collation="C")
    asked = models.BinaryField(max_length=16)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="permits_question_once", fields=["user_id", "key"]),
        ]
        indexes = [
            models.Index(name="permits_question_at", fields=["at"]),
        ]
