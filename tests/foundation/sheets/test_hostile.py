"""Files made to do harm: refused with a sentence before they can, whatever their directory, header or name says."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from anju.foundation.errors import Refused
from anju.foundation.sheets import guarded, measured, packed, read_cells
from anju.foundation.sheets.formats import read_book
from tests.factories.spreadsheets import xlsx
from tests.factories.workbooks import SHEET, TEXTS, lying, rebuilt, roster, with_rows

SRC = Path(__file__).resolve().parents[3] / "src"
ZEROS = b"<sheetData>" + b" " * (40 * 1024 * 1024)
BOMB = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>
<t>&c;</t></si></sst>"""


def refusal(data: bytes, name: str = "a.xlsx") -> Refused:
    """What the reading process says of it, asked in this process, so that a test may change its limits."""
    with pytest.raises(Refused) as error:
        read_book(data, name, None)
    return error.value


def test_the_good_roster_these_are_made_from_is_read():
    assert read_cells(rebuilt(), "a.xlsx").sheets[0].cells.height == 6


class TestPackedBombs:
    def test_a_part_that_shrinks_like_no_sheet_is_refused_by_the_directory(self):
        found = refusal(rebuilt(more={"xl/worksheets/sheet9.xml": ZEROS}))
        assert (found.code, found.params["part"]) == (
            "file_built_oddly",
            "xl/worksheets/sheet9.xml",
        )

    def test_gigabytes_in_the_directory_are_refused_before_a_byte_is_unpacked(self, monkeypatch):
        monkeypatch.setattr(packed, "MAX_UNPACKED", 1000)
        monkeypatch.setattr(measured, "pieces", lambda *_: pytest.fail("it was unpacked"))
        assert refusal(roster()).code == "file_too_large"

    @pytest.mark.parametrize("part", [SHEET, TEXTS, "xl/styles.xml", "docProps/app.xml"])
    def test_a_part_longer_than_its_directory_says_is_refused_wherever_it_stands(self, part):
        body = b"<a>" + b"x" * 100_000 + b"</a>"
        assert refusal(lying(part, 50, body)).code == "file_built_oddly"

    def test_a_part_that_is_cut_off_is_refused(self):
        data = roster()
        assert refusal(data[: len(data) // 2]).code == "file_unreadable"

    def test_two_parts_of_one_name_are_refused(self):
        out = io.BytesIO(roster())
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
            archive.writestr(SHEET, b"<worksheet/>")
        assert refusal(out.getvalue()).code == "file_built_oddly"

    def test_parts_that_overlap_are_refused(self):
        data = bytearray(roster())
        with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
            first = archive.infolist()[0]
        last = data.rindex(b"PK\x01\x02")
        data[last + 42 : last + 46] = first.header_offset.to_bytes(4, "little")
        assert refusal(bytes(data)).code in ("file_built_oddly", "file_unreadable")

    def test_a_second_directory_behind_the_first_is_refused(self):
        assert refusal(roster() + b"PK\x05\x06" + bytes(18)).code in (
            "file_built_oddly",
            "file_unreadable",
        )

    def test_thousands_of_parts_are_refused(self):
        many = {f"xl/media/{i}.png": b"" for i in range(packed.MAX_PARTS)}
        assert refusal(rebuilt(more=many)).code == "file_built_oddly"

    def test_an_archive_inside_is_never_opened(self):
        inner = rebuilt(more={"deep.zip": roster()})
        assert (
            read_cells(rebuilt(more={"xl/embeddings/inner.xlsx": inner}), "a.xlsx")
            .sheets[0]
            .cells.height
            == 6
        )


class TestXml:
    @pytest.mark.parametrize("part", [SHEET, TEXTS, "xl/workbook.xml", "[Content_Types].xml"])
    def test_entities_are_refused_in_every_part(self, part):
        found = refusal(rebuilt(lambda name, body: BOMB if name == part else body))
        assert (found.code, found.params["part"]) == ("file_built_oddly", part)

    def test_a_file_outside_is_never_read_into_a_cell(self):
        outside = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
        assert (
            refusal(rebuilt(lambda name, body: outside if name == TEXTS else body)).code
            == "file_built_oddly"
        )

    def test_broken_xml_is_refused(self):
        broken = rebuilt(lambda name, body: body[: len(body) // 2] if name == SHEET else body)
        assert refusal(broken).code == "file_unreadable"


class TestSheetsOfMillions:
    @pytest.mark.parametrize(
        "xml",
        [
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            b'<row r="7"><c r="AZ900000"><v>1</v></c></row>',  # a cell that is not where its row is
            b"<x:row r='900000'><x:c r='AZ900000'><x:v>1</x:v></x:c></x:row>",  # under another prefix
            b'<row\nr="900000"><c\nr="AZ900000"><v>1</v></c></row>',
            b'<row spans="1:9" r="900000"><c s="1" r="AZ900000"><v>1</v></c></row>',
            b"<row>" + b"<c><v>1</v></c>" * 600 + b"</row>",  # without places
            b"<row><c><v>1</v></c></row>" * 800_000 + b"<row>" + b"<c/>" * 9 + b"</row>",
        ],
        ids=["corner", "stray cell", "prefix", "line ends", "order", "wide", "long"],
    )
    def test_are_refused_however_their_cells_are_written(self, xml):
        assert refusal(with_rows(xml)).code in (
            "file_too_many_cells",
            "file_unreadable",
            "file_built_oddly",
        )

    def test_a_sheet_is_measured_wherever_the_workbook_puts_it(self):
        elsewhere = (
            b'<worksheet><sheetData><row r="1048576"><c'
            b' r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        )
        assert refusal(rebuilt(more={"custom/data.txt": elsewhere})).code == "file_too_many_cells"
        assert refusal(rebuilt(more={"xl/media/a.png": elsewhere})).code == "file_built_oddly"

    def test_a_dimension_that_lies_changes_nothing(self):
        for said in (b'ref="A1:XFD1048576"', b'ref="A1"', b'ref="C3:B1"'):
            data = rebuilt(
                lambda name, body, said=said: (
                    body.replace(b'ref="A1:E6"', said) if name == SHEET else body
                )
            )
            assert read_cells(data, "a.xlsx").sheets[0].cells.height == 6

    def test_one_long_text_in_every_cell_is_refused_and_a_long_note_in_one_is_not(self):
        note, plain = "说明" * 8_000, "短"
        many = xlsx({"s": [(note, note, note)] * 3_000})
        assert refusal(many).code == "file_too_many_cells"
        once = xlsx({"s": [(note, plain, plain), *[(plain, plain, plain)] * 3_000]})
        assert read_cells(once, "a.xlsx").sheets[0].cells.height == 3_001

    @pytest.mark.long
    def test_the_largest_sheet_that_is_read_fits_in_little_memory(self, tmp_path):
        """Ten million cells are refused, one in ten of them read, both under a limit on address space."""
        small = _measured_apart(tmp_path, rows=100_000, columns=10)
        assert small.startswith("read 100000"), small
        assert _measured_apart(tmp_path, rows=1_000_000, columns=10).startswith(
            "refused file_too_many_cells"
        )


def _measured_apart(folder: Path, *, rows: int, columns: int) -> str:
    """What becomes of a sheet of so many cells in a process that may have 1.5 GiB of addresses in all."""
    path = folder / "large.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(roster())) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            row = "".join(f'<c r="{chr(65 + c)}@"><v>@</v></c>' for c in range(columns)) + "</row>"
            for r in range(1, rows + 1):
                sheet.write((f'<row r="{r}">' + row.replace("@", str(r))).encode())
            sheet.write(b"</sheetData></worksheet>")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))\n"
        "from anju.foundation.sheets import read_cells; from anju.foundation.errors import Refused\n"
        "try: print('read', read_cells(open(sys.argv[1], 'rb').read(), 'a.xlsx').sheets[0].cells.height)\n"
        "except Refused as refused: print('refused', refused.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SRC), "POLARS_MAX_THREADS": "1"},
    )
    return done.stdout or done.stderr[-300:]


class TestOldExcel:
    @pytest.mark.parametrize(
        "junk",
        [b"", b"\0" * 5000, b"\xff" * 5000, bytes(range(256)) * 40, b"Workbook".ljust(600, b"\0")],
        ids=["bare", "zeros", "ones", "bytes", "name"],
    )
    def test_junk_behind_its_first_bytes_is_refused(self, junk):
        found = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + junk, "a.xls")
        assert found.code in ("file_unreadable", "file_built_oddly", "file_empty")

    def test_a_reading_that_dies_for_want_of_memory_takes_nobody_along(self, monkeypatch):
        monkeypatch.setattr(guarded.sys, "executable", "/bin/false")
        guarded.end_ready()
        for data in (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            roster(),
            b"a,b",
            b"<table><tr><td>a",
        ):
            with pytest.raises(Refused, match="file_built_oddly"):
                read_cells(data, "a.xls")
        guarded.end_ready()  # the one that is kept ready is of the same kind


class TestText:
    def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row_instead_of_swallowing_the_rest(
        self,
    ):
        rows = [f"{i},张{i}" for i in range(20)]
        rows[7] = '7,"张'
        found = refusal("\n".join(rows).encode(), "a.csv")
        assert (found.code, found.params["row"]) == ("quote_open", 8)

    def test_a_mark_in_the_middle_of_a_cell_is_a_mark(self):
        cells = read_cells('a,b\n5" 管,x\nc,d\n'.encode(), "a.csv").sheets[0].cells
        assert cells.rows() == [("a", "b"), ('5" 管', "x"), ("c", "d")]

    def test_a_cell_of_millions_of_letters_is_refused_with_its_row(self):
        found = refusal(b'a,b\n1,"' + b"x" * 3_000_000 + b'"\n', "a.csv")
        assert (found.code, found.params["row"]) == ("quote_open", 2)

    def test_a_line_that_never_ends_is_refused_in_flat_memory(self):
        assert refusal(b'a,b\n"' + b"x,y" * 30_000_000, "a.csv").code in (
            "line_too_long",
            "quote_open",
            "file_too_large",
        )

    def test_thousands_of_columns_are_refused(self):
        assert refusal(b"," * 5_000 + b"a\n", "a.csv").code == "file_too_large"

    def test_nul_bytes_are_taken_out_of_text_and_of_workbooks(self):
        assert read_cells("姓\0名,b\n张\0三,c\n".encode(), "a.csv").sheets[0].cells.row(1) == (
            "张三",
            "c",
        )

    @pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8,\x00", b"<html><table>", b"\xff" * 90])
    def test_what_is_no_list_is_refused(self, data):
        assert refusal(data, "roster.csv").code in ("file_unreadable", "file_empty")
