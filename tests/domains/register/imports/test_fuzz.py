"""Files mutated by structure and by bytes: read row by row, or refused with a sentence; never a broken program."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import IntakeResult, iter_batches, read_batch
from anju.foundation.characters import INVISIBLE, visible
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import delimited, person, xlsx
from tests.factories.workbooks import HEAD, SHEET, TEXTS, roster

TODAY = date(2026, 11, 21)
FORMS = ("employer-roster", "rental-tenants", "inflow", "outflow")
AREAS = known_areas()
EVIL = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\0",
    "=cmd|'/c calc'!A0",
    "@SUM(1)",
    "\t=1",
    "'",
    '"',
    ",",
    "\r",
    "\n",
    "\x1b[2J",
    "{}",
    "{0.__class__}",
    "%s",
    "${7*7}",
    "<script>",
    "男",
    "９９",
    "1e400",
    "9" * 400,
    "-0",
    "2026-02-30",
    "\ud7ff",
    "𠮷",
    "👨‍👩‍👧",
    "é",
    "¼",
    "NaN",
    "null",
    "合计",
    "姓名",
    "#REF!",
    "\U000e0041",
    "ﷺ" * 40,
    "x" * 40_000,
)
XML = (
    b"<row>",
    b"</c>",
    b"&#x202e;",
    b"&#0;",
    b"&lol;",
    b'r="ZZZ9"',
    b"<c>",
    b"99999999999",
    b'<c r="A2147483647">',
    b"<![CDATA[",
    b"<!--",
)
CELL = st.one_of(
    st.none(),
    st.sampled_from(EVIL),
    st.text(max_size=30),
    st.sampled_from(HEAD),
    st.integers(0, 40).map(lambda i: person(i)[i % 3]),
    st.dates().map(str),
    st.floats().map(str),
)
ROWS = st.lists(st.lists(CELL, max_size=9), max_size=12)
FORM = st.sampled_from(FORMS)
SLOW = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def said(data: bytes, name: str, form: str) -> IntakeResult | str:
    """The reading, or the sentence of its refusal. Anything else is the test's failure."""
    try:
        result = read_batch(data, name, as_=form, known_areas=AREAS, today=TODAY, ages=ages(TODAY))
    except Refused as refused:
        return _sentence(refused)
    counts = result.counts
    assert (
        counts.rows
        == counts.accepted + counts.rejected
        == result.items.height + result.refused.height
    )
    for code in counts.problems:
        assert sentence(Refused(code), "zh-hans") != code
    for name in result.items["name"].drop_nulls().to_list():
        assert name == visible(name), "what cannot be seen stays out of names"
    return result


def _sentence(refused: Refused) -> str:
    """It has words in both languages, and every hole in them is filled."""
    spoken = [sentence(refused, language) for language in ("zh-hans", "en")]
    assert refused.code not in spoken
    assert "{" not in "".join(spoken) or any("{" in str(v) for v in refused.params.values())
    return spoken[0]


def text(rows: list[list[str | None]], **more: str) -> bytes:
    good = [list(HEAD), *[[*person(i), "2026-03-01", "装配"] for i in range(3)]]
    return delimited([*good[:2], *rows, *good[2:]], **more)


@cache
def a_roster() -> bytes:
    """One and the same file for a whole run: a workbook holds the second it was made in."""
    return roster()


@SLOW
@given(
    ROWS,
    FORM,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-8-sig"]),
)
def test_text_with_any_cells_is_read_or_refused_with_a_sentence(rows, form, separator, encoding):
    said(text(rows, separator=separator, encoding=encoding), "a.csv", form)


@SLOW
@given(ROWS, FORM)
def test_a_workbook_with_any_cells_is_read_or_refused_with_a_sentence(rows, form):
    clean = [[c if c is None else c[:32_000] for c in row] for row in rows]
    said(
        xlsx({"s": [HEAD, *[(*person(i), "2026-03-01", "装配") for i in range(3)], *clean]}),
        "a.xlsx",
        form,
    )


@SLOW
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"MZ\x90\0", b"\x1f\x8b\x08\0"]
    ),
    FORM,
)
def test_any_bytes_at_all_are_refused_with_a_sentence(data, start, form):
    assert isinstance(said(start + data, "a.xlsx", form), str)


@SLOW
@given(st.data())
def test_a_workbook_with_bytes_changed_in_any_of_its_parts_is_read_or_refused(data):
    part = data.draw(
        st.sampled_from(
            [
                SHEET,
                TEXTS,
                "xl/workbook.xml",
                "xl/styles.xml",
                "xl/_rels/workbook.xml.rels",
                "[Content_Types].xml",
            ]
        )
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_roster())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            body = bytearray(old.read(name))
            for _ in range(data.draw(st.integers(1, 4)) if name == part else 0):
                at, kind = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(0, 3))
                if kind == 0:
                    body[at] = data.draw(st.integers(0, 255))
                elif kind == 1:
                    del body[at : at + data.draw(st.integers(1, 60))]
                elif kind == 2:
                    body[at:at] = data.draw(st.sampled_from(XML))
                else:
                    body += bytes(body[at : at + 300])
                if not body:
                    body += b"<"
            new.writestr(name, bytes(body))
    said(out.getvalue(), "a.xlsx", "employer-roster")


@SLOW
@given(st.data())
def test_a_packed_file_with_bytes_changed_anywhere_is_read_or_refused(data):
    body = bytearray(a_roster())
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    said(bytes(body[: data.draw(st.integers(30, len(body)))]), "a.xlsx", "employer-roster")


@SLOW
@given(ROWS)
def test_pieces_read_what_the_whole_reads(rows):
    data = text(rows, encoding="utf-8")
    whole = said(data, "a.csv", "employer-roster")
    if isinstance(whole, str):
        with pytest.raises(Refused):
            list(
                iter_batches(
                    data,
                    "a.csv",
                    as_="employer-roster",
                    known_areas=AREAS,
                    today=TODAY,
                    ages=ages(TODAY),
                )
            )
    else:
        pieces = list(
            iter_batches(
                data,
                "a.csv",
                as_="employer-roster",
                known_areas=AREAS,
                today=TODAY,
                ages=ages(TODAY),
            )
        )
        assert sum(p.counts.accepted for p in pieces) == whole.counts.accepted
        assert sum(p.counts.rejected for p in pieces) == whole.counts.rejected


@pytest.mark.parametrize(
    "mark",
    [
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200b",
        "\u200f",
        "\u061c",
        "\ufeff",
        "\u00ad",
        "\u0000",
        "\u0085",
        "\ufe0f",
        "\U000e0101",
        "\u3164",
    ],
)
def test_a_mark_that_cannot_be_seen_makes_no_other_name_and_no_other_number(mark):
    name, number, phone = person(1)
    plain = said(
        delimited([HEAD, (name, number, phone, "2026-03-01", "装配")], encoding="utf-8"),
        "a.csv",
        "employer-roster",
    )
    marked = said(
        delimited(
            [
                HEAD,
                (
                    name[0] + mark + name[1:],
                    mark + number[:6] + mark + number[6:],
                    phone + mark,
                    "2026-03-01",
                    "装" + mark + "配",
                ),
            ],
            encoding="utf-8",
        ),
        "a.csv",
        "employer-roster",
    )
    columns = ["name", "doc_number", "phone", "position"]
    assert marked.items.select(columns).equals(plain.items.select(columns))
    assert len(INVISIBLE) > 20


def test_a_name_written_backwards_is_read_as_its_letters_stand():
    rows = [HEAD, ("\u202e强小王", *person(2)[1:], "2026-03-01", "装配")]
    assert said(delimited(rows, encoding="utf-8"), "a.csv", "employer-roster").items[
        "name"
    ].to_list() == ["强小王"]
