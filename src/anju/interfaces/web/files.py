"""Answers that are files. That nothing of them is kept by browsers and proxies is seen to for every answer
(`headers`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override

from anju.foundation.sheets.writer import XLSX
from anju.interfaces.exports.listing import Listing

PDF = "application/pdf"


def as_file(
    data: bytes | str, name: str, content_type: str = XLSX, *, shown: bool = False
) -> HttpResponse:
    """The answer that brings these bytes under this name, to keep; `shown`: to look at in the browser first."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer


def as_sheet(listing: Listing, name: str) -> StreamingHttpResponse:
    """The answer that brings a list as a spreadsheet, in the language of the request.

    Each block is made when the one before is on its way, in a transaction of its own (`ActorMiddleware`), so that a
    slow reader holds none.
    """
    answer = StreamingHttpResponse(_speaking(get_language(), listing), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _speaking(language: str | None, listing: Listing) -> Iterator[bytes]:
    pieces = listing.bytes()
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
