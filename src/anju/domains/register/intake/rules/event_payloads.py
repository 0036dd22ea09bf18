"""Reading what the register tells: one piece of news may speak of many declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def applied_people(payload: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(person, kind of declaration) of `register.applied`, also as release 0.1 told it, of one person at a time."""
    if "persons" in payload:
        said = zip(payload["persons"], payload["kinds"], strict=True)
    else:
        said = zip([payload.get("person")], [payload.get("kind", "")], strict=True)
    return [(int(person), str(kind)) for person, kind in said if person]
