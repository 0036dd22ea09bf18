"""Tables of web pages that were saved under a spreadsheet's name: HTML, alone or within MHTML."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from html.parser import HTMLParser

from anju.foundation.errors import Refused
from anju.foundation.sheets.delimited import damaged_rows
from anju.foundation.sheets.encodings import decoded
from anju.foundation.sheets.grid import Grid, number_text
from anju.foundation.sheets.workbook import Sheet

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_STYLE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>")
_BLOCKS = frozenset({"br", "p", "div", "li"})
_STRIKES = frozenset({"s", "strike", "del"})
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "xml"})
MAX_DEPTH = 40
MAX_SPAN = 65_536


def read_html(data: bytes, filename: str, sheet: str) -> list[Sheet]:
    """All tables of the page, one below the other with a blank row between them. Raises `Refused` file_unreadable."""
    text, damaged = decoded(data, filename, named=_charset(data))
    return _tables(text, filename, sheet, damaged=damaged)


def read_mhtml(data: bytes, filename: str, sheet: str) -> list[Sheet]:
    """The pages of a web archive, each a sheet."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    found: list[Sheet] = []
    names: list[str] = []
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        text, damaged = decoded(
            body, filename, named=_charset(body) or str(part.get_content_charset() or "")
        )
        names += [n for n in _SHEET_NAME.findall(text) if n not in names]
        try:
            found += _tables(text, filename, sheet, damaged=damaged)
        except Refused as refused:
            if refused.code != "file_unreadable":
                raise
    if not found:
        raise Refused("file_unreadable", filename=filename)
    titled = (
        names
        if len(names) == len(found)
        else [f"{sheet} {i + 1}" if i else sheet for i in range(len(found))]
    )
    return [Sheet(n, s.cells, s.hidden, s.marks) for n, s in zip(titled, found, strict=True)]


def _charset(data: bytes) -> str:
    found = _CHARSET.search(data[:8192])
    return found[1].decode("ascii").lower() if found else ""


def _tables(text: str, filename: str, sheet: str, *, damaged: bool) -> list[Sheet]:
    names = _SHEET_NAME.findall(text[:65_536])
    parser = _Tables(filename, names[0] if len(names) == 1 else sheet)
    parser.styles = {
        name: body
        for style in re.findall(r"<style[^>]*>(.*?)</style>", text[:500_000], re.S | re.I)
        for name, body in _STYLE.findall(style)
    }
    parser.feed(text)
    parser.close()
    grid = parser.finished()
    if not grid.rows:
        raise Refused("file_unreadable", filename=filename)
    built = grid.sheet()
    rows = tuple(damaged_rows(built.cells)) if damaged else ()
    return [Sheet(built.name, built.cells, built.hidden, replace(built.marks, damaged=rows))]


class _Table:
    """One table under construction: where the next cell goes, and which places cells above it still take."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[int, str, bool]]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.taken: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.column = 0
        self.span = (1, 1)
        self.exact = ""
        self.crossed = False


class _Tables(HTMLParser):
    """Collects tables. A table within a cell is a table of its own, put before the one around it."""

    def __init__(self, filename: str, sheet: str) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = Grid(sheet, filename)
        self.styles: dict[str, str] = {}
        self.open: list[_Table] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag == "table":
            self._begin_table()
        elif self.open:
            self._begin_within(tag, attrs)

    def _begin_table(self) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise Refused("file_built_oddly", filename=self.grid.filename, part="table")
        self.open.append(_Table())

    def _begin_within(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        table, given = self.open[-1], {k: v or "" for k, v in attrs}
        if tag == "tr":
            self._end_row(table)
            self._begin_row(table, given)
        elif tag in ("td", "th"):
            self._begin_cell(table, given)
        elif tag == "col" and _HIDDEN.search(given.get("style", "")):
            self.grid.hidden_columns.add(len(self.grid.hidden_columns))
        elif table.cell is not None:
            table.cell += ["\n"] if tag in _BLOCKS else []
            table.crossed = table.crossed or tag in _STRIKES

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipping = max(self.skipping - 1, 0)
        elif not self.open:
            return
        elif tag in ("td", "th"):
            self._end_cell(self.open[-1])
        elif tag == "tr":
            self._end_row(self.open[-1])
        elif tag == "table":
            table = self.open.pop()
            self._end_row(table)
            self._keep(table)

    def handle_data(self, data: str) -> None:
        if self.open and not self.skipping and self.open[-1].cell is not None:
            self.open[-1].cell.append(data)

    def finished(self) -> Grid:
        """The grid once the page has ended, also where its last tables were never closed."""
        while self.open:
            table = self.open.pop()
            self._end_row(table)
            self._keep(table)
        return self.grid

    def _style(self, given: dict[str, str]) -> str:
        return given.get("style", "") + "".join(
            self.styles.get(c, "") for c in given.get("class", "").split()
        )

    def _begin_row(self, table: _Table, given: dict[str, str]) -> None:
        table.rows.append([])
        table.column = 0
        if _HIDDEN.search(self._style(given)) or "hidden" in given:
            table.hidden.append(len(table.rows) - 1)

    def _begin_cell(self, table: _Table, given: dict[str, str]) -> None:
        self._end_cell(table)
        if not table.rows:
            table.rows.append([])
        row = len(table.rows) - 1
        while table.taken.get(table.column, -1) >= row:
            table.column += 1
        table.span = (_count(given.get("rowspan")), _count(given.get("colspan")))
        table.exact = given.get("x:num", "") or given.get("x:str", "")
        table.crossed = bool(_STRUCK.search(self._style(given)))
        table.cell = []

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None:
            return
        text = re.sub(
            r"[ \t\r\f\v]*\n\s*", "\n", re.sub(r"[ \t\r\f\v\u00a0]+", " ", "".join(table.cell))
        ).strip()
        if table.exact and text and re.fullmatch(r"[\d.]+[eE]\+?\d+", text):
            text = number_text(table.exact)
        row, (down, across) = len(table.rows) - 1, table.span
        table.rows[row].append((table.column, text, table.crossed))
        if down > 1 or across > 1:
            table.merged.append((row, table.column, down, across))
            for column in range(table.column, table.column + across):
                table.taken[column] = row + down - 1
        table.column += across
        table.cell, table.crossed = None, False

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)

    def _keep(self, table: _Table) -> None:
        if not any(text for row in table.rows for _, text, _ in row):
            return
        begin = len(self.grid.rows) + 1 if self.grid.rows else 0
        for r, row in enumerate(table.rows):
            for column, text, struck in row:
                self.grid.put(begin + r, column, text, struck=struck)
        for row_at, column, down, across in table.merged:
            self.grid.merge(begin + row_at, column, down, across)
        self.grid.hidden_rows += [begin + r for r in table.hidden]


def _count(text: str | None) -> int:
    return min(max(int(text), 1), MAX_SPAN) if text and text.strip().isdecimal() else 1
