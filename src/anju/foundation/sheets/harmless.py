"""Text that leaves as a spreadsheet must not run in one: the one rule, for every file we hand out.

A spreadsheet takes a cell for a formula by its first character. In a workbook our cells are text by type and by format,
and stay text when edited; but people save workbooks as CSV, where only the first character speaks. So a text that could
be read as a formula gets an apostrophe before it, the spreadsheets' own mark for "this is text", which our reading of
files takes off again. Plain signed numbers and phones (``-3``, ``+86 138 …``) compute nothing and stay as they are.
"""

from __future__ import annotations

import re

_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""ASCII and full-width: Excel with an East Asian language reads both."""
_NUMBER = re.compile(r"[+\uff0b-]?[\d\s()-]*(?:\.\d+)?%?", re.ASCII)


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could take it for a formula."""
    if not text or text[0] not in _STARTS or (text[0] not in "\t\r\n" and _NUMBER.fullmatch(text)):
        return text
    return f"'{text}"
