"""Writers of every format, sharing nothing with the readers."""
# ruff: noqa: E501 - tables read better as blocks

from __future__ import annotations

import html
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date

import xlsxwriter

from tests.domains.register.imports.generated.paper import Page, Value

DAY_ZERO = date(1899, 12, 30)


def shown(value: Value, day: str = "%Y-%m-%d") -> str:
    """A cell as text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(day)
    if isinstance(value, float) and value == int(value):
        return str(int(value)) if abs(value) < 1e15 else f"{value:.14E}"
    return str(value)


def as_xlsx(pages: list[Page]) -> bytes:
    """Through xlsxwriter; texts as shared strings, numbers and dates as numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = book.add_format({"num_format": "yyyy/m/d"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for a, b, c, d in page.merged:
            sheet.merge_range(a, b, c, d, "")
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_number(r, c, (value - DAY_ZERO).days, day)
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                elif value is not None:
                    sheet.write_number(r, c, value)
        for r in page.hidden_rows:
            sheet.set_row(r, None, None, {"hidden": True})
        if page.hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def as_inline_xlsx(pages: list[Page]) -> bytes:
    """As web systems write it: inline strings, no styles, no shared strings; dates as text."""
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.worksheet+xml"/>'
            for i in range(len(pages))
        )
        z.writestr(
            "[Content_Types].xml",
            f'<?xml version="1.0"?><Types xmlns="{pack}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.spreadsheetml.sheet.main+xml"/>{overrides}</Types>',
        )
        z.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        z.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
            + "".join(
                f'<sheet name="{html.escape(p.name)}" sheetId="{i + 1}" {"state=" + chr(34) + "hidden" + chr(34) if p.hidden else ""} '
                f'r:id="r{i + 1}"/>'
                for i, p in enumerate(pages)
            )
            + "</sheets></workbook>",
        )
        z.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{pack}/relationships">'
            + "".join(
                f'<Relationship Id="r{i + 1}" Type="{rel}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
                for i in range(len(pages))
            )
            + "</Relationships>",
        )
        for i, page in enumerate(pages):
            z.writestr(f"xl/worksheets/sheet{i + 1}.xml", _inline_sheet(page, main))
    return out.getvalue()


def _letters(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _inline_sheet(page: Page, main: str) -> str:
    rows = []
    for r, row in enumerate(page.rows):
        cells = []
        for c, v in enumerate(row):
            place = f"{_letters(c)}{r + 1}"
            if isinstance(v, int | float) and not isinstance(v, bool):
                cells.append(f'<c r="{place}"><v>{v!r}</v></c>')
            elif v is not None:
                cells.append(
                    f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{html.escape(shown(v))}</t></is></c>'
                )
        rows.append(
            f'<row r="{r + 1}"{" hidden=" + chr(34) + "1" + chr(34) if r in page.hidden_rows else ""}>{"".join(cells)}</row>'
        )
    joined = "".join(
        f'<mergeCell ref="{_letters(b)}{a + 1}:{_letters(d)}{c + 1}"/>'
        for a, b, c, d in page.merged
    )
    joined = f'<mergeCells count="{len(page.merged)}">{joined}</mergeCells>' if joined else ""
    return f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData>{joined}</worksheet>'


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _unicode(text: str, size: str) -> bytes:
    return (
        struct.pack(size, len(text.encode("utf-16-le")) // 2) + b"\x01" + text.encode("utf-16-le")
    )


def as_xls(pages: list[Page]) -> bytes:
    """BIFF8 in a compound file: labels, numbers, joined cells and hidden rows."""
    bof = lambda kind: _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 6))  # noqa: E731
    plain = _record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0x1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    dated = _record(0xE0, struct.pack("<HHHBBBBIIH", 0, 14, 0x1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    font = _record(
        0x31,
        struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0)
        + b"\x02\x01"
        + "宋体".encode("utf-16-le"),
    )
    begin = bof(5) + _record(0x42, struct.pack("<H", 1200)) + font * 4 + plain + dated
    bodies = [_biff_sheet(p, bof(0x10)) for p in pages]
    names = [_unicode(p.name, "<B") for p in pages]
    at = len(begin) + sum(4 + 6 + len(n) for n in names) + 4
    bound = b""
    for page, name, body in zip(pages, names, bodies, strict=True):
        bound += _record(0x85, struct.pack("<IBB", at, int(page.hidden), 0) + name)
        at += len(body)
    return _compound(begin + bound + _record(0x0A, b"") + b"".join(bodies))


def _biff_sheet(page: Page, bof: bytes) -> bytes:
    width = max(map(len, page.rows), default=0)
    out = [bof, _record(0x200, struct.pack("<IIHHH", 0, len(page.rows), 0, width, 0))]
    for r, row in enumerate(page.rows):
        flags = 0x100 | (0x20 if r in page.hidden_rows else 0)
        out.append(_record(0x208, struct.pack("<HHHHHHI", r, 0, len(row), 0xFF, 0, 0, flags)))
        for c, v in enumerate(row):
            if isinstance(v, date):
                out.append(
                    _record(0x203, struct.pack("<HHHd", r, c, 1, float((v - DAY_ZERO).days)))
                )
            elif isinstance(v, str) and v:
                out.append(_record(0x204, struct.pack("<HHH", r, c, 0) + _unicode(v, "<H")))
            elif isinstance(v, int | float):
                out.append(_record(0x203, struct.pack("<HHHd", r, c, 0, float(v))))
    for first in range(0, len(page.merged), 500):
        part = page.merged[first : first + 500]
        out.append(
            _record(
                0xE5,
                struct.pack("<H", len(part))
                + b"".join(struct.pack("<HHHH", a, c, b, d) for a, b, c, d in part),
            )
        )
    return b"".join([*out, _record(0x0A, b"")])


def _compound(stream: bytes) -> bytes:
    """One stream "Workbook" of more than 4096 bytes in sectors of 512."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 1) // 127)
    while (sectors + 1 + tables) > tables * 128:
        tables += 1
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, *([0xFFFFFFFD] * tables)]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHHHIIIIIIIIII",
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            0,
            0,
            0,
            tables,
            sectors,
            0,
            4096,
            0xFFFFFFFE,
            0,
            0xFFFFFFFE,
            0,
        )
    )
    header += struct.pack(
        "<109I", *[sectors + 1 + i for i in range(tables)], *([0xFFFFFFFF] * (109 - tables))
    )

    def entry(name, kind, child, start, size):
        length = len(name) * 2 + 2 if name else 0
        head = struct.pack("<HBBIII", length, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (
            name.encode("utf-16-le").ljust(64, b"\0")
            + head
            + bytes(36)
            + struct.pack("<III", start, size, 0)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        "Workbook", 2, 0xFFFFFFFF, 0, len(stream)
    )
    directory += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return header + stream + directory + struct.pack(f"<{tables * 128}I", *chain)


def _text(separator: str, encoding: str, day: str = "%Y-%m-%d") -> Callable[[list[Page]], bytes]:
    def quoted(text: str) -> str:
        return (
            '"' + text.replace('"', '""') + '"'
            if any(m in text for m in (separator, '"', "\n"))
            else text
        )

    def write(pages: list[Page]) -> bytes:
        width = max(map(len, pages[0].rows))
        lines = [
            separator.join(quoted(shown(v, day)) for v in [*row, *[None] * (width - len(row))])
            for row in pages[0].rows
        ]
        return ("\r\n".join(lines) + "\r\n").encode(encoding, "replace")

    return write


def _html_table(page: Page) -> str:
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in page.merged}
    covered = {
        (r, c) for a, b, e, f in page.merged for r in range(a, e + 1) for c in range(b, f + 1)
    } - spans.keys()
    width = max(map(len, page.rows))
    lines = []
    for r, row in enumerate(page.rows):
        cells = []
        for c in range(width):
            if (r, c) in covered:
                continue
            down, right = spans.get((r, c), (1, 1))
            span = (f' rowspan="{down}"' if down > 1 else "") + (
                f' colspan="{right}"' if right > 1 else ""
            )
            text = html.escape(shown(row[c] if c < len(row) else None, "%Y/%m/%d"))
            cells.append(f"<td{span} style='mso-number-format:\"\\@\"'>{text or '&nbsp;'}</td>")
        lines.append(
            f"<tr{' style=' + chr(34) + 'display:none' + chr(34) if r in page.hidden_rows else ''}>{''.join(cells)}</tr>"
        )
    return "<table border=1>" + "\n".join(lines) + "</table>"


def as_html(pages: list[Page], encoding: str = "utf-8") -> bytes:
    """A web page that is called .xls."""
    page = (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={encoding}"><style>td{{mso-number-format:"\\@";}}</style></head><body>{_html_table(pages[0])}</body></html>'
    )
    return page.encode(encoding, "xmlcharrefreplace")


def as_mhtml(pages: list[Page]) -> bytes:
    """A web archive of one page, in quoted-printable."""
    import quopri

    body = quopri.encodestring(
        as_html(pages, "gb2312") if _fits(pages, "gb2312") else as_html(pages)
    )
    charset = b"gb2312" if _fits(pages, "gb2312") else b"utf-8"
    return (
        b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="--=_Part"\r\n\r\n'
        b"----=_Part\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b'Content-Type: text/html; charset="'
        + charset
        + b'"\r\n\r\n'
        + body
        + b"\r\n----=_Part--\r\n"
    )


def _fits(pages: list[Page], encoding: str) -> bool:
    try:
        "".join(shown(v) for row in pages[0].rows for v in row).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def as_spreadsheetml(pages: list[Page]) -> bytes:
    """Excel 2003 XML."""
    out = [
        (
            '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
            'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        )
    ]
    for page in pages:
        spans = {(a, b): (c - a, d - b) for a, b, c, d in page.merged}
        out.append(f'<Worksheet ss:Name="{html.escape(page.name)}"><Table>')
        for r, row in enumerate(page.rows):
            out.append(
                f'<Row ss:Index="{r + 1}"{" ss:Hidden=" + chr(34) + "1" + chr(34) if r in page.hidden_rows else ""}>'
            )
            for c, v in enumerate(row):
                if v is None or v == "":
                    continue
                down, right = spans.get((r, c), (0, 0))
                span = (f' ss:MergeDown="{down}"' if down else "") + (
                    f' ss:MergeAcross="{right}"' if right else ""
                )
                kind, text = (
                    ("DateTime", v.strftime("%Y-%m-%dT00:00:00.000"))
                    if isinstance(v, date)
                    else ("Number", repr(v))
                    if isinstance(v, int | float)
                    else ("String", html.escape(str(v)))
                )
                out.append(
                    f'<Cell ss:Index="{c + 1}"{span}><Data ss:Type="{kind}">{text}</Data></Cell>'
                )
            out.append("</Row>")
        hide = (
            "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
            if page.hidden
            else ""
        )
        out.append(f"</Table>{hide}</Worksheet>")
    return ("".join(out) + "</Workbook>").encode()


def as_ods(pages: list[Page]) -> bytes:
    """OpenDocument."""
    names = ("office", "text", "table", "style", "fo")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    styles = '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    body = []
    for page in pages:
        spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in page.merged}
        body.append(
            f'<table:table table:name="{html.escape(page.name)}"{" table:style-name=" + chr(34) + "gone" + chr(34) if page.hidden else ""}>'
        )
        for r, row in enumerate(page.rows):
            body.append(
                f"<table:table-row{' table:visibility=' + chr(34) + 'collapse' + chr(34) if r in page.hidden_rows else ''}>"
            )
            for c, v in enumerate(row):
                down, right = spans.get((r, c), (1, 1))
                span = (
                    f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
                    if (down, right) != (1, 1)
                    else ""
                )
                if isinstance(v, date):
                    body.append(
                        f'<table:table-cell{span} office:value-type="date" office:date-value="{v}"><text:p>{v}</text:p></table:table-cell>'
                    )
                elif isinstance(v, int | float):
                    body.append(
                        f'<table:table-cell{span} office:value-type="float" office:value="{v!r}"><text:p>{v}</text:p></table:table-cell>'
                    )
                elif v:
                    body.append(
                        f'<table:table-cell{span} office:value-type="string"><text:p>{html.escape(v)}</text:p></table:table-cell>'
                    )
                else:
                    body.append(f"<table:table-cell{span}/>")
            body.append("</table:table-row>")
        body.append("</table:table>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
            f"{''.join(body)}</office:spreadsheet></office:body></office:document-content>",
            zipfile.ZIP_DEFLATED,
        )
    return out.getvalue()


def as_zip(pages: list[Page]) -> bytes:
    """A zip with one list in it, its name in GBK as older programs write it, and what a Mac leaves beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", _text(",", "gb18030")(pages))
        archive.writestr("__MACOSX/._list.csv", b"\0\5\x16\7")
    return out.getvalue()


Writer = Callable[[list[Page]], bytes]
FORMATS: dict[str, tuple[str, Writer, frozenset[str]]] = {
    "xlsx": ("a.xlsx", as_xlsx, frozenset({"merged", "hidden", "sheets", "numbers"})),
    "inline": ("a.xlsx", as_inline_xlsx, frozenset({"merged", "hidden", "sheets", "numbers"})),
    "xls": ("a.xls", as_xls, frozenset({"merged", "hidden", "sheets", "numbers"})),
    "ods": ("a.ods", as_ods, frozenset({"merged", "hidden", "sheets", "numbers"})),
    "spreadsheetml": (
        "a.xls",
        as_spreadsheetml,
        frozenset({"merged", "hidden", "sheets", "numbers"}),
    ),
    "html": ("a.xls", as_html, frozenset({"merged", "hidden"})),
    "html-gbk": ("a.xls", lambda p: as_html(p, "gbk"), frozenset({"merged", "hidden"})),
    "mhtml": ("a.mht", as_mhtml, frozenset({"merged", "hidden"})),
    "csv": ("a.csv", _text(",", "utf-8"), frozenset()),
    "csv-bom": ("a.csv", _text(",", "utf-8-sig", "%Y/%m/%d"), frozenset()),
    "csv-gbk": ("a.csv", _text(",", "gb18030"), frozenset()),
    "csv-16": ("a.csv", _text(",", "utf-16"), frozenset()),
    "semicolon": ("a.csv", _text(";", "gb18030"), frozenset()),
    "pipe": ("a.txt", _text("|", "utf-8"), frozenset()),
    "tsv": ("a.txt", _text("\t", "utf-16"), frozenset()),
    "tsv-gbk": ("a.xls", _text("\t", "gb18030"), frozenset()),
    "zip": ("a.zip", as_zip, frozenset()),
}
"""Format → name of the file, writer, what it can hold."""
