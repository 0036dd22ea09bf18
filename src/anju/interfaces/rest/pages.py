"""Cursor pages: an opaque mark says where the next page begins."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from ninja import Path, Query

from anju.foundation.errors import Refused

FARTHEST = 100_000
Limit = Annotated[int, Query(ge=1, le=100, description="Entries a page.")]
Cursor = Annotated[
    str, Query(max_length=60, description="`next` of the page before; empty for the first page.")
]
Text = Annotated[str, Query(min_length=1, max_length=60, description="What a person would type.")]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


def begin(cursor: str) -> int:
    """How many entries lie before this page. `Refused` cursor_invalid."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii")
    except (ValueError, binascii.Error) as error:
        raise Refused("cursor_invalid") from error
    if (
        not text.startswith("o")
        or not (text[1:].isascii() and text[1:].isdigit())
        or int(text[1:]) > FARTHEST
    ):
        raise Refused("cursor_invalid")
    return int(text[1:])


def after(start: int, limit: int, found: int) -> str | None:
    """The mark of the next page when more than `limit` entries were found from `start` on."""
    return (
        base64.urlsafe_b64encode(f"o{start + limit}".encode()).decode() if found > limit else None
    )
