"""Imports page by page."""

from __future__ import annotations

from anju.domains.register.data.imports import ImportView
from anju.domains.register.models import Batch
from anju.domains.register.queries.imports import view


def imports_from(start: int, *, limit: int) -> list[ImportView]:
    """Imports the transaction may see, newest first, without the first `start`."""
    query = Batch.objects.exclude(form="").defer("file_cipher", "fixes_cipher").order_by("-created_at", "-id")
    return [view(r) for r in query[start:start + limit]]
