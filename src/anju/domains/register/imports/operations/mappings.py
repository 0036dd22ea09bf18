"""Remembering how a sender names its columns."""

from __future__ import annotations

from datetime import datetime

from anju.domains.register.declarations.models import Batch, SenderMapping


def remember(row: Batch, *, at: datetime) -> None:
    """Keep the batch's corrected mapping for the sender's next file with the same titles (`seen_as`:
    those that were read before a person named another header)."""
    mapping = row.mapping or {}
    choices = {k: v for k, v in mapping.get("choices", {}).items() if k != "start"}
    if day := mapping.get("choices", {}).get("start"):
        choices["proposed_start"] = (
            day  # for a person to look at: the next file's newcomers came on another day
        )
    for mark in {mapping.get("fingerprint", ""), choices.get("seen_as", "")} - {""}:
        SenderMapping.objects.update_or_create(
            source=row.source,
            form=row.form,
            fingerprint=mark,
            defaults={"mapping": {**mapping, "choices": choices}, "at": at},
        )
