"""Bodies as they are read: without characters that cannot be seen and could make one text read as another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from anju.foundation.characters import without_invisible
from anju.foundation.errors import Refused


class VisibleText(Parser):
    """Reads JSON; every text in it, however deep, keeps only what can be seen."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever was sent
        """The body of one request."""
        text = request.body.decode()
        found = json.loads(text)
        if "\\u0000" in text and (where := _zero_byte(found)):
            raise Refused("text_with_zero_byte", where=where)
        return found if "\\u" not in text and without_invisible(text) == text else _visible(found)


def _zero_byte(found: Any, where: str = "body") -> str:  # noqa: ANN401 - whatever was sent
    """The place of the first text that holds a zero byte, which no register keeps; "" when there is
    none. The items of a batch are left to their own check, which refuses each for itself (`text_damaged`)."""
    if isinstance(found, str):
        return where if "\0" in found else ""
    if isinstance(found, dict):
        if any("\0" in key for key in found):
            return where
        parts: Iterable[tuple[object, Any]] = (
            (key, one) for key, one in found.items() if (where, key) != ("body", "items")
        )
    elif isinstance(found, list):
        parts = enumerate(found)
    else:
        return ""
    return next((at for key, one in parts if (at := _zero_byte(one, f"{where}.{key}"))), "")


def _visible(found: Any) -> Any:  # noqa: ANN401 - whatever was sent
    if isinstance(found, str):
        return without_invisible(found)
    if isinstance(found, list):
        return [_visible(one) for one in found]
    if isinstance(found, dict):
        return {key: _visible(one) for key, one in found.items()}
    return found
