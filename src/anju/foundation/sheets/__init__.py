"""Spreadsheets in and out: cells as text, whatever program wrote them; no meaning is read into them here."""

from anju.foundation.sheets.reader import Piece, read_cells, stream_text
from anju.foundation.sheets.streaming import stream_xlsx
from anju.foundation.sheets.workbook import IMPRECISE, Marks, Sheet, Workbook
from anju.foundation.sheets.writer import write_xlsx

__all__ = [
    "IMPRECISE",
    "Marks",
    "Piece",
    "Sheet",
    "Workbook",
    "read_cells",
    "stream_text",
    "stream_xlsx",
    "write_xlsx",
]
