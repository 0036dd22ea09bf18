"""Extracts as values; the columns that may stand in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

TOKEN = "token"  # noqa: S105 - the name of a column
"""The first column of every extract: a keyed hash of the person for this recipient."""
ACTION = "exchange.extract"
"""The action in each person's access log."""
TERM = timedelta(days=7)
"""How long a file waits to be downloaded, once."""
MOST_ROWS = 2_000_000
PARQUET = "application/vnd.apache.parquet"


class ExtractState(StrEnum):
    """proposed: waits for a second person. approved: waits to be made. ready: waits to be downloaded. fetched: was
    downloaded, its content is gone. expired: nobody came in the term, or it was refused. failed: could not be made."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    READY = "ready"
    FETCHED = "fetched"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExtractView:
    """One extract. `manifest`: what it holds, once it is made; `written` of `total` rows are."""

    id: int
    selector: str
    agreement: str
    name: str
    region: str
    columns: tuple[str, ...]
    purpose: str
    basis: str
    day: date
    state: ExtractState
    proposed_by: int | None
    proposed_label: str
    approved_label: str
    total: int
    written: int
    size: int
    failure: str
    manifest: Mapping[str, Any]
    proposed_at: datetime
    delete_after: datetime | None
