"""What a person sees of an import before it counts, kept so that no page has to read the file again."""

from __future__ import annotations

from django.db import models

from anju.domains.register.declarations.models import Batch


class PreviewPart(models.Model):
    """A piece of one list of an import's preview: `number` counts from 0, `size` lines each. Lines name people, so
    they are encrypted; `people` holds the ids that a page showing the piece must record as read."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    listing = models.CharField(max_length=12)
    number = models.IntegerField()
    size = models.IntegerField()
    people = models.JSONField(default=list)
    lines_cipher = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_previewpart_once", fields=["batch", "listing", "number"]
            ),
        ]
