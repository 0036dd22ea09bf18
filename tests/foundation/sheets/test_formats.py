"""Every format that lists come in, and what the files say about their cells beside the texts."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from anju.foundation.errors import Refused
from anju.foundation.sheets import Sheet, read_cells
from tests.factories.spreadsheets import delimited, xlsx
from tests.factories.workbooks import SHEET, rebuilt, roster, with_rows

ROWS = (("姓名", "身份证号"), ("张三", "430181198711169970"))
MS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def first(data: bytes, name: str = "a.xls") -> Sheet:
    return read_cells(data, name).sheets[0]


def html(rows=ROWS, *, head: str = "", cell: str = "<td>{}</td>") -> str:
    return (
        f"<html><head>{head}</head><body><table>"
        + "".join("<tr>" + "".join(cell.format(v) for v in row) + "</tr>" for row in rows)
        + "</table></body></html>"
    )


class TestHtml:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
    def test_a_table_is_read_in_every_usual_encoding(self, encoding):
        assert first(html().encode(encoding)).cells.rows() == list(ROWS)

    def test_the_encoding_that_the_page_names_is_believed(self):
        page = html((("姓名", "住址"), ("張三", "臺北")), head='<meta charset="big5">')
        assert first(page.encode("big5")).cells.row(1) == ("張三", "臺北")

    def test_a_bare_table_without_end_tags_is_a_table(self):
        assert first("<table><tr><td>姓名<td>电话<tr><td>张三<td>1".encode()).cells.rows() == [
            ("姓名", "电话"),
            ("张三", "1"),
        ]

    def test_line_ends_entities_and_styles_are_as_a_browser_shows_them(self):
        page = html(
            (("a<br>b", "&lt;c&gt;&nbsp;d"),), cell="<td style=\"mso-number-format:'\\@'\">{}</td>"
        )
        assert first(page.encode()).cells.row(0) == ("a\nb", "<c> d")

    def test_spans_are_merges_and_hidden_rows_and_lines_through_are_marked(self):
        page = (
            "<table><tr><td>户</td><td>名</td></tr><tr><td"
            ' rowspan="2">8号</td><td>甲</td></tr><tr><td>乙</td></tr>'
            '<tr style="display:none"><td>9号</td><td>丙</td></tr>'
            "<tr><td><s>9号</s></td><td><s>丁</s></td></tr></table>"
        )
        sheet = first(page.encode())
        assert sheet.cells.rows()[1:3] == [("8号", "甲"), (None, "乙")]
        assert sheet.marks.merged == ((1, 0, 2, 0),)
        assert (sheet.marks.hidden_rows, sheet.marks.struck_rows) == ((3,), (4,))

    def test_a_head_in_a_table_of_its_own_stands_above_the_rows(self):
        page = html(ROWS[:1]) + html(ROWS[1:])
        assert [r for r in first(page.encode()).cells.rows() if any(r)] == list(ROWS)

    def test_a_number_shown_rounded_is_taken_from_the_cell_itself(self):
        assert first(
            b'<table><tr><td x:num="430181198711169">4.30181E+14</td></tr></table>'
        ).cells.row(0) == ("430181198711169",)

    @pytest.mark.parametrize("page", ["<html><p>没有表", "<table></table>"])
    def test_a_page_without_a_table_is_refused(self, page):
        with pytest.raises(Refused, match="file_unreadable"):
            read_cells(page.encode(), "a.xls")

    def test_a_web_archive_is_read(self):
        page = html().encode("gbk")
        archive = (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
            b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
            + page
            + b"\r\n--b--\r\n"
        )
        assert first(archive).cells.rows() == list(ROWS)


def spreadsheetml(rows: str, *, before: str = "", after: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?><Workbook {MS}>{before}'
        f'<Worksheet ss:Name="花名册"><Table>{rows}</Table>{after}</Worksheet></Workbook>'
    ).encode()


class TestSpreadsheetML:
    def test_cells_merges_numbers_and_dates_are_read(self):
        sheet = first(
            spreadsheetml(
                '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">8号</Data></Cell><Cell><Data'
                ' ss:Type="Number">13800000000</Data></Cell></Row><Row><Cell ss:Index="2"><Data'
                ' ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell></Row><Row ss:Index="5"'
                ' ss:Hidden="1"><Cell><Data ss:Type="Number">430181198711169970</Data></Cell></Row>'
            )
        )
        assert sheet.name == "花名册"
        assert sheet.cells.rows()[:2] == [("8号", "13800000000"), (None, "2026-03-01")]
        assert sheet.cells.row(4)[0] == "4.30181198711170E+17"
        assert (sheet.marks.merged, sheet.marks.hidden_rows) == (((0, 0, 1, 0),), (4,))

    def test_a_formula_without_a_result_is_shown_as_the_formula(self):
        sheet = first(
            spreadsheetml(
                '<Row><Cell ss:Formula="=RC[1]"/><Cell><Data ss:Type="String">x</Data></Cell></Row>'
            )
        )
        assert (sheet.cells.row(0), sheet.marks.formulas) == (("=RC[1]", "x"), (0,))

    def test_entities_are_refused(self):
        bomb = (
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]>'
            + spreadsheetml("<Row/>").split(b"?>", 2)[2]
        )
        with pytest.raises(Refused, match="file_built_oddly"):
            read_cells(bomb, "a.xls")


def ods(rows: str, *, styles: str = "", name: str = "册") -> bytes:
    names = ("office", "text", "table", "style", "fo")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{name}">{rows}'
            f"</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


class TestOpenDocument:
    def test_texts_numbers_dates_repeats_merges_and_hidden_rows_are_read(self):
        sheet = first(
            ods(
                "<table:table-row><table:table-cell"
                ' table:number-rows-spanned="2"><text:p>8号</text:p></table:table-cell><table:table-cell'
                ' office:value-type="float"'
                ' office:value="13800000000"><text:p>1.38E+10</text:p></table:table-cell><table:table-cell'
                ' office:value-type="date"'
                ' office:date-value="2026-03-01"><text:p>26/3/1</text:p></table:table-cell></table:table-row>'
                "<table:table-row"
                ' table:visibility="filter"><table:covered-table-cell/><table:table-cell'
                ' table:number-columns-repeated="2"><text:p>同</text:p></table:table-cell></table:table-row>'
                "<table:table-row"
                ' table:number-rows-repeated="1048000"><table:table-cell'
                ' table:number-columns-repeated="900"/></table:table-row>'
            ),
            "a.ods",
        )
        assert sheet.cells.rows() == [("8号", "13800000000", "2026-03-01"), (None, "同", "同")]
        assert (sheet.marks.merged, sheet.marks.hidden_rows) == (((0, 0, 1, 0),), (1,))

    def test_rows_repeated_without_end_are_refused(self):
        row = (
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="512"><text:p>x</text:p></table:table-cell></table:table-row>'
        )
        with pytest.raises(Refused, match="file_too_many_cells"):
            read_cells(ods(row), "a.ods")


def repack(change) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(roster())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        change(old, new)
    return out.getvalue()


class TestArchives:
    def test_backslashes_in_the_names_of_parts_are_separators(self):
        data = repack(
            lambda old, new: [
                new.writestr(n.replace("/", "\\"), old.read(n)) for n in old.namelist()
            ]
        )
        assert first(data).cells.height == 6

    def test_entries_of_folders_are_passed_over_even_when_they_are_packed(self):
        def change(old, new):
            new.writestr("xl/", b"", zipfile.ZIP_DEFLATED)
            new.writestr("xl\\worksheets\\", b"", zipfile.ZIP_DEFLATED)
            for n in old.namelist():
                new.writestr(n, old.read(n))

        assert first(repack(change)).cells.height == 6

    def test_bytes_behind_the_archive_and_its_comment_are_passed_over(self):
        commented = io.BytesIO(roster())
        with zipfile.ZipFile(commented, "a") as archive:
            archive.comment = "单位盖章".encode()
        assert first(commented.getvalue()).cells.height == 6
        assert first(roster() + b"\r\n--boundary--\r\n").cells.height == 6

    def test_several_files_in_one_archive_are_sheets_named_after_them(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("一号楼.csv", delimited(ROWS))
            archive.writestr("二号楼.xlsx", xlsx({"s": ROWS}))
            archive.writestr("__MACOSX/._x.csv", b"x")
            archive.writestr("说明.docx", b"x")
        book = read_cells(out.getvalue(), "a.zip")
        assert book.names == ("一号楼", "二号楼")
        assert [s.cells.rows() for s in book.sheets] == [list(ROWS)] * 2

    def test_an_archive_without_lists_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.docx", b"x")
            archive.writestr("inner.zip", roster())
        with pytest.raises(Refused, match="file_unreadable"):
            read_cells(out.getvalue(), "a.zip")


class TestCells:
    def test_a_text_kept_where_numbers_belong_is_read(self):
        sheet = first(
            with_rows(b'<row r="7"><c r="A7" t="inlineStr"><v>\xe5\xbc\xa0 &amp; x</v></c></row>')
        )
        assert sheet.cells.row(6)[0] == "张 & x"

    def test_a_formula_without_a_stored_result_is_shown_as_the_formula(self):
        sheet = first(
            with_rows(
                b'<row r="7"><c r="A7" t="str"><f>B2&amp;C2</f></c><c r="B7"><f>1+1</f><v>2</v></c></row>'
            )
        )
        assert (sheet.cells.row(6)[:2], sheet.marks.formulas) == (("=B2&C2", "2"), (6,))

    def test_one_formatted_cell_in_the_last_row_or_column_takes_no_place(self):
        for xml in (
            b'<row r="1048576"><c r="XFD1048576" s="1"/></row>',
            b'<row r="900000"><c r="B900000" s="1"></c></row>',
        ):
            assert first(with_rows(xml)).cells.shape == (6, 5)

    def test_columns_keep_their_letters_when_the_first_are_empty(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        page = book.add_worksheet("s")
        page.write(1, 2, "x")
        page.merge_range("D2:D3", "y")
        book.close()
        sheet = first(out.getvalue())
        assert sheet.cells.row(1) == (None, None, "x", "y")
        assert sheet.marks.merged == ((1, 3, 2, 3),)

    def test_hidden_rows_and_columns_filters_and_lines_through_are_marked(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        page, crossed = book.add_worksheet("s"), book.add_format({"font_strikeout": True})
        for r, row in enumerate([*ROWS, ("李四", "1"), ("王五", "2")]):
            page.write_row(r, 0, row, crossed if r == 3 else None)
        page.autofilter("A1:B4")
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("D:E", None, None, {"hidden": True})
        book.close()
        marks = first(out.getvalue()).marks
        assert (marks.hidden_rows, marks.struck_rows, marks.hidden_columns, marks.filtered) == (
            (2,),
            (3,),
            (3, 4),
            True,
        )

    def test_one_damaged_byte_is_a_damaged_place_and_not_a_refused_file(self):
        data = "姓名,身份证号\n张三,1\n李四,2\n".encode("gbk").replace(
            "李".encode("gbk"), b"\xc0\xff"
        )
        sheet = first(data, "a.csv")
        assert sheet.marks.damaged == (2,)
        assert "\ufffd" in sheet.cells.row(2)[0]

    def test_big5_is_told_from_gbk(self):
        rows = [("姓名", "身份證號碼", "手機號碼"), ("林欣梅", "430181198702139972", "13800000000")]
        assert first(delimited(rows, encoding="big5"), "a.csv").cells.rows() == rows
        assert first(delimited(rows, encoding="gb18030"), "a.csv").cells.rows() == rows

    def test_the_sheet_of_a_roster_is_the_same_whatever_part_is_asked_for(self):
        assert (
            first(
                rebuilt(lambda n, b: b.replace(b"<row ", b"<row  ") if n == SHEET else b)
            ).cells.height
            == 6
        )


def test_a_sheet_that_begins_in_a_later_column_is_read_with_its_long_numbers():
    number = ROWS[1][1]
    rows = [(None, None, *ROWS[0]), (None, None, "张三", number), (None, None, "李四", int(number))]
    sheet = first(xlsx({"s": rows}), "a.xlsx")
    assert [r[2:] for r in sheet.cells.rows()] == [
        ROWS[0],
        ("张三", number),
        ("李四", "4.30181198711170E+17"),
    ]
