"""Lists that leave as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.http import HttpResponse

from anju.foundation.sheets.writer import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(frame: pl.DataFrame, sheet: str, file_name: str, titles: Sequence[str]) -> HttpResponse:
    """The answer that brings this frame as a file."""
    answer = HttpResponse(write_xlsx(frame, sheet=sheet, titles=titles), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
