"""How the sources in use are doing, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class SourceState(StrEnum):
    """good. failing: the last look or delivery failed. asking: a delivery waits for a person. late: nothing came for
    twice as long as usual. unlooked: nobody has looked for it when it was due. new: nothing has come yet. stopped."""

    FAILING = "failing"
    ASKING = "asking"
    UNLOOKED = "unlooked"
    LATE = "late"
    NEW = "new"
    GOOD = "good"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source in use. `way`: database or folder; `last_good`: when something came in or a database was read without a
    fault; `since`: since when it is as it is; `usual_days`: between two deliveries as a rule, 0 where too few came;
    `reason`: why it fails."""

    source: str
    way: str
    state: SourceState
    last_good: datetime | None
    since: datetime | None
    usual_days: int = 0
    reason: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    refused_rows: int = 0
    last_id: int = 0
