"""The JSON Schema of an event."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def event_schema() -> dict[str, Any]:
    """The schema as it is published."""
    path = Path(__file__).parent.parent / "data" / "schema.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
