"""Answers that are files. That nothing of them is kept by browsers and proxies is seen to for every
answer (`headers`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import polars as pl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override

from anju.foundation.sheets.streaming import stream_xlsx
from anju.foundation.sheets.writer import XLSX

PDF = "application/pdf"
Key = TypeVar("Key")


def as_file(
    data: bytes | str, name: str, content_type: str = XLSX, *, shown: bool = False
) -> HttpResponse:
    """The answer that brings these bytes under this name, to keep; `shown`: to look at in the browser first."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer


BLOCK = 2_000
"""Rows that are read, recorded as read and sent at a time."""


def as_sheet(
    blocks: Iterable[pl.DataFrame], *, sheet: str, name: str, titles: Sequence[str]
) -> StreamingHttpResponse:
    """The answer that brings a list as a spreadsheet, whole whatever its length, in the language of the request.

    Each block is made when the one before is on its way, in a transaction of its own
    (`ActorMiddleware`), so that a slow reader holds none.
    """
    parts = stream_xlsx(_speaking(get_language(), blocks), sheet=sheet, titles=titles)
    answer = StreamingHttpResponse(parts, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def in_blocks(
    keys: Sequence[Key], read: Callable[[Sequence[Key]], pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """The rows of a list that is known by its keys. `read` makes the cells of some of them, and records the reading of
    their persons."""
    for start in range(0, len(keys), BLOCK):
        yield read(keys[start : start + BLOCK])


def _speaking(language: str | None, blocks: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    left = iter(blocks)
    while True:
        with override(language):
            block = next(left, None)
        if block is None:
            return
        yield block
