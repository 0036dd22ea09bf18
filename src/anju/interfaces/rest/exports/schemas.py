"""Exported files as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema


class Export(Schema):
    """A file in the making or made. `state`: waiting, ready, failed (`failure` is the code, `detail` the sentence).
    `rows` and `size` (bytes) are known once it is ready; it is deleted after `delete_after`."""

    id: str
    state: str
    file_name: str
    rows: int
    size: int
    failure: str
    failure_params: dict[str, Any]
    detail: str
    asked_at: datetime
    finished_at: datetime | None
    delete_after: datetime
