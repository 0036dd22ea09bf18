"""Reading a batch file: text in GB 18030 or UTF-8, as CSV or XML, into rows of our fields. Nothing is looked up outside
the file: a document type or an entity refuses it whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NoReturn
from xml.parsers import expat

from anju.domains.exchange.batches.data.batches import (
    LONGEST,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    BatchReading,
    BatchRow,
    layout,
)
from anju.foundation import codes
from anju.foundation.errors import Refused

_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MIXED = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
Line = tuple[int, Mapping[str, str]]


def read_batch(data: bytes) -> BatchReading:
    """A file as rows. `Refused` ``batch_too_large``, ``batch_not_text``, ``batch_entities``, ``batch_not_xml``,
    ``batch_no_columns``, ``batch_too_many_rows``."""
    if len(data) > MOST_BYTES:
        raise Refused("batch_too_large", most=MOST_BYTES >> 20)
    text, encoding = decoded(data)
    is_xml = text.lstrip().startswith("<")
    lines = list(_xml_lines(text) if is_xml else _csv_lines(text))
    titles = list(dict.fromkeys(t for _, values in lines for t in values))
    known = layout()
    dropped = tuple(t for t in titles if any(w in t.upper() for w in known.dropped))
    fields = {
        t: known.columns[t.upper()]
        for t in titles
        if t.upper() in known.columns and t not in dropped
    }
    if not {"name", "doc_number"} & set(fields.values()):
        raise Refused("batch_no_columns")
    rows = tuple(_row(number, values, fields) for number, values in lines)
    unread = tuple(t for t in titles if t not in fields and t not in dropped)
    return BatchReading("xml" if is_xml else "csv", encoding, rows, unread, dropped)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding; a private character of GB 18030 becomes the standard one."""
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("batch_not_text")
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding).translate(_STANDARD), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise Refused("batch_not_text")


_STANDARD = {
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
    0xE863: 0x4DAE,
}
"""Where Python's table of GB 18030 still has a private character: those that GB 18030-2022 moved."""


def _csv_lines(text: str) -> Iterator[Line]:
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        titles = [_tidy(t) for t in next(reader, [])]
        if len(titles) > MOST_COLUMNS:
            raise Refused("batch_no_columns")
        for number, cells in enumerate(reader, 2):
            if number > MOST_ROWS + 1:
                raise Refused("batch_too_many_rows", most=MOST_ROWS)
            if any(c.strip() for c in cells):
                over = {f"+{n}": c for n, c in enumerate(cells[len(titles) :]) if c.strip()}
                yield number, {**dict(zip(titles, cells, strict=False)), **over}
    except csv.Error as error:
        raise Refused("batch_not_text") from error


def _xml_lines(text: str) -> Iterator[Line]:
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.declares
    parser.ExternalEntityRefHandler = reader.declares
    try:
        parser.Parse(_DECLARED.sub("", text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise Refused("batch_not_xml", line=error.lineno) from error
    yield from reader.rows


class _Reader:
    """Rows of a known name, each with its members as elements or attributes; what lies deeper is text of its member."""

    def __init__(self) -> None:
        self.rows: list[Line] = []
        self.values: dict[str, str] | None = None
        self.member, self.depth = "", 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > 50:
            raise Refused("batch_not_xml", line=0)
        local = name.rpartition(":")[2].upper()
        if self.values is None:
            if local in layout().rows:
                if len(self.rows) >= MOST_ROWS:
                    raise Refused("batch_too_many_rows", most=MOST_ROWS)
                self.values = {_tidy(k): v for k, v in attributes.items()}
                self.start = self.depth
        elif self.depth == self.start + 1:
            self.member = _tidy(name.rpartition(":")[2])
            self.values.setdefault(self.member, "")
            if len(self.values) > MOST_COLUMNS:
                raise Refused("batch_no_columns")

    def end(self, _: str) -> None:
        if self.values is not None and self.depth == self.start:
            self.rows.append((len(self.rows) + 1, self.values))
            self.values = None
        elif self.values is not None and self.depth == self.start + 1:
            self.member = ""
        self.depth -= 1

    def text(self, data: str) -> None:
        if self.values is not None and self.member:
            kept = self.values[self.member]
            if len(kept) <= LONGEST:
                self.values[self.member] = kept + data[: LONGEST + 1]

    def declares(self, *_: object) -> NoReturn:
        raise Refused("batch_entities")


def _row(number: int, values: Mapping[str, str], fields: Mapping[str, str]) -> BatchRow:
    found: dict[str, str] = {}
    for title, value in values.items():
        if title.startswith("+"):
            return BatchRow(number, found, "batch_row_too_wide")
        if title in fields and value and value.strip():
            found.setdefault(fields[title], value.strip().lstrip("'"))
    if any(len(v) > LONGEST for v in found.values()):
        return BatchRow(number, {}, "value_too_long")
    act = layout().acts.get(found.get("act", "登记").upper())
    if act is None:
        return BatchRow(number, found, "batch_act_unknown")
    if act == "delete":
        return BatchRow(number, found, "batch_deletion")
    if not found.get("name"):
        return BatchRow(number, found, "name_missing")
    for day in ("birth_date", "start", "end"):
        if day in found and read_day(found[day]) is None:
            return BatchRow(number, found, "batch_day")
    return BatchRow(number, {**found, "act": act})


def item(row: BatchRow, *, key: str, region: str) -> dict[str, Any]:
    """A row as a declaration. `region`: where the file says nothing of it."""
    f = row.fields
    day = layout().days[f["act"]]
    number = f.get("doc_number", "").upper()
    kind = codes.DOCUMENT.by_word.get(f.get("doc_type", ""), f.get("doc_type", ""))
    sex = codes.SEX.by_word.get(f.get("sex", ""), f.get("sex", ""))
    place = f.get("region", "")
    given = {
        "name": f["name"],
        "doc_number": number,
        "doc_type": kind
        if kind in codes.DOCUMENT.names
        else "111"
        if _MIXED.fullmatch(number)
        else "",
        "sex": sex if sex in codes.SEX.names else "",
        "phone": f.get("phone", ""),
        "hukou_text": f.get("hukou_text", ""),
        "address": f.get("address", ""),
        "region": place if re.fullmatch(r"[0-9]{12}|[0-9]{15}", place) else region,
        "reason": f["reason"] if f.get("reason", "") in codes.MOVE_REASON.names else "",
    }
    days = {
        "birth_date": read_day(f.get("birth_date", "")),
        "start": read_day(f.get("start", "")) if day == "start" else None,
        "end": read_day(f.get("end", "")) if day == "end" else None,
    }
    return {
        "key": key,
        "row": row.row,
        "kind": f["act"],
        **{k: v for k, v in given.items() if v},
        **{k: v for k, v in days.items() if v},
    }


def read_day(text: str) -> date | None:
    """A day as the files have it: 20090317, 2009-03-17, 2009/3/17, 2009.3.17, 2009年3月17日."""
    found = re.fullmatch(
        r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(?:[ T][0-9:.]*)?", text.strip()
    )
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _tidy(title: str) -> str:
    return re.sub(r"\s+", "", title)[:100]
