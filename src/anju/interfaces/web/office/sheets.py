"""Lists that leave as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.http import HttpResponse

from anju.foundation.sheets.writer import write_xlsx
from anju.interfaces.web.files import as_file


def workbook(
    frame: pl.DataFrame, sheet: str, file_name: str, titles: Sequence[str]
) -> HttpResponse:
    """The answer that brings this frame as a file."""
    return as_file(write_xlsx(frame, sheet=sheet, titles=titles), file_name)
