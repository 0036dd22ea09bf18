"""Remembering how a sender names its columns."""

from __future__ import annotations

from datetime import datetime

from anju.domains.register.models import Batch, SenderMapping


def remember(row: Batch, *, at: datetime) -> None:
    """Keep the batch's corrected mapping for the sender's next file with the same titles."""
    mapping = row.mapping or {}
    if mapping.get("fingerprint"):
        SenderMapping.objects.update_or_create(
            source=row.source, form=row.form, fingerprint=mapping["fingerprint"],
            defaults={"mapping": mapping, "at": at})
