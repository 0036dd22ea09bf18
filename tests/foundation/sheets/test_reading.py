"""What is refused, and what a cell was."""

from __future__ import annotations

import io
import zipfile

import pytest

from anju.foundation.errors import Refused
from anju.foundation.sheets import read_cells, write_xlsx
from tests.factories.spreadsheets import delimited, xlsx

ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
)


def _far_corner() -> bytes:
    data = xlsx({"s": [("a",)]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part.endswith("sheet1.xml"):
                body = body.replace(
                    b"</sheetData>",
                    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                )
            new.writestr(part, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf\r\n", "file_empty"),
        (b"PK\x03\x04 broken", "file_unreadable"),
        (ENCRYPTED, "file_password"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "file_is_image"),
        (b"%PDF-1.7 x", "file_is_pdf"),
        (b"Rar!\x1a\x07", "file_is_archive"),
        (b"{\\rtf1 x}", "file_is_word"),
        (xlsx({"s": []}), "file_empty"),
        (_far_corner(), "file_too_many_cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_code(data, code):
    with pytest.raises(Refused) as error:
        read_cells(data, "a.xlsx")
    assert error.value.code == code


def test_a_sheet_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(Refused) as error:
        read_cells(xlsx({"一": [("a", "b")]}), "a.xlsx", sheet="二")
    assert (error.value.code, error.value.params["sheets"]) == ("sheet_missing", ["一"])


def test_a_long_number_cell_shows_its_loss_and_long_text_does_not():
    cells = (
        read_cells(
            xlsx({"s": [(None,), ("420117199003089984", 420117199003089984, 617.0, 46000)]}),
            "a.xlsx",
        )
        .sheets[0]
        .cells
    )
    assert cells.row(1) == ("420117199003089984", "4.20117199003090E+17", "617", "46000")


def test_text_that_looks_like_a_formula_is_written_as_text():
    import polars as pl

    data = write_xlsx(pl.DataFrame({"a": ["=cmd()", "+1", "@x"], "n": [1, 2, None]}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert read_cells(data, "a.xlsx").sheets[0].cells["0"].to_list() == [
        "a",
        "'=cmd()",
        "+1",
        "'@x",
    ]


def test_quoted_line_ends_and_blank_lines_keep_their_rows():
    data = delimited([("a", '"b\nc"'), (), ("d", "e")], encoding="utf-8")
    assert read_cells(data, "a.csv").sheets[0].cells.rows() == [
        ("a", "b\nc"),
        (None, None),
        ("d", "e"),
    ]
