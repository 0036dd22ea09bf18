"""Bodies as they are read: without characters that cannot be seen and could make one text read as another."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from anju.foundation.characters import without_invisible


class SeenText(Parser):
    """Reads JSON; every text in it, however deep, keeps only what can be seen."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever was sent
        """The body of one request."""
        text = request.body.decode()
        found = json.loads(text)
        return found if "\\u" not in text and without_invisible(text) == text else _seen(found)


def _seen(found: Any) -> Any:  # noqa: ANN401 - whatever was sent
    if isinstance(found, str):
        return without_invisible(found)
    if isinstance(found, list):
        return [_seen(one) for one in found]
    if isinstance(found, dict):
        return {key: _seen(one) for key, one in found.items()}
    return found
