"""Web fonts of rare characters, named by ``rare.css``."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anju.interfaces.web.font_slices import slice_from, starts

WEEK = 7 * 24 * 3600
"""Seconds: an administrator may install more fonts."""


@require_safe
def font(request: HttpRequest, start: str) -> HttpResponse:
    """The characters from this code point on; not found where no font of the server draws them."""
    data = (
        slice_from(int(start, 16))
        if re.fullmatch("[0-9a-f]{5}", start) and int(start, 16) in starts()
        else b""
    )
    if not data:
        raise Http404
    answer = HttpResponse(data, content_type="font/woff")
    answer["Cache-Control"] = f"public, max-age={WEEK}"
    return answer
