"""Column mappings remembered per sender."""

from __future__ import annotations

from typing import Any

from anju.domains.register.declarations.models.declarations import SenderMapping


def known_mapping(source: str, form: str, fingerprint: str) -> dict[str, Any] | None:
    """What this sender once corrected for files with these titles."""
    row = SenderMapping.objects.filter(source=source, form=form, fingerprint=fingerprint).first()
    return dict(row.mapping) if row else None
