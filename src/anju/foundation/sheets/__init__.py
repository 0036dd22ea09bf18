"""Spreadsheets in and out: cells as text, whatever program wrote them; no meaning is read into them here."""

from anju.foundation.sheets.delimited import stream_rows
from anju.foundation.sheets.reader import read_cells
from anju.foundation.sheets.streaming import stream_xlsx
from anju.foundation.sheets.workbook import IMPRECISE, Sheet, Workbook
from anju.foundation.sheets.writer import write_xlsx

__all__ = ["IMPRECISE", "Sheet", "Workbook", "read_cells", "stream_rows", "stream_xlsx", "write_xlsx"]
