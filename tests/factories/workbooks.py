"""Workbooks taken apart and put together again, as no spreadsheet program would."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from tests.factories.spreadsheets import person, xlsx

HEAD = ("姓名", "身份证号", "手机", "入职日期", "部门")
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def roster(rows: int = 5) -> bytes:
    """A small good roster."""
    return xlsx({"花名册": [HEAD, *[(*person(i), "2026-03-01", "装配") for i in range(rows)]]})


def rebuilt(
    change: Callable[[str, bytes], bytes | None] = lambda _, body: body,
    *,
    more: dict[str, bytes] | None = None,
    data: bytes = b"",
) -> bytes:
    """A roster with parts changed (None: left out) and added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or roster())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            body = change(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return out.getvalue()


def with_rows(xml: bytes, *, in_place: bool = False) -> bytes:
    """A roster whose sheet has this XML behind its rows (or instead of them)."""

    def change(name: str, body: bytes) -> bytes:
        if name != SHEET:
            return body
        begin, end = body.index(b"<sheetData>") + 11, body.index(b"</sheetData>")
        return body[: begin if in_place else end] + xml + body[end:]

    return rebuilt(change)


def lying(part: str, said: int, body: bytes) -> bytes:
    """A roster in which the directory gives `said` as the unpacked length of a part that is really `body`, with the
    checksum of the part's first `said` bytes, so that a reader that stops there finds nothing wrong."""
    data = bytearray(rebuilt(lambda name, old: body if name == part else old))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo(part)
    crc = zlib.crc32(body[:said]).to_bytes(4, "little")
    at = info.header_offset
    data[at + 14 : at + 18], data[at + 22 : at + 26] = crc, said.to_bytes(4, "little")
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    data[at + 16 : at + 20], data[at + 24 : at + 28] = crc, said.to_bytes(4, "little")
    return bytes(data)
