"""Answers that are files. That nothing of them is kept by browsers and proxies is seen to for every answer (`headers`)."""

from __future__ import annotations

from django.http import HttpResponse

from anju.foundation.sheets.writer import XLSX

PDF = "application/pdf"


def as_file(data: bytes | str, name: str, content_type: str = XLSX, *, shown: bool = False) -> HttpResponse:
    """The answer that brings these bytes under this name, to keep; `shown`: to look at in the browser first."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer
